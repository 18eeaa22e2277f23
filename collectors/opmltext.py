"""The text of an OPML file as it is really met: its encoding, ampersands, control characters.

Files name one encoding and are in another, and hold `&` and `&nbsp;` as pages do; a strict parser
reads them once that is mended.
"""

import codecs
import html
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,500}\?>")
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});)?")
_OF_XML = frozenset("amp lt gt quot apos".split())
# Python knows these, no list is written in them, and the first takes time by its length's square.
_NO_ENCODINGS = re.compile(r"punycode|idna|escape", re.I)
# What XML 1.0 allows in a text; an address or name may hold anything.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decoded(body: bytes) -> tuple[str, str | None]:
    """The text, and what had to be bent. Its byte order mark decides, then what it names."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace"), None
    declared = _DECLARED.match(body.lstrip())
    named = declared[1].decode() if declared else "utf-8"
    for name in ("utf-8",) if _NO_ENCODINGS.search(named) else (named, "utf-8"):
        try:
            text = body.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        return text, None if name == named else f"it is not in {named}, as it says; read as UTF-8"
    return body.decode("cp1252", "replace"), f"it is not in {named}; read as Windows-1252"


def mended(text: str) -> str:
    """The document without its declaration and control characters, every `&` as XML has it."""
    text = text.lstrip("\ufeff\0 \t\r\n")
    declaration = _DECLARATION.match(text)
    if declaration:  # its lines are kept, so that those of messages are the file's
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    return _AMPERSAND.sub(_ampersand, allowed_in_xml(text))


def _ampersand(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        return found[0] if code < 0x110000 and not _NO_XML.match(chr(code)) else ""
    if name in _OF_XML:
        return found[0]
    meant = html.unescape(found[0])
    return html.escape(meant) if meant != found[0] else f"&amp;{name};"


def allowed_in_xml(text: str) -> str:
    """A text without what XML 1.0 cannot hold."""
    return _NO_XML.sub("", text)
