"""Persons: a text with those whom it names turned into one word, which phrases know as a person's.

What is said of "him" is so found of "Mr Harris" and of "Sarah" as well. A name is told by a title,
by the list of first names, or, where it is a capital alone, by what is done to it ("stab Harris").
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from earshot.judging.everyday_words import ENGLISH
from earshot.judging.learner_names import first_names
from earshot.words.phrases import NAME, NAMES_OWN

_WORD = re.compile(r"(?<![\w@#])(?:[oO]['’]|[A-Z]['’](?=[A-Z]))?[^\W\d_]+(?:-[^\W\d_]+)*(?![\w@])")
_OWN = re.compile(r"['’]s(?!\w)|['’](?=\s)", re.IGNORECASE)
_BETWEEN = re.compile(r"[ \t\xa0]{1,3}")
_BEHIND_TITLE = re.compile(r"\.?[ \t\xa0]{1,3}")
_BEGINS = re.compile(r"(?:^|[.!?…\n:;\"“(])\s*$")
_TITLES = frozenset("mr mrs ms mister".split())
_CAPITAL_TITLES = frozenset("miss sir dr prof professor madam".split())  # "miss you", "sir said"
_ALL_TITLES = _TITLES | _CAPITAL_TITLES
_ORDINARY = frozenset(ENGLISH.split()) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday english maths level".split()
)
# First names that are words as well: names where they are written large, and no sentence begins.
_ALSO_WORDS = frozenset(
    """
    will may art dean guy grant ray faith grace joy hope amber angel blessing mercy precious
    pearl ruby violet rose river max robin heath drew cole ken van dawn carol daisy poppy holly
    hazel heather ivy iris lily olive melody harmony kay jay lee eden miles chase blake mason
    hunter parker tyler carter taylor jan jean rob sue pat tim jo mo ali dan ben sam  bill
    frank jack mark nick dale glen lance skye stan sultan ted tom woody penny honor willow
    sierra jordan chelsea lincoln ashley gail jude una ned nana mina mae gem rex fern jade eve
    josh harry jess bev abi raven saffron sapphire scarlett    ally bobby jasmine
    mercedes cara isa ana tia uma
""".split()
)
_NEVER = frozenset(
    "april june august summer paris china india brooklyn kent preston devon israel god trinity"
    " liberty sterling austin san".split()
)
_NO_NAMES = _ORDINARY | _NEVER
# Behind a word that may be a name and begins a sentence: "Will you", "Mark my words".
_NO_PERSON_DOES = frozenset(
    "you u i we he she they it the a an my your ur this that there anyone anybody someone somebody"
    " our his her their me us to of all and or in on at for these those not be as up".split()
)
_AT_MOST = 2  # words behind a first name or a title that belong to it


@dataclass(frozen=True)
class Named:
    """`places` gives each code point of `text` its place in the text it was made of; `persons`
    are the places in `text` of those who were named, in order."""

    text: str
    places: tuple[int, ...]
    persons: tuple[tuple[int, int], ...]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.persons]

    def is_about_one(self, start: int, end: int) -> bool:
        """Whether somebody is named in this stretch of `text`."""
        last = bisect_right(self._starts, end - 1) - 1
        return last >= 0 and self.persons[last][1] > start


def named(text: str, kin: frozenset[str], done_to_people: frozenset[str]) -> Named | None:
    """None where nobody is named. `kin`: words behind which a name says nothing more ("uncle
    Dave"); `done_to_people`: behind which a capital alone is a name."""
    pieces: list[str] = []
    places: list[int] = []
    persons: list[tuple[int, int]] = []

    def keep(start: int, end: int) -> None:
        pieces.append(text[start:end])
        places.extend(range(start, end))

    at = 0
    for start, end, before in _names(text, done_to_people):
        relative = before is not None and before[0].lower() in kin
        if before is not None and relative:
            keep(at, before.end())
            persons.append((len(places) - len(before[0]), len(places)))
            at = end
            continue
        keep(at, start)
        own = _OWN.match(text, end)
        word, end = (NAMES_OWN, own.end()) if own else (NAME, end)
        persons.append((len(places), len(places) + len(word)))
        pieces.append(word)
        # The word's last letter is the name's last: what is found spans the whole name.
        places.extend([*(min(start + n, end - 1) for n in range(len(word) - 1)), end - 1])
        at = end
    if not persons:
        return None
    keep(at, len(text))
    return Named("".join(pieces), tuple(places), tuple(persons))


def _names(
    text: str, done_to_people: frozenset[str]
) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Where a name begins and ends, and the word before it in the sentence."""
    words = list(_WORD.finditer(text))
    number, count = 0, len(words)
    while number < count:
        length = _length(text, words, number, done_to_people)
        if length:
            before = words[number - 1] if number and _joined(text, words, number - 1) else None
            yield words[number].start(), words[number + length - 1].end(), before
        number += length or 1


def _length(text: str, words: list[re.Match[str]], at: int, done_to_people: frozenset[str]) -> int:
    """How many words from this one on are a name; 0 where it begins none."""
    word = words[at][0]
    if _is_title(text, words, at):
        return 2 + _more(text, words, at + 1)
    if _is_first_name(text, words, at):
        return 1 + _more(text, words, at)
    behind = at > 0 and _joined(text, words, at - 1) and words[at - 1][0].lower() in done_to_people
    if behind and _is_large(word) and len(word) > 2 and word.lower() not in _NO_NAMES:
        return 1 + _more(text, words, at)
    return 0


def _is_title(text: str, words: list[re.Match[str]], at: int) -> bool:
    title = words[at][0].lower()
    if at + 1 >= len(words) or title not in _ALL_TITLES:
        return False
    behind = words[at + 1]
    if not _BEHIND_TITLE.fullmatch(text, words[at].end(), behind.start()):
        return False
    large = title in _TITLES or _is_large(behind[0])
    return large and len(behind[0]) > 1 and behind[0].lower() not in _ORDINARY


def _is_first_name(text: str, words: list[re.Match[str]], at: int) -> bool:
    found = words[at]
    word = found[0].lower()
    if word in _NEVER or not (word in _ALSO_WORDS or word in first_names()):
        return False
    if word not in _ALSO_WORDS and word not in _ORDINARY:
        return len(word) > 2 or _is_large(found[0])
    if not _is_large(found[0]):
        return False
    if not _BEGINS.search(text[max(0, found.start() - 3) : found.start()]):
        return True
    if at + 1 >= len(words) or not _joined(text, words, at):
        return False
    return words[at + 1][0].lower() not in _NO_PERSON_DOES


def _more(text: str, words: list[re.Match[str]], at: int) -> int:
    """How many words behind this one are written large beside it: a name's other parts."""
    for more in range(_AT_MOST):
        here = at + more
        if here + 1 >= len(words) or not _joined(text, words, here):
            return more
        behind = words[here + 1][0]
        if not _is_large(behind) or len(behind) < 2 or behind.lower() in _ORDINARY:
            return more
    return _AT_MOST


def _joined(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Whether only a space stands between this word and the next."""
    return bool(_BETWEEN.fullmatch(text, words[at].end(), words[at + 1].start()))


def _is_large(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or any(letter.islower() for letter in word))


def plain_words(written: Iterable[str]) -> frozenset[str]:
    """The words of a list of a policy that stand alone."""
    return frozenset(each.lower() for each in written if each.isalpha())
