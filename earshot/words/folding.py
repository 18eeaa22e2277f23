"""Folding: the words of a text, made comparable, each with its place in the original.

Accents, case and compatibility forms (ligatures, bold letters made of symbols) are folded away,
`&` is the word `and`, apostrophes inside a word vanish, every other mark ends a word.
A text is read as edges: one word may be read in several ways, and each way has its own edge.
"Earshot's" is read as `earshots` and as `earshot`; "D.A." as `d`, `a` and as `da`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = frozenset("'’‘ʼ＇`´")
# Letters that Unicode does not take apart although a keyboard without them writes these.
_STROKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "Ł": "L", "Ø": "O"}
    | {"Đ": "D", "Ħ": "H", "Æ": "Ae", "Œ": "Oe"}
)
_BREAK = None
# Most of a text is plain: its letters and what parts its words are taken several at a time.
_PIECES = re.compile(r"([A-Za-z0-9]+)|([^A-Za-z0-9'`&\x80-\U0010ffff]+)|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edge:
    """One reading of one word, or of a run of initials."""

    folded: str
    cased: str  # accents off, case kept
    first: int  # number of its first word in the text
    last: int  # number of its last word, included
    start: int  # code points of the original
    end: int


@dataclass(slots=True)
class _Word:
    cased: str
    start: int
    end: int
    apostrophe: int = -1  # place of the last apostrophe inside the word
    stem: str = ""  # what stood before that apostrophe


def _unmarked(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not _is_mark(c))


def _is_mark(char: str) -> bool:
    # Vowel signs of Indian scripts have combining class 0 and are kept: they are letters there.
    return unicodedata.combining(char) != 0 or _is_invisible(char)


def _is_invisible(char: str) -> bool:
    """Soft hyphens, joiners, direction marks, variation selectors, keycap rings."""
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selector or unicodedata.category(char) in ("Cf", "Me")


@lru_cache(maxsize=65536)
def _letter(char: str) -> str | None:
    """What one character adds to a word, case kept; None where it ends the word."""
    if _is_mark(char):
        return ""
    if unicodedata.category(char)[0] not in "LNM":
        return _BREAK
    # A fraction such as ½ comes apart with a stroke in it.
    return "".join(c for c in _unmarked(char).translate(_STROKED) if c.isalnum() or _is_sign(c))


def _is_sign(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Mc")


def _lower(cased: str) -> str:
    if cased.isascii():
        return cased.lower()
    return _unmarked(cased.casefold())


class _Squeezed(dict[int, str | None]):
    """A table for str.translate that is filled as characters are met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        letter = "and" if char == "&" else _letter(char)
        self[code] = _lower(letter) if letter else None
        return self[code]


_SQUEEZED = _Squeezed()


def squeezed(text: str) -> str:
    """All folded letters and digits of a text in one run: a word not in it is not in the text."""
    return text.translate(_SQUEEZED)


def edges(text: str) -> list[Edge]:
    """Every reading of every word of a text, in the order of the text."""
    words = list(_words(text))
    found: list[Edge] = []
    for number, word in enumerate(words):
        found.append(_edge(word.cased, number, number, word.start, word.end))
        if word.stem and word.cased[len(word.stem) :].lower() == "s":
            found.append(_edge(word.stem, number, number, word.start, word.apostrophe))
    return found + list(_initials(text, words))


def term(text: str) -> list[Edge]:
    """The words of a search term, each read in one way: initials joined, apostrophes dropped."""
    words = list(_words(text))
    joined = {edge.first: edge for edge in _initials(text, words)}
    chain: list[Edge] = []
    number = 0
    while number < len(words):
        word = words[number]
        single = _edge(word.cased, number, number, word.start, word.end)
        chain.append(joined.get(number, single))
        number = chain[-1].last + 1
    return chain


def _edge(cased: str, first: int, last: int, start: int, end: int) -> Edge:
    return Edge(_lower(cased), cased, first, last, start, end)


def _words(text: str) -> Iterator[_Word]:
    word: _Word | None = None
    for piece in _PIECES.finditer(text):
        at, char = piece.start(), piece[0]
        letter = piece[1] or (_BREAK if piece[2] else _letter(char))
        if letter:
            word = word or _Word("", at, at)
            word.cased, word.end = word.cased + letter, piece.end()
        elif word and letter == "":
            word.end = max(word.end, at + 1) if unicodedata.combining(char) else word.end
        elif word and _inside(text, at):
            word.apostrophe, word.stem = at, word.cased
        elif letter is _BREAK:
            if word:
                yield word
            word = None
            if char == "&":
                yield _Word("and", at, at + 1)
    if word:
        yield word


def _inside(text: str, at: int) -> bool:
    """Whether an apostrophe stands at this place with a letter after it."""
    return text[at] in _APOSTROPHES and at + 1 < len(text) and bool(_letter(text[at + 1]))


def _initials(text: str, words: list[_Word]) -> Iterator[Edge]:
    """Each longest run of single letters written as initials: D.A., d.a., D. A., D A."""
    number = 0
    while number < len(words):
        last = number
        while last + 1 < len(words) and _is_run(text, words[last], words[last + 1]):
            last += 1
        if last > number:
            cased = "".join(word.cased for word in words[number : last + 1])
            yield _edge(cased, number, last, words[number].start, words[last].end)
        number = last + 1


def _is_run(text: str, left: _Word, right: _Word) -> bool:
    if len(left.cased) != 1 or len(right.cased) != 1:
        return False
    pair = left.cased + right.cased
    if not pair.isalpha():
        return False
    between = text[left.end : right.start]
    # Without a full stop only capitals are initials: "a d a y" is none.
    return between == "." or (between in (". ", " ") and pair.isupper())
