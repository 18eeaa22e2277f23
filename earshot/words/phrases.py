"""Phrases: the patterns in which the policy file says what people write.

    waiting            the whole word, in any case
    can't              also "cant" and "can’t"
    cancel*            any word that begins so
    *ing               any word that ends so
    *                  any word
    😂                 the sign itself, whatever stands beside it
    (been|still)       one of several, each one or more words
    [so] far           what may be left out
    {reply}            one of a list of words, given by name in the policy file; a list may hold
                       other lists, but not itself
    ..                 up to four words between, in the same sentence
    ...                anything between, up to 200 characters, over the ends of sentences too
    #                  a number, in digits or as a word from two to twelve
    ^                  the start of the text, of a sentence, or after a comma
    ?                  a question mark later in the same sentence
    @                  somebody's name; "he", "she", "him", "her" and "his" stand for names as well

They become regular expressions in which every repetition is bounded, so that no text can make
them slow; places are code points of the text as given.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from earshot.words.openings import NUMBERS, openings
from earshot.words.reading import START, Openings, Reading, comparable

GAP = 4  # words that `..` may stand for
REACH = 200  # characters that `...` may stand for
# The words into which a text's names are turned before phrases are looked for ("Sarah", "Sarah's").
NAME, NAMES_OWN = "zzname", "zznames"
_NAMED = {
    "@": (NAME,), "@'s": (NAMES_OWN,), "he": ("he", NAME), "she": ("she", NAME),
    "him": ("him", NAME), "her": ("her", NAME), "his": ("his", NAMES_OWN),
    "he's": ("he's", NAMES_OWN), "she's": ("she's", NAMES_OWN),
}  # fmt: skip
_WORD = r"\w++(?:'\w++)?+"
_SPACE = r"[^\w.!?؟？]{1,4}"  # between the words of one sentence
# Hyphens and strokes are spaces: "no-one" is "no one".
_TOKEN = re.compile(
    r"[\s/-]+|\.\.\.?|[()\[\]|#^?]|\{\w+\}|\*?[\w'@%]+\*?|\*|[\u2600-\u27bf\U0001f300-\U0001faff]"
)


class BadPhrase(ValueError):
    """A phrase that cannot be read; `str(error)` quotes it."""


@dataclass(frozen=True, slots=True)
class Found:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Needed:
    """What stands in a phrase at one place: a text that holds nothing of it cannot hold that."""

    words: frozenset[str]  # whole words
    parts: tuple[str, ...]  # letters anywhere

    def is_in(self, reading: Reading) -> bool:
        return not self.words.isdisjoint(reading.words) or any(
            part in reading.lowered for part in self.parts
        )


@dataclass(frozen=True, eq=False)  # one is told from another by being it
class _Phrase:
    """One phrase. Looking its words up costs a tenth of searching for it, and most end there."""

    expression: str
    needs: tuple[_Needed, ...]
    openings: Openings | None
    names: bool  # whether a name can be part of it

    @property
    def told_by(self) -> frozenset[str]:
        """Words of which a text with this phrase holds one; of several such sets the one whose
        words are longest, since those are rarest. Nothing where parts of words would do."""
        sets = [needed.words for needed in self.needs if not needed.parts]
        if self.openings is not None and self.openings.are_words:
            sets.append(self.openings.words)
        return max(sets, key=lambda words: min(map(len, words)), default=frozenset())

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled at the first text that may hold it: all of a policy's would take a second."""
        return re.compile(self.expression)

    def search(self, reading: Reading) -> re.Match[str] | None:
        """The first place of the phrase: tried only where one of its first words stands."""
        if not all(needed.is_in(reading) for needed in self.needs):
            return None
        if self.openings is None:
            return self.pattern.search(reading.lowered)
        for place in reading.openings(self.openings):
            if found := self.pattern.match(reading.lowered, place):
                return found
        return None

    def search_all(self, reading: Reading) -> Iterator[re.Match[str]]:
        """Every place of the phrase; none lies within the one before."""
        if not all(needed.is_in(reading) for needed in self.needs):
            return
        if self.openings is None:
            yield from self.pattern.finditer(reading.lowered)
            return
        end = 0
        for place in reading.openings(self.openings):
            if place >= end and (found := self.pattern.match(reading.lowered, place)):
                end = max(found.end(), place + 1)
                yield found


