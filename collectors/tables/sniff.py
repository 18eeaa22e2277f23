"""What a file is that calls itself a table, told by its first bytes, in words for its owner."""

import re
from typing import BinaryIO

from collectors.errors import Problem, UnreadableSource

HEAD = 64 * 1024  # bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SEARCHED = 20 * 1024 * 1024  # bytes of an OLE file, for the name of its encrypted part

_NO_TABLES = (
    (rb"<(!doctype html|html|head|body|table|div|meta)\b", "a web page (HTML)"),
    (rb"<\?xml\b|<[a-z!]", "XML"),
    (rb"\{\\rtf", "a text document (RTF)"),
    (rb'\{\s*["}]|\[\s*[\[\]{"]', "JSON"),
    (rb"%PDF-", "a PDF"),
    (rb"\x1f\x8b", "compressed (gzip)"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "a picture"),
)


def is_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def refuse_other_kinds(head: bytes, stream: BinaryIO, name: str) -> None:
    """Raises UnreadableSource for what is neither text with cells nor a workbook of today.

    `stream` stands behind `head`, and is read further where that tells more.
    """
    if head.startswith(_OLE):
        _refuse_ole(head + stream.read(_SEARCHED), name)
    plain = head[:2_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    for pattern, what in _NO_TABLES:
        if re.match(pattern, plain, re.I) or re.match(pattern, head, re.I):
            sentence = f"{name} is {what}, whatever its name says; export it as CSV or XLSX"
            raise UnreadableSource(Problem.NOT_A_TABLE, sentence)


def _refuse_ole(body: bytes, name: str) -> None:
    if _ENCRYPTED in body:
        sentence = f"{name} is protected by a password; save it without one, then import it again"
        raise UnreadableSource(Problem.PASSWORD, sentence)
    sentence = f"{name} is an old workbook (.xls); open it and save it as .xlsx or “CSV UTF-8”"
    raise UnreadableSource(Problem.NOT_A_TABLE, sentence)


def bare_utf_16(head: bytes) -> str | None:
    """The byte order of UTF-16 without its mark, where every other byte of plain text is zero."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = len(head) // 2
    if odd > 0.6 * most and even < 0.05 * most:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * most and odd < 0.05 * most else None
