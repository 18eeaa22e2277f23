"""Naming: where a text names a person. Pure, and linear on whatever text it is given.

What is looked for is a name, a handle, an e-mail address or an address. Case, accents and what
stands between its words do not matter: "Zebedee Quill" is found in "@ZebedeeQuill",
"zebedee-quill" and "Zebedee%20Quill". Only the order of the words does: "Quill, Zebedee" is
another text to look for.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from earshot.words.errors import Refused
from earshot.words.folding import squeezed

FEWEST = 3  # letters and digits: fewer would be found in anything
SURE = 6  # from so many on it may be the beginning of a longer word: "zebedeequill1987"
LONGEST = 200  # code points of what is looked for
FEWEST_SIGNS = 2  # where a sign is a syllable or a word: many names have two
STRUCK = "█"  # one for each code point, so that every place in the text stays where it was

Span = tuple[int, int]  # code points: from, up to
_APOSTROPHES = frozenset("'’‘ʼ＇`´")
_GAP = "[ ']?"  # however many marks stand there: they are folded to one
# How files and addresses write a letter otherwise: %C3%A9, \u00e9, \xe9, \n, &eacute;; what is
# itself written so, %25C3 and &amp;eacute;, is the same once more.
_ESCAPED = re.compile(
    r"(?:%(?:25)*[0-9A-Fa-f]{2})+|(?:\\x[0-9A-Fa-f]{2})+|(?:\\u[0-9A-Fa-f]{4})+"
    r"|\\u\{[0-9A-Fa-f]{1,6}\}|\\U[0-9A-Fa-f]{8}|\\[nrtbf]|&(?:amp;|#38;|#x26;)*#?\w{1,10};"
)
_BYTE = re.compile(r"(?:%(?:25)*|\\x|=)([0-9A-Fa-f]{2})")
_MAILED = re.compile(r"(?:=[0-9A-F]{2})+|=\r?\n")  # in e-mails, where = also is nothing but a sign
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_DEPTH = 4  # how often what is written otherwise is so in another way: %26nbsp%3B
_SIGNS = ("CJK UNIFIED", "CJK COMPATIBILITY", "HIRAGANA", "KATAKANA", "HANGUL")
_LEADING = re.compile(r"(?:https?://|mailto:)?(?:www\.)?@?", re.IGNORECASE)
_MAIL_HOST = re.compile(r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody's name as it is looked for: its folded words, in order."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    short: bool
    signs: bool = False  # in a script that writes no blanks between words

    def spans(self, text: str) -> list[Span]:
        """Where the text names them: code points of the text as given, in order, apart."""
        found = self._found(_fold(_plain(text))) if self._may_be_in(text) else []
        for freed in _freed(text):
            found += self._found(_fold(freed))
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
            fits = self._fits(folded, *match.span())
            if fits:
                found.append((folded.starts[match.start()], folded.ends_at[match.end() - 1]))
            at = match.end() if fits else match.start() + 1
        return found

    def _fits(self, folded: "_Folded", start: int, end: int) -> bool:
        if self.signs:
            return folded.parts(start) and folded.parts(end)
        return folded.begins(start) and (not self.short or folded.ends(end))


def read_name(said: str) -> Name:
    """What is to be looked for.

    Raises:
        Refused: it is too short to tell anybody by, or too long.
    """
    bare = _LEADING.sub("", said.strip(), count=1)
    words = tuple(_words(bare[: LONGEST + 1]))
    letters = sum(map(len, words))
    signs = bool(words) and all(map(_is_sign, "".join(bare.split())))
    if len(bare) < FEWEST_SIGNS if signs else letters < FEWEST:
        raise Refused(f"Give at least {FEWEST} letters of the name, or the whole address.")
    if len(bare) > LONGEST:
        raise Refused(f"That is too long to look for: give at most {LONGEST} characters.")
    return Name(words, re.compile(_GAP.join(map(_spelled, words))), letters < SURE, signs)


def _is_sign(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_SIGNS)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text's letters, folded, with where each is from; marks between words are blanks."""

    letters: str
    starts: list[int]
    ends_at: list[int]
    humps: frozenset[int]  # places in `letters` where a capital follows a small letter

    def begins(self, at: int) -> bool:
        return at == 0 or self.letters[at - 1] in " '" or at in self.humps

    def parts(self, at: int) -> bool:
        """Whether another character of the text begins here: a syllable may be several letters."""
        return at in (0, len(self.letters)) or self.starts[at] != self.starts[at - 1]

    def ends(self, at: int) -> bool:
        return at == len(self.letters) or self.letters[at] in " '" or at in self.humps


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it is read, each character with where it is from."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def _plain(text: str) -> _Read:
    return _Read(text, range(len(text)), range(1, len(text) + 1))


