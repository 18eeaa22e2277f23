"""Naming: where a text names a person. Pure, and linear on whatever text it is given.

What is looked for is a name, a handle, an e-mail address or an address. Case, accents and what
stands between its words do not matter: "Zebedee Quill" is found in "@ZebedeeQuill",
"zebedee-quill" and "Zebedee%20Quill". Only the order of the words does: "Quill, Zebedee" is
another text to look for.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from earshot.words.errors import Refused
from earshot.words.folding import squeezed

FEWEST = 3  # letters and digits: fewer would be found in anything
SURE = 6  # from so many on it may be the beginning of a longer word: "zebedeequill1987"
LONGEST = 200  # code points of what is looked for
GAP = 3  # marks between two words: " - "
STRUCK = "█"  # one for each code point, so that every place in the text stays where it was

Span = tuple[int, int]  # code points: from, up to
_APOSTROPHES = frozenset("'’‘ʼ＇`´")
_GAP = f"[ ']{{0,{GAP}}}"
# How files and addresses write a letter otherwise: %C3%A9, \u00e9, \n, &eacute;
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+|(?:\\u[0-9A-Fa-f]{4})+|\\[nrtbf]|&#?\w{1,10};")
_LEADING = re.compile(r"(?:https?://|mailto:)?(?:www\.)?@?", re.IGNORECASE)
_MAIL_HOST = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody's name as it is looked for: its folded words, in order."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    short: bool

    def spans(self, text: str) -> list[Span]:
        """Where the text names them: code points of the text as given, in order, apart."""
        found = self._found(_plain(text)) if self._may_be_in(text) else []
        if _ESCAPED.search(text):
            found += self._found(_freed(text))
        return _merged(found)

    def is_in(self, text: str) -> bool:
        return bool(self.spans(text))

    def is_all_of(self, text: str) -> bool:
        """Whether the text is this name and nothing else, but for a mail address's host."""
        spans = self.spans(text)
        rest = _MAIL_HOST.sub("", _without(text, spans)) if spans else text
        return bool(spans) and not squeezed(rest)

    def struck(self, text: str) -> str:
        """The text with the name struck out, as long as it was."""
        pieces, at = [], 0
        for start, end in self.spans(text):
            pieces += [text[at:start], STRUCK * (end - start)]
            at = end
        return "".join([*pieces, text[at:]])

    def _may_be_in(self, text: str) -> bool:
        letters = squeezed(text)
        return all(word in letters for word in self.words)

    def _found(self, folded: "_Folded") -> list[Span]:
        found: list[Span] = []
        at = 0
        while match := self.pattern.search(folded.letters, at):
            fits = folded.begins(match.start()) and (not self.short or folded.ends(match.end()))
            if fits:
                found.append((folded.starts[match.start()], folded.ends_at[match.end() - 1]))
            at = match.end() if fits else match.start() + 1
        return found


def read_name(said: str) -> Name:
    """What is to be looked for.

    Raises:
        Refused: it is too short to tell anybody by, or too long.
    """
    bare = _LEADING.sub("", said.strip(), count=1)
    words = tuple(_words(bare[: LONGEST + 1]))
    letters = sum(map(len, words))
    if letters < FEWEST:
        raise Refused(f"Give at least {FEWEST} letters of the name, or the whole address.")
    if len(bare) > LONGEST:
        raise Refused(f"That is too long to look for: give at most {LONGEST} characters.")
    return Name(words, re.compile(_GAP.join(map(_spelled, words))), letters < SURE)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text's letters, folded, with where each is from; marks between words are blanks."""

    letters: str
    starts: list[int]
    ends_at: list[int]
    humps: frozenset[int]  # places in `letters` where a capital follows a small letter

    def begins(self, at: int) -> bool:
        return at == 0 or self.letters[at - 1] in " '" or at in self.humps

    def ends(self, at: int) -> bool:
        return at == len(self.letters) or self.letters[at] in " '" or at in self.humps


def _plain(text: str) -> _Folded:
    return _fold((char, at, at + 1) for at, char in enumerate(text))


def _freed(text: str) -> _Folded:
    """The same where letters are written otherwise, as in addresses and JSON."""
    return _fold(_unescaped(text))


def _unescaped(text: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    for match in _ESCAPED.finditer(text):
        yield from ((text[i], i, i + 1) for i in range(at, match.start()))
        yield from _meant(match[0], match.start())
        at = match.end()
    yield from ((text[i], i, i + 1) for i in range(at, len(text)))


def _meant(escaped: str, at: int) -> Iterator[tuple[str, int, int]]:
    """The characters that are meant, each with the whole piece as far as it stands for it."""
    if escaped[0] == "%":
        step, meant = 3, [unquote(escaped)]
    elif escaped[:2] == "\\u":
        step, meant = 6, [escaped.encode("ascii").decode("unicode_escape")]
    elif escaped[0] == "\\":
        step, meant = 2, [" "]
    else:
        step, meant = len(escaped), [html.unescape(escaped)]
    yield from _spread(meant[0], at, len(escaped), step)


def _spread(meant: str, at: int, length: int, step: int) -> Iterator[tuple[str, int, int]]:
    """Each character's own part of the piece: UTF-8 takes one to four %XX, UTF-16 one or two."""
    if step == length or len(meant) == 1:
        yield from ((char, at, at + length) for char in meant)
        return
    end = at + length
    for char in meant:
        units = len(char.encode("utf-8", "surrogatepass")) if step == 3 else 1 + (char > "\uffff")
        yield char, at, min(at + units * step, end)
        at = min(at + units * step, end)


def _fold(characters: Iterator[tuple[str, int, int]]) -> _Folded:
    letters: list[str] = []
    starts: list[int] = []
    ends_at: list[int] = []
    humps: set[int] = set()
    small = False
    for char, start, end in characters:
        folded = _folded(char)
        if folded == "":
            if ends_at and ends_at[-1] == start:
                ends_at[-1] = end  # an accent, or a mark that cannot be seen, is its letter's
            continue
        if small and char.isupper():
            humps.add(len(starts))
        small = char.islower()
        letters.append(folded)
        starts += [start] * len(folded)
        ends_at += [end] * len(folded)
    return _Folded("".join(letters), starts, ends_at, frozenset(humps))


@lru_cache(maxsize=65536)
def _folded(char: str) -> str:
    """A character's letters; "'" for an apostrophe, a blank for what parts words, else ""."""
    if char in _APOSTROPHES:
        return "'"
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me"):
        return ""
    return (squeezed(char) if char != "&" else "") or ("" if _selects(char) else " ")


def _selects(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f"


def _words(said: str) -> Iterator[str]:
    """The words that are looked for, parted by marks and, as in handles, by capitals."""
    folded = _freed(said)
    word = ""
    for at, letter in enumerate(folded.letters):
        if word and (letter == " " or at in folded.humps):
            yield word
            word = ""
        word += letter if letter not in " '" else ""
    if word:
        yield word


def _spelled(word: str) -> str:
    return "'?".join(map(re.escape, word))


def _without(text: str, spans: list[Span]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces.append(text[at:start])
        at = end
    return " ".join([*pieces, text[at:]])


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
