"""Openings of phrases: with which words a phrase can begin, read from its tokens.

None means that it cannot be told in words: the phrase begins with a gap, with a question mark, or
with something that no word of a text is. Such a phrase is looked for at every place.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from earshot.words.reading import Openings

NUMBERS = "two three four five six seven eight nine ten eleven twelve".split()


_one = lru_cache(maxsize=4096)(Openings)


class _Untold(Exception):
    pass


def openings(tokens: list[str]) -> Openings | None:
    """The openings of a phrase that has been found to be well formed."""
    starts = tokens[:1] == ["^"] and "|" not in _outermost(tokens)
    walk = _Walk(tokens, int(starts))
    try:
        if walk.alternatives():
            return None  # it may be left out altogether
    except _Untold:
        return None
    heads, tails = tuple(sorted(walk.heads)), tuple(sorted(walk.tails))
    return _one(frozenset(walk.words), heads, tails, walk.numbers, starts)


def _outermost(tokens: list[str]) -> list[str]:
    depth, outer = 0, []
    for token in tokens:
        depth += (token in ("(", "[")) - (token in (")", "]"))
        outer += [token] * (depth == 0)
    return outer


@dataclass
class _Walk:
    """Reads along the tokens; whatever may come first is noted, what comes behind is passed."""

    tokens: list[str]
    at: int
    words: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    numbers: bool = False

    def alternatives(self) -> bool:
        """Reads up to the closing bracket; whether one of the alternatives may be nothing."""
        empty = self.sequence()
        while self.here() == "|":
            self.at += 1
            empty = self.sequence() or empty
        return empty

    def sequence(self) -> bool:
        while self.here() not in ("", "|", ")", "]"):
            if not self.item():
                self.skip()
                return False
        return True

    def item(self) -> bool:
        """Notes the words of one item; whether what follows it may come first as well."""
        token = self.here()
        self.at += 1
        if token in ("..", "...", "?", "^"):
            raise _Untold
        if token not in ("(", "["):
            self.note(token)
            return False
        empty = self.alternatives()
        self.at += 1
        if empty:
            raise _Untold  # a space would come first
        return token == "["

    def skip(self) -> None:
        depth = 0
        while self.here() and (depth or self.here() not in ("|", ")", "]")):
            depth += (self.here() in ("(", "[")) - (self.here() in (")", "]"))
            self.at += 1

    def here(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def note(self, token: str) -> None:
        if token == "#":
            self.words.update(NUMBERS)
            self.numbers = True
            return
        pieces = token.strip("*").split("'")
        if not pieces[0] or not re.fullmatch(r"\w+", "".join(pieces)):
            raise _Untold
        # An apostrophe may be left out: "can't" begins with the word "can" or with "cant".
        readings = ["".join(pieces[: count + 1]) for count in range(len(pieces))]
        for number, word in enumerate(readings, start=1):
            self.put(word, token[0] == "*", token[-1] == "*" and number == len(readings))

    def put(self, word: str, before: bool, after: bool) -> None:
        if before and after:
            raise _Untold
        (self.tails if before else self.heads if after else self.words).add(word)
