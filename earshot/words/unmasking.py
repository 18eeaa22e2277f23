"""Unmasking: a text with its disguises taken off, each character with its place in the text.

Taken off are invisible characters, letters of other scripts that look like Latin ones, fullwidth
and mathematical letters, 1337, letters s p a c e d out, stars and other masks, drawn-out words,
and emoji that stand for a word. Words that the rules use decide where a disguise may be read in
several ways; a mask that could be anything stays.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from earshot.words.lettering import (
    EMOJI,
    FOLLOWERS,
    bare,
    is_invisible,
    is_latin,
    latin_twin,
    plain_form,
)


@dataclass(frozen=True, slots=True)
class Unmasked:
    """`places[i]` is the place, in the text as it was said, of the i-th code point of `text`."""

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words, in lower case, that a disguise may hide; `often` are those that mostly do, the
    likeliest first."""

    often: tuple[str, ...] = ()
    known: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        words: dict[int, list[str]] = {}
        for word in sorted(self.known):
            words.setdefault(len(word), []).append(word)
        return words

    @cached_property
    def all(self) -> frozenset[str]:
        return self.known.union(self.often)

    def best(self, candidates: Iterable[str]) -> str | None:
        there = [word for word in candidates if word in self.all]
        first = [word for word in self.often if word in there]
        return next(iter(first or there), None)


NO_WORDS = Lexicon()

# 2 is no letter: it stands for "to". Where there are two the likelier comes first.
LEET = {
    "0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "|": "il", "+": "t", "€": "e", "£": "e",
}  # fmt: skip
# Digits that are read out loud.
SAID = {
    "gr8": "great", "m8": "mate", "m8s": "mates", "l8": "late", "l8r": "later", "w8": "wait",
    "h8": "hate", "h8s": "hates", "b4": "before", "every1": "everyone", "evry1": "everyone",
    "any1": "anyone", "some1": "someone", "sum1": "someone", "no1": "no one", "2day": "today",
    "2nite": "tonight", "2night": "tonight", "2moro": "tomorrow", "2morrow": "tomorrow",
    "4eva": "forever", "4ever": "forever", "n0": "no", "2gether": "together",
}  # fmt: skip
MASKS = "*#•×_"
_TRIES = 64  # readings of one word that are looked at
_LONGEST = 24  # letters of a word in disguise

_LEFT_ALONE = re.compile(
    r"https?://\S+|www\.\S+|(?<!\S)\S{1,60}@[\w-]{1,60}\.\w\S*|(?<!\S)\S{1,60}\.(?:com|uk|org|net)\b"
)
_TOKEN = re.compile(rf"[\w@$!|+€£{MASKS}]+")
_SPACED = re.compile(r"(?<![\w.'’])(?:\w([ .\-_/*]))\w(?:\1\w){1,40}(?![\w'’])")
_CUT = re.compile(r"(?<![\w.])[a-z]{1,8}[.\-_*][a-z]{1,8}(?:[.\-_*][a-z]{1,8})?(?![\w.])", re.I)
_DRAWN = re.compile(r"([a-z])\1\1", re.I)
_MAYBE = re.compile(
    r"[a-z][\d@$!|+*#_]|[\d@$!|+*#_][a-z]|([a-z])\1\1|\b\w([ .\-/])\w\2\w\b|[a-z][.\-][a-z]",
    re.I,
)
# Ends or begins in figures ("10am", "4th", "level2", "LS11"), or capitals around one ("SW1A").
_REFERENCE = re.compile(r"\d+[a-z]{1,5}|[a-z]{1,8}\d+", re.I)
_CODE = re.compile(r"[A-Z]+\d+[A-Z]+\d*")


_Edit = tuple[int, int, str]  # start, end, and what stands there instead


@dataclass(slots=True)
class _Draft:
    """The text on its way; the same length as its places."""

    text: str
    places: list[int]

    def rewrite(self, edits: Iterable[_Edit]) -> None:
        """The edits come in order and do not overlap."""
        pieces: list[str] = []
        places: list[int] = []
        at = 0
        for start, end, new in edits:
            pieces += (self.text[at:start], new)
            places += self.places[at:start]
            places += _spread(self.places[start:end], len(new))
            at = end
        self.text = "".join((*pieces, self.text[at:]))
        self.places = places + self.places[at:]


