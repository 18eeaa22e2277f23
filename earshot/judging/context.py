"""Context: the sentences and quotations of a text, by which a sign is cancelled or stands."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import islice

_ENDS = re.compile(r"[.!?…]+(?=\s|$)|[.!?…]*\n+")
_WORD = re.compile(r"\w+(?:'\w+)*")
# Apostrophes are no quotation marks: a single one opens behind a space and closes before one.
_QUOTED = re.compile(
    r"“[^“”]{2,400}”|„[^„“”]{2,400}[“”]|«[^«»]{2,400}»|\"[^\"]{2,400}\""
    r"|(?<![\w])[‘'](?=\w)[^\n]{2,200}?(?<=[\w.!?])[’'](?!\w)"
)
BEFORE = 6  # words between what stands "before" a sign and the sign


class Context:
    """Of one text; worked out only where a sign was found."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _ENDS.finditer(self._text))]

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        number = bisect_right(self._starts, place)
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._starts[number - 1], end

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether it stands within quotation marks, with something said outside them."""
        number = bisect_right(self._quotations, (start, len(self._text))) - 1
        return number >= 0 and end <= self._quotations[number][1]

    def is_just_before(self, end: int, start: int) -> bool:
        """Whether at most six words stand between, in one sentence."""
        if end > start or self.sentence(end - 1) != self.sentence(start):
            return False
        words = islice(_WORD.finditer(self._text, end, start), BEFORE + 1)
        return len(list(words)) <= BEFORE

    @cached_property
    def _quotations(self) -> list[tuple[int, int]]:
        spans = [found.span() for found in _QUOTED.finditer(self._text)]
        starts = [0, *(end for _, end in spans)]
        ends = [*(start for start, _ in spans), len(self._text)]
        outside = (self._text[a:b] for a, b in zip(starts, ends, strict=True))
        return spans if any(map(_WORD.search, outside)) else []
