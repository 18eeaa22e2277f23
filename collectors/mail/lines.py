"""Lines: a notice as it would be read from top to bottom, with where its links lead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from collectors.plaintext import one_line

_MOST_LINES = 3_000
_MOST_LINKS = 1_000
_MOST_ALTS = 20  # of one line
_LONGEST_ALT = 100
_UNSEEN = frozenset("script style head title template noscript object embed".split())
_BLOCKS = frozenset(
    "address article aside blockquote br caption center dd div dl dt fieldset footer form h1 h2 h3"
    " h4 h5 h6 header hr li main ol p pre section table tbody td tfoot th thead tr ul body".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+")
_QUOTED = re.compile(r"(?:>\s?)+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one block of a page."""

    text: str
    links: tuple[str, ...] = ()  # as they stand there
    quoted: bool = False  # within what the notice sets apart as somebody's words
    is_link: bool = False  # all its words are one link: a heading or a button
    alts: tuple[str, ...] = ()  # what stands for its pictures


@dataclass
class _Open:
    """The line that is being put together."""

    words: list[str] = field(default_factory=list)
    linked: int = 0  # characters within links
    links: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    quoted: bool = False


def lines_of_html(markup: str) -> tuple[Line, ...]:
    """The seen lines of an HTML part. Nothing is fetched; what it hides is left out."""
    if not markup.strip():
        return ()
    # No tree is refused: what is beyond the parser's depth is dropped.
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    return () if root is None else tuple(_bounded(_walk(root)))


def lines_of_text(text: str) -> tuple[Line, ...]:
    """The lines of a plain part; one that is only an address has no words."""
    return tuple(_bounded(map(_plain_line, text.splitlines()[: 2 * _MOST_LINES])))


def _plain_line(said: str) -> Line:
    marks = _QUOTED.match(said)
    links = tuple(found.rstrip(").,;>]") for found in _ADDRESS.findall(said))
    words = one_line(
        re.sub(r"[<(\[]?https?://[^\s<>)\]]+[>)\]]?", " ", said[marks.end() if marks else 0 :])
    )
    return Line(words or "", links, quoted=bool(marks and words), is_link=bool(links and not words))


def _bounded(lines: Iterator[Line]) -> Iterator[Line]:
    count = 0
    for line in lines:
        if line.text or line.links or line.alts:
            count += 1
            yield line
        if count >= _MOST_LINES:
            return


def _walk(root: etree._Element) -> Iterator[Line]:
    """Goes through a tree without recursion; a new line wherever a block begins or ends."""
    line, unseen, quotes, anchors = _Open(), 0, 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag, starts = element.tag, event == "start"
        if tag in _BLOCKS:
            yield _closed(line)
            line = _Open()
        step = 1 if starts else -1
        unseen += step if _is_unseen(element) else 0
        quotes += step if tag in ("blockquote", "q") else 0
        anchors += step if tag == "a" and element.get("href") else 0
        if starts and tag == "a" and not unseen and len(line.links) < _MOST_LINKS:
            line.links += [element.get("href")] if element.get("href") else []
        if starts and tag == "img" and not unseen and len(line.alts) < _MOST_ALTS:
            line.alts += [alt[:_LONGEST_ALT]] if (alt := element.get("alt")) else []
        said = element.text if starts else element.tail
        if said and not unseen:
            line.words.append(said)
            line.linked += len(said.strip()) if anchors else 0
            line.quoted |= quotes > 0 and bool(said.strip())
    yield _closed(line)


def _is_unseen(element: etree._Element) -> bool:
    return element.tag in _UNSEEN or bool(_HIDDEN.search(element.get("style") or ""))


def _closed(line: _Open) -> Line:
    text = one_line("".join(line.words)) or ""
    whole = sum(len(words.strip()) for words in line.words)
    is_link = bool(line.links) and line.linked >= whole
    return Line(text, tuple(line.links), line.quoted, is_link, tuple(line.alts))