def _spread(places: list[int], count: int) -> list[int]:
    """The places of `count` characters instead: the first and the last stay what they were."""
    if count <= 1:
        return places[:count]
    return [places[i * (len(places) - 1) // (count - 1)] for i in range(count)]


def unmasked(text: str, lexicon: Lexicon = NO_WORDS) -> Unmasked | None:
    """The text as it is meant; None where it wears no disguise."""
    if text.isascii() and not _MAYBE.search(text):
        return None
    draft = _Draft(text, list(range(len(text))))
    if not text.isascii():
        draft.rewrite(_characters(draft.text))
        draft.rewrite(_look_alikes(draft.text, lexicon))
    draft.rewrite(_spaced_out(draft.text, lexicon))
    draft.rewrite(_cut_up(draft.text, lexicon))
    draft.rewrite(_words(draft.text, lexicon))
    return None if draft.text == text else Unmasked(draft.text, tuple(draft.places))


def _characters(text: str) -> Iterator[_Edit]:
    """Invisible characters within words go, drawn letters become plain, emoji become words."""
    at = 0
    while at < len(text):
        char, end = text[at], at + 1
        if char in EMOJI:
            while end < len(text) and text[end] in FOLLOWERS:
                end += 1
            yield at, end, _emoji(text, at, end)
        elif not char.isascii():
            if is_invisible(char):
                if _touches_a_letter(text, at):
                    yield at, end, ""
            elif (form := plain_form(char)) != char:
                yield at, end, form
        at = end


def _emoji(text: str, start: int, end: int) -> str:
    """Its word, standing apart; within a word it stands for a letter."""
    if text[start - 1 : start].isalpha() and text[end : end + 1].isalpha():
        return "*"
    return f" {EMOJI[text[start]]} "


def _touches_a_letter(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum() or text[at + 1 : at + 2].isalnum()


def _look_alikes(text: str, lexicon: Lexicon) -> Iterator[_Edit]:
    """Words that mix Latin with letters like it, or are a word of the rules in such letters."""
    only_twins = _has_only_twins(text)
    for found in re.finditer(r"[^\W\d_]+", text):
        word = found[0]
        if word.isascii():
            continue
        if all(map(is_latin, word)):
            twin = bare(word)
            fits = twin.lower() in lexicon.often
        else:
            twin = "".join(char if is_latin(char) else latin_twin(char) for char in word)
            mixed = only_twins or any(map(is_latin, word))
            fits = len(twin) == len(word) and (mixed or twin.lower() in lexicon.often)
        if fits:
            yield found.start(), found.end(), twin


def _has_only_twins(text: str) -> bool:
    """Whether every letter of another script looks like a Latin one, beside Latin words: hardly
    any sentence of Greek or Russian is made of such letters alone."""
    letters = {char for char in text if char.isalpha()}
    others = {char for char in letters if not is_latin(char)}
    return any(map(str.isascii, letters)) and all(map(latin_twin, others))


def _spaced_out(text: str, lexicon: Lexicon) -> Iterator[_Edit]:
    for found in _SPACED.finditer(text):
        letters = found[0][::2]
        mostly = sum(map(str.isalpha, letters)) * 2 > len(letters)
        if mostly and (word := _segmented(_read(letters), lexicon)):
            yield found.start(), found.end(), word


def _cut_up(text: str, lexicon: Lexicon) -> Iterator[_Edit]:
    """Words with a stop or a hyphen in them: "fu.ck"."""
    for found in _CUT.finditer(text):
        letters = re.sub(r"[.\-_*]", "", found[0]).lower()
        if letters in lexicon.often:
            yield found.start(), found.end(), letters


def _read(letters: str) -> str:
    return "".join(LEET.get(char, char)[0] for char in letters.lower())


def _segmented(letters: str, lexicon: Lexicon) -> str | None:
    """The words that these letters spell: the fewest, the first the longest. Five letters and more
    are a word of their own."""
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            word, before = letters[start:end], best[start]
            if before is None or not (word in lexicon.all or word in "uria"):
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = [*before, word]
    words = best[-1]
    if words and max(map(len, words)) > 2:
        return " ".join(words)
    return letters if len(letters) >= 5 else None


def _words(text: str, lexicon: Lexicon) -> Iterator[_Edit]:
    alone: set[int] = set()
    if "." in text:
        alone.update(*(range(*found.span()) for found in _LEFT_ALONE.finditer(text)))
    for found in _TOKEN.finditer(text):
        token, start = found[0], found.start()
        if token.isalpha() and not _DRAWN.search(token):
            continue
        if len(token) > _LONGEST * 2 or start in alone:
            continue
        for reader in (_as_said, _masked, _spelt, _drawn):
            if edit := reader(token, lexicon):
                yield start + edit[0], start + edit[1], edit[2]
                break


_Reader = Callable[[str, Lexicon], _Edit | None]


def _as_said(token: str, _: Lexicon) -> _Edit | None:
    return (0, len(token), SAID[token.lower()]) if token.lower() in SAID else None


def _masked(token: str, lexicon: Lexicon) -> _Edit | None:
    """A word of which some letters are starred out."""
    found = re.search(rf"[a-z@$\d][^\W_]*[{MASKS}@$!][\w@$!{MASKS}]*", token, re.I)
    if not found or not re.search(rf"[{MASKS}]", found[0]):
        return None
    shape = found[0].lower() if found[0][-2:] in ("**", "##", "__") else found[0].rstrip("*#_!")
    if not re.search(rf"[{MASKS}]", shape) or not shape[0].isalpha():
        return None
    word = _behind(shape.lower(), lexicon)
    return (found.start(), found.start() + len(shape), word) if word else None


def _behind(shape: str, lexicon: Lexicon) -> str | None:
    exact, looser = _pattern(shape, ""), _pattern(shape, "{1,2}")
    for pattern in (exact, looser):
        if word := next((word for word in lexicon.often if pattern.fullmatch(word)), None):
            return word
    seen = sum(char not in MASKS for char in shape)
    if seen < 2 or seen * 2 <= len(shape):
        return None
    words = [word for word in lexicon.by_length.get(len(shape), ()) if exact.fullmatch(word)]
    return words[0] if len(words) == 1 else None


def _pattern(shape: str, times: str) -> re.Pattern[str]:
    parts = (f"\\w{times}" if char in MASKS else f"[{_letters(char)}]" for char in shape)
    return re.compile("".join(parts))


def _letters(char: str) -> str:
    return LEET.get(char, "") + re.escape(char)


def _spelt(token: str, lexicon: Lexicon) -> _Edit | None:
    """1337: letters drawn by figures and signs."""
    start = len(token) - len(token.lstrip("!|+_*#£€$"))
    word = token[start:].rstrip("!|+_*#")
    if not 2 <= len(word) <= _LONGEST or not re.search(r"[a-z]", word, re.I):
        return None
    if word.isalpha() or not all(char.isalpha() or char in LEET for char in word):
        return None
    options = [LEET.get(char, char) for char in word.lower()]
    readings = ["".join(reading) for reading in islice(product(*options), _TRIES)]
    best = lexicon.best(each for reading in readings for each in (reading, _short(reading)))
    if best and (len(best) > 3 or best in lexicon.often or not _is_reference(word)):
        return start, start + len(word), best
    if _is_reference(word) or word[0] == "@" or not _looks_spelt(word):
        return None
    return start, start + len(word), readings[0]


def _is_reference(word: str) -> bool:
    return bool(_REFERENCE.fullmatch(word) or _CODE.fullmatch(word))


def _looks_spelt(word: str) -> bool:
    """Letters outweigh figures, and stand on both sides of one."""
    letters = sum(map(str.isalpha, word))
    return letters * 2 > len(word) and bool(re.search(r"[a-z][^a-z]+[a-z]", word, re.I))


def _drawn(token: str, lexicon: Lexicon) -> _Edit | None:
    """A word drawn out: "fuuuck", "looooser"."""
    if not token.isalpha() or not _DRAWN.search(token) or len(set(token.lower())) < 2:
        return None
    return 0, len(token), lexicon.best(_shorter(token.lower())) or _short(token.lower())


def _shorter(word: str) -> Iterator[str]:
    """With each drawn-out letter once or twice."""
    pieces = re.split(r"(([a-z])\2{2,})", word)
    runs = pieces[1::3][:6]
    for counts in islice(product((2, 1), repeat=len(runs)), _TRIES):
        shorter = [run[0] * count for run, count in zip(runs, counts, strict=True)]
        yield "".join(part + run for part, run in zip(pieces[::3], [*shorter, ""], strict=False))


def _short(word: str) -> str:
    return re.sub(r"([a-z])\1{2,}", r"\1", word)
