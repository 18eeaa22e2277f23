"""Facebook's HTML downloads: the boxes of a page, each with what was done, the words and a time.

Told by the classes of their elements, which are the same in every language: `_2lek`, `_2let` and
`_2lem` until 2021 (a real page of 2021 was read), `_a6-h`, `_a6-p` and `_a6-o` since (known from
other people's readers and tests only). Read in a stream: a box is dropped as soon as it was met.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lxml import etree

from collectors.exports.export import Owner
from collectors.links import parameters_of, split_url
from collectors.plaintext import plain_line, plain_text

_BOX = {"uiBoxWhite", "_a6-g"}
_DONE = {"_2lek", "_a6-h"}
_WORDS = {"_2let", "_a6-p"}
_WHEN = {"_2lem", "_a6-o"}
_TAGS = ("a", "div", "section", "footer")


@dataclass(frozen=True, slots=True)
class Box:
    """One thing that the account did, as the page shows it."""

    done: str  # "Harbour College replied to a comment.", in the language of the download
    words: str
    when: str  # local time, in that language


def looks_like_boxes(head: bytes) -> bool:
    """Whether the beginning of a file is that of such a page; its style sheet names the classes."""
    return b"<html" in head[:1000].lower() and any(
        mark in head for mark in (b"uiBoxWhite", b"_a6-g", b"_2lek")
    )


def is_instagrams(name: str) -> bool:
    """Whether a page is Instagram's, by its name: they look the same, and are read as JSON only."""
    return re.search(r"(?:^|/)(?:post|reels?|story)_comments[^/]*$", name, re.I) is not None


def boxes_in(stream: BinaryIO) -> Iterator[Box]:
    """The boxes of a page, in its order."""
    for element in _elements(stream):
        if _BOX & _classes(element):
            yield Box(*(_part(element, each) for each in (_DONE, _WORDS, _WHEN)))
            _drop(element)


def owner_in(stream: BinaryIO) -> Owner | None:
    """Whose download it is, as the bar at the head of a page says; None where it has no bar."""
    for element in _elements(stream):
        if _BOX & _classes(element):
            return None
        if element.get("data-testid") == "bluebar-profile-link":
            link = next(element.iter("a"), element)
            return Owner(_handle(link.get("href") or ""), plain_line(_markup(link)) or "")
    return None


def _elements(stream: BinaryIO) -> Iterator[etree._Element]:
    parser = etree.iterparse(
        stream, events=("end",), tag=_TAGS, html=True, encoding="utf-8", huge_tree=True
    )
    for _, element in parser:
        yield element


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def _part(box: etree._Element, classes: set[str]) -> str:
    """The plain text of the first element of these classes; a box within a box is not met."""
    found = next((each for each in box.iter() if _is_of(each, classes)), None)
    return "" if found is None else plain_text(_markup(found))


def _is_of(element: etree._Element, classes: set[str]) -> bool:
    return isinstance(element.tag, str) and bool(classes & _classes(element))


def _markup(element: etree._Element) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _handle(url: str) -> str:
    parts = split_url(url)
    if parts is None:
        return ""
    name = parts.path.strip("/")
    return parameters_of(parts).get("id", "") if name == "profile.php" else name