def _freed(text: str) -> Iterator[_Read]:
    """The text where letters are written otherwise, as in addresses, JSON, pages and e-mails."""
    read = _unescaped(_plain(text))
    if read.text != text:
        yield read
    if _TAG.search(read.text):
        yield _replaced(read, _TAG)
    if _MAILED.search(read.text):
        yield _unescaped(_replaced(read, _MAILED))


def _unescaped(read: _Read) -> _Read:
    for _ in range(_DEPTH):
        if not _ESCAPED.search(read.text):
            break
        read = _replaced(read, _ESCAPED)
    return read


def _replaced(read: _Read, pattern: re.Pattern[str]) -> _Read:
    """The same with each match read as what it means."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for match in pattern.finditer(read.text):
        pieces.append(read.text[at : match.start()])
        starts += read.starts[at : match.start()]
        ends += read.ends[at : match.start()]
        for char, begin, end in _meant(match[0]):
            pieces.append(char)
            starts.append(read.starts[match.start() + begin])
            ends.append(read.ends[match.start() + end - 1])
        at = match.end()
    pieces.append(read.text[at:])
    return _Read("".join(pieces), [*starts, *read.starts[at:]], [*ends, *read.ends[at:]])


def _meant(escaped: str) -> Iterator[tuple[str, int, int]]:
    """The characters that are meant, each with the part of the piece that stands for it."""
    if (
        escaped[0] == "%"
        or escaped[:2] == "\\x"
        or (escaped[0] == "=" and escaped[1] not in "\r\n")
    ):
        yield from _decoded(escaped)
    elif escaped[:2] == "\\u" and escaped[2] != "{":
        yield from _units(escaped)
    else:
        yield from ((char, 0, len(escaped)) for char in _one(escaped))


def _one(escaped: str) -> str:
    if escaped[:2] in ("\\u", "\\U"):
        code = int(escaped[2:].strip("{}"), 16)
        return chr(code) if code < 0x110000 else " "
    if escaped[0] == "&":
        return html.unescape("&" + re.sub(r"^&(?:amp;|#38;|#x26;)*(?=#?\w)", "", escaped))
    return "" if escaped[0] == "=" else " "


def _units(escaped: str) -> Iterator[tuple[str, int, int]]:
    """UTF-16, which takes one or two units for a character."""
    at = 0
    for char in (
        escaped.encode("ascii")
        .decode("unicode_escape")
        .encode("utf-16", "surrogatepass")
        .decode("utf-16", "replace")
    ):
        end = min(at + (12 if char > "\uffff" else 6), len(escaped))
        yield char, min(at, end - 1), end
        at = end


def _decoded(escaped: str) -> Iterator[tuple[str, int, int]]:
    """UTF-8, which takes one to four bytes for a character; any other byte is a letter itself."""
    places = list(_BYTE.finditer(escaped))
    octets = bytes(int(each[1], 16) for each in places)
    at = 0
    while at < len(octets):
        lead = octets[at]
        size = 1 + (lead >= 0xC2) + (lead >= 0xE0) + (lead >= 0xF0)
        try:
            char = octets[at : at + size].decode("utf-8")
        except UnicodeDecodeError:
            char, size = chr(lead), 1
        yield char, places[at].start(), places[at + size - 1].end()
        at += size


def _fold(read: _Read) -> _Folded:
    letters: list[str] = []
    starts: list[int] = []
    ends_at: list[int] = []
    humps: set[int] = set()
    small = False
    for char, start, end in zip(read.text, read.starts, read.ends, strict=True):
        folded = _folded(char)
        if folded == "":
            if ends_at and ends_at[-1] == start:
                ends_at[-1] = end  # an accent, or a mark that cannot be seen, is its letter's
            continue
        if folded in " '" and letters and letters[-1] in (" ", "'"):
            letters[-1], small = " ", False
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
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Co", "Me"):
        return ""
    return (squeezed(char) if char != "&" else "") or ("" if _selects(char) else " ")


def _selects(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f"


def _words(said: str) -> Iterator[str]:
    """The words that are looked for, parted by marks and, as in handles, by capitals."""
    folded = _fold(_unescaped(_plain(said)))
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