class Compiled:
    """Several phrases, any of which will do."""

    def __init__(self, phrases: Sequence[_Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        for phrase in phrases:
            for word in phrase.told_by:
                self._by_word[word].append(phrase)
        self.words = frozenset(self._by_word)
        self.others = tuple(phrase for phrase in phrases if not phrase.told_by)

    @property
    def about_persons(self) -> "Compiled":
        """Those of them of which a name can be part."""
        return Compiled([phrase for phrase in self.phrases if phrase.names])

    def search(self, reading: Reading) -> Found | None:
        """The first place of a phrase in the text."""
        matches = [match for phrase in self._likely(reading) if (match := phrase.search(reading))]
        if not matches:
            return None
        first = min(matches, key=lambda match: (match.start(), -match.end()))
        return Found(reading.text[first.start() : first.end()], first.start(), first.end())

    def search_all(self, reading: Reading) -> list[Found]:
        """Every place of each phrase in the text, in order; they may overlap."""
        places = {m.span() for phrase in self._likely(reading) for m in phrase.search_all(reading)}
        return [Found(reading.text[start:end], start, end) for start, end in sorted(places)]

    def _likely(self, reading: Reading) -> Iterable[_Phrase]:
        """Most texts hold none of the words that tell of most phrases."""
        there = self.words & reading.words
        if not there:
            return self.others
        return dict.fromkeys((*self.others, *(p for word in there for p in self._by_word[word])))


class Phrases:
    """Reads phrases, with the named lists of words they may use."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self.lists = lists

    def compiled(self, written: Sequence[str]) -> Compiled:
        """Raises BadPhrase."""
        return Compiled([self._phrase(phrase) for phrase in written])

    def _phrase(self, written: str) -> _Phrase:
        tokens = _with_names(self._tokens(comparable(written)))
        reader = _Reader(tokens, written)
        pattern = reader.alternatives()
        if reader.at < len(tokens):
            raise BadPhrase(f"{tokens[reader.at]!r} stands alone in {written!r}")
        needs = tuple(_needed(choice) for choice in _outermost(tokens))
        return _Phrase(pattern, needs, openings(tokens), not _NAME_WORDS.isdisjoint(tokens))

    def _tokens(self, written: str, within: tuple[str, ...] = ()) -> list[str]:
        """The tokens of a phrase, or of a word in the lists named in `within`, outermost first."""
        at, tokens = 0, []
        while at < len(written):
            found = _TOKEN.match(written, at)
            if not found:
                raise BadPhrase(f"{written[at]!r} has no meaning in {written!r}")
            at = found.end()
            tokens += self._spelt_out(found[0], written, within)
        return tokens

    def _spelt_out(self, token: str, written: str, within: tuple[str, ...]) -> list[str]:
        if not token.startswith("{"):
            return [token] if token.strip(" \t\n/-") else []
        name = token[1:-1]
        if name not in self.lists:
            raise BadPhrase(f"there is no list of words {name!r}, named in {written!r}")
        if name in within:
            raise BadPhrase(f"the list {name!r} holds itself")
        words = [self._tokens(comparable(word), (*within, name)) for word in self.lists[name]]
        return ["(", *[t for word in words for t in ("|", *word)][1:], ")"]


_NAME_WORDS = frozenset((NAME, NAMES_OWN))
_OWNERS = frozenset(("my", "our", "your", "his", "their"))


def _with_names(tokens: list[str]) -> list[str]:
    """Whatever stands for somebody may be a name; of two such words side by side ("he she") none
    does."""
    written: list[str] = []
    for at, token in enumerate(tokens):
        words = _NAMED.get(token, (token,))
        beside = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
        if token != "@" and not _NAMED.keys().isdisjoint(beside):
            words = (token,)
        elif token == "her" and _is_possessive(tokens, at):
            words = (*words, NAMES_OWN)
        choice = [part for word in words for part in ("|", word)][1:]
        alone = len(words) == 1 or _is_choice(tokens, at)
        written += choice if alone else ["(", *choice, ")"]
    return written


def _is_possessive(tokens: list[str], at: int) -> bool:
    """Whether "her" tells whose something is: "my|her", but not "him|her|my"."""
    beside = (n for n in (at - 2, at + 2) if 0 <= n < len(tokens))
    choices = [tokens[n] for n in beside if _is_choice(tokens, n)]
    return "him" not in choices and not _OWNERS.isdisjoint(choices)


def _is_choice(tokens: list[str], at: int) -> bool:
    """Whether it is a whole alternative of some."""
    before, behind = tokens[max(0, at - 1) : at], tokens[at + 1 : at + 2]
    return before in (["("], ["["], ["|"]) and behind in ([")"], ["]"], ["|"])


class _Reader:
    """Turns tokens into a regular expression. Spaces stand before each word but the first."""

    def __init__(self, tokens: list[str], written: str) -> None:
        self.tokens, self.written, self.at = tokens, written, 0

    def alternatives(self) -> str:
        parts = [self.sequence()]
        while self.at < len(self.tokens) and self.tokens[self.at] == "|":
            self.at += 1
            parts.append(self.sequence())
        return "|".join(parts) if len(parts) > 1 else parts[0]

    def sequence(self) -> str:
        """Items side by side; each brings the space before it, unless nothing stands there yet."""
        pattern, space = "", ""
        while self.at < len(self.tokens) and self.tokens[self.at] not in ("|", ")", "]"):
            token = self.tokens[self.at]
            self.at += 1
            if token == "[":
                inside = self.inside("]")
                # What may be left out takes its space with it.
                pattern += f"(?:{space}(?:{inside}))?" if space else f"(?:(?:{inside}){_SPACE})?"
            elif token == "..":
                pattern += f"(?:{_SPACE}{_WORD}){{0,{GAP}}}?"
            elif token == "...":
                pattern += rf"[\s\S]{{0,{REACH}}}?"
            elif token == "?":
                pattern += r"[?؟？]" if not pattern else r"(?=[^.!?؟？\n]{0,400}[?؟？])"
            elif token == "^":
                pattern += START
            else:
                item = f"(?:{self.inside(')')})" if token == "(" else _word(token)
                pattern, space = pattern + space + item, _SPACE
        if not pattern:
            raise BadPhrase(f"something is empty in {self.written!r}")
        return pattern

    def inside(self, close: str) -> str:
        pattern = self.alternatives()
        if self.at >= len(self.tokens) or self.tokens[self.at] != close:
            raise BadPhrase(f"{close!r} is missing in {self.written!r}")
        self.at += 1
        return pattern


def _word(token: str) -> str:
    if token == "#":
        return rf"\b(?:\d{{1,6}}|{'|'.join(NUMBERS)})\b"
    if token in ")]|":
        raise BadPhrase(f"{token!r} has nothing before it")
    if not re.search(r"[\w'@%]", token):
        return rf"(?<!\w){_WORD}" if token == "*" else re.escape(token)
    letters = "'?".join(map(re.escape, token.strip("*").split("'")))
    before, after = (r"\w{0,20}" if side else "" for side in (token[0] == "*", token[-1] == "*"))
    return rf"(?<!\w){before}{letters}{after}(?!\w)"


def _needed(choice: tuple[str, ...]) -> _Needed:
    """`choice` holds words, and parts of words marked by a star."""
    words = frozenset(each for each in choice if not each.endswith("*"))
    return _Needed(words, tuple(each[:-1] for each in choice if each.endswith("*")))


def _outermost(tokens: list[str]) -> list[tuple[str, ...]]:
    """What any text with this phrase holds: each word of the outermost level, and one out of each
    bracket there whose alternatives all have one."""
    choices: list[tuple[str, ...]] = []
    depth, opened = 0, 0
    for at, token in enumerate(tokens):
        if token in "([":
            depth, opened = depth + 1, at if depth == 0 else opened
        elif token in ")]":
            depth -= 1
            if depth == 0 and token == ")":
                choices += filter(None, [_one_of(tokens[opened + 1 : at])])
        elif depth == 0 and token == "|":
            return []  # alternatives without brackets: nothing is needed by all
        elif depth == 0 and _letters(token):
            choices.append((_letters(token),))
    return choices


def _one_of(tokens: list[str]) -> tuple[str, ...]:
    """For each alternative its longest word; () where one has none, or holds brackets."""
    if any(token in "()[]" for token in tokens):
        return ()
    alternatives = " ".join(tokens).split("|")
    longest = [max(map(_letters, words.split()), key=len, default="") for words in alternatives]
    return tuple(longest) if all(longest) else ()


def _letters(token: str) -> str:
    """What a text must hold: the word, or, marked by a star, its longest part that is sure."""
    if re.fullmatch(r"\w+", token):
        return token
    plain = token.strip("*")
    return max(plain.split("'"), key=len) + "*" if re.search(r"\w", plain) else ""
