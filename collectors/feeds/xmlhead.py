"""The head of an XML feed: its encoding, its first element, and the entities it may declare.

What comes out is safe to give to a parser: UTF-8, with no entity in it that could grow or read.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Any

import feedparser
import feedparser.encodings

from collectors.errors import Problem, UnreadableSource
from collectors.plaintext import one_line

_LONGEST_ENTITY = 64  # bytes that a feed's own entity may stand for: "&a;" grows 20-fold at most

LOST_BYTES = "some bytes are not UTF-8; \ufffd stands where they were"
_NO_ENCODING = "the encoding that it names is none; read as UTF-8"
_ENTITIES_LEFT = "entities that it declares were not read; they could grow without end"

# Reading the one that no feed is written in takes time by the square of its length.
_SLOW_ENCODING = "punycode"
# feedparser's own pattern takes time by the cube of the first line's length.
feedparser.encodings.RE_XML_PI_ENCODING = re.compile(
    rb"^<\?[^>\n]{0,500}?encoding=['\"]((?!%b)[^'\">\n]{0,60})['\"]" % _SLOW_ENCODING.encode(),
    re.IGNORECASE,
)
# What is never closed reaches to the end: else each beginning would be sought an end for anew.
_DECLARATION_TOKEN = re.compile(
    rb"\"[^\"]*\"|'[^']*'|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|[\[\]>]", re.DOTALL
)
_NAME = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_ENTITY = re.compile(rb"<!ENTITY\s+(\w+)\s+(?:\"([^\"]*)\"|'([^'\"]*)')\s*>")
_HARMLESS = re.compile(rb"&#\w+;|[^&<%]*")


@dataclass(frozen=True, slots=True)
class SafeXml:
    """A document that begins with an element."""

    root: str  # the first element's name, in lower case and without prefix
    data: bytes  # UTF-8
    warnings: tuple[str, ...]  # what had to be bent or left


def made_safe(body: bytes, content_type: str | None) -> SafeXml:
    """The document in UTF-8 behind a head that declares nothing but harmless entities.

    Kept are entities that stand for a few plain characters. All else before the root goes: no
    entity of entities can grow, nothing can name a file or an address to be read. Raises
    UnreadableSource (NOT_A_FEED) where there is no element.
    """
    data, warnings = _in_utf8(body, content_type)
    start, root, doctype = _find_root(data)
    if not root:
        begins = one_line(data.partition(b">")[2][:60].decode("utf-8", "replace")) or ""
        sentence = f"this is no XML, and not a feed; it begins with “{begins}”"
        raise UnreadableSource(Problem.NOT_A_FEED, sentence)
    kept = _harmless_entities(doctype)
    if doctype.count(b"<!ENTITY") > len(kept):
        warnings.append(_ENTITIES_LEFT)
    return SafeXml(root, _head(kept) + data[start:], tuple(warnings))


def _in_utf8(body: bytes, content_type: str | None) -> tuple[bytes, list[str]]:
    """The feed in UTF-8, decoded as feedparser decides, and what had to be bent to do so.

    Where feedparser would read a whole UTF-8 feed as Windows-1252 because of a few bad bytes, only
    those bytes are given up. A byte order mark of UTF-16 decides even where the XML names nothing.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and body[2:4] != b"\0\0":
        return body.decode("utf-16", "replace").encode("utf-8", "replace"), []
    headers = {"content-type": content_type} if content_type else {}
    if _SLOW_ENCODING in (content_type or "").lower():
        headers = {}
    found: dict[str, Any] = {}
    try:
        data = feedparser.encodings.convert_to_utf8(headers, body, found)
    except ValueError:  # it looks up whatever is named, be it no text at all
        return body.decode("utf-8", "replace").encode(), [_NO_ENCODING]
    problem = found.get("bozo_exception")
    if not isinstance(problem, feedparser.CharacterEncodingOverride):
        return data, []
    if found["encoding"] not in ("windows-1252", "iso-8859-2"):
        return data, []
    text = body.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if len(text) - len(text.encode("ascii", "ignore")) - lost > lost:
        return text.encode(), [LOST_BYTES]
    return data, [f"it is not in the encoding that it names; read as {found['encoding']}"]


def _harmless_entities(doctype: bytes) -> dict[bytes, bytes]:
    return {
        name: value or value2
        for name, value, value2 in _ENTITY.findall(doctype)
        if len(value or value2) <= _LONGEST_ENTITY and _HARMLESS.fullmatch(value or value2)
    }


def _head(entities: dict[bytes, bytes]) -> bytes:
    head = b"<?xml version='1.0' encoding='utf-8'?>\n"
    declared = b"".join(b'\n<!ENTITY %s "%s">' % pair for pair in entities.items())
    return head + b"<!DOCTYPE feed [" + declared + b"\n]>\n" if declared else head


def _find_root(data: bytes) -> tuple[int, str, bytes]:
    """Where the first element begins, its name in lower case without prefix, and the DOCTYPE."""
    at, doctype = 0, b""
    while (at := data.find(b"<", at)) >= 0:
        if name := _NAME.match(data[at : at + 200]):
            return at, name[1].decode().lower(), doctype
        end = _end_of_declaration(data, at)
        if data[at : at + 9].upper() == b"<!DOCTYPE":
            doctype = data[at:end]
        at = end
    return len(data), "", doctype


def _end_of_declaration(data: bytes, at: int) -> int:
    for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>")):
        if data.startswith(opening, at):
            end = data.find(closing, at)
            return len(data) if end < 0 else end + len(closing)
    if not data.startswith(b"<!", at):
        return at + 1
    depth = 0
    for token in _DECLARATION_TOKEN.finditer(data, at + 2):
        depth += {b"[": 1, b"]": -1}.get(token[0], 0)
        if token[0] == b">" and depth <= 0:
            return token.end()
    return len(data)
