"""Stories: whether two Mentions are one text carried by two outlets. Pure rules, no store.

Only two outlets make a story: what one outlet says twice in much the same words (a series, a form
that is filled in anew) was all that looked alike among real feeds and was not one text.

Texts are compared letter by letter (rapidfuzz's `ratio`: 100 less the share of letters that would
have to be taken out or put in). Its token scorers were rejected, since they take no notice of
order: "2 held, 3 freed" and "3 held, 2 freed" would be one text. Numbers and negations are
compared apart and must agree one by one, in their order, however alike the rest is.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from rapidfuzz import fuzz, utils
from rapidfuzz.distance import Levenshtein

from collectors.links import host_of
from collectors.post import Kind, Platform, Published
from earshot.rules.mention import believed_time
from earshot.words.vocabulary import State

WITHIN = timedelta(days=7)  # between two copies of a text
HEADLINE_WITHIN = timedelta(days=3)  # where there is a headline alone
LONG_ENOUGH = 120  # folded characters of a text; in fewer, too much is alike by chance
WORDS_ENOUGH = 6  # of a headline
# Of 100. Among 2,000 real texts the only pair of two outlets above 85 was one text (98); at 84 they
# were two reports of one event.
ALIKE = 90.0
# Headlines of 94 to 96 were both one text ("President X reduces ..." and "X reduces ...") and two
# ("X expected to shrink ..." and "X expected to shrink ... again"): they must have the same words.
HEADLINE_ALIKE = 97.0
# Words that one outlet's editors put where another's have others, and that say nothing themselves.
PLAIN = frozenset(
    "a an and as at by for from in it its of on or that the this to us which who with"
    " are be been did do does had has have is was were"
    " added adds reported reports said says told tells wrote".split()
)
SPELLING = 0.8  # how much of a word two spellings share: "organise" and "organize"
LONGEST = 4_000  # folded characters that are compared

NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}
COUNTING = frozenset(
    "half dozen dozens hundred hundreds thousand thousands million millions billion billions "
    "first second third fourth fifth once twice".split()
)
# In English with its short forms (the apostrophe is gone by then), then in the languages that
# search feeds bring most often beside it.
NEGATIONS = frozenset(
    "not no never none nobody nothing nor neither without cannot dont doesnt didnt isnt arent "
    "wasnt werent wont wouldnt cant couldnt shouldnt hasnt havent hadnt aint mustnt neednt "
    "nicht kein keine keinen keiner nie ohne pas jamais sans nunca sin ddim nid".split()
)
DENIALS = frozenset("deny denies denied denying".split())
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ")


@dataclass(frozen=True)
class Telling:
    """What decides whether a Mention is the same text as another."""

    id: str
    outlet: str  # who carries it, folded; "" where that is not known
    at: datetime  # aware: publication, or first sight
    text: str  # as it was said; "" where only a notice of it was had
    headline: str  # without the outlet's name

    @cached_property
    def folded(self) -> str:
        """The text as it is compared; "" where it is too short for that."""
        folded = " ".join(folded_words(self.text[: 2 * LONGEST]))[:LONGEST]
        return folded if len(folded) >= LONG_ENOUGH else ""

    @cached_property
    def heading(self) -> tuple[str, ...]:
        """The headline's words; none where they are too few."""
        words = folded_words(self.headline)
        return words if len(words) >= WORDS_ENOUGH else ()

    @property
    def is_comparable(self) -> bool:
        return bool(self.outlet and (self.folded or self.heading))


def can_be_carried(kind: Kind, platform: Platform, account: str | None) -> bool:
    """An article said elsewhere. On our own accounts, and of comments and reviews, each is one."""
    posted = kind is Kind.POST and platform in (Platform.NEWS, Platform.BLOG)
    return account is None and (kind is Kind.ARTICLE or posted)


def needs_its_own_case(state: State, version: int) -> bool:
    """Whether what a reply is owed to must not stand behind a Case in this state: one that nobody
    has looked at, since nothing was due. `version` is the Case's: 0 before any Event."""
    return state is State.HISTORY or (state is State.NO_REPLY_NEEDED and version == 0)


def telling(
    mention: str,
    *,
    title: str | None,
    text: str,
    text_included: bool,
    publisher: str | None,
    url: str | None,
    published: Published,
    seen_at: datetime,
) -> Telling:
    host = (host_of(url or "") or "").removeprefix("www.")
    return Telling(
        mention,
        _run(publisher or "") or host,
        believed_time(published) or seen_at,
        text if text_included else "",
        headline_of(title or "", publisher or "", host),
    )


def likeness(one: Telling, other: Telling) -> float:
    """How far these are one text, 90 to 100; 0 where they are not.

    Where both have a text, their texts decide; otherwise all that can be compared is headlines.
    """
    if not one.outlet or not other.outlet or one.outlet == other.outlet:
        return 0.0
    apart = abs(one.at - other.at)
    if one.folded and other.folded:
        return _of_texts(one.folded, other.folded) if apart <= WITHIN else 0.0
    if one.heading and other.heading and apart <= HEADLINE_WITHIN:
        return _of_headlines(one.heading, other.heading)
    return 0.0


def headline_of(title: str, publisher: str, host: str) -> str:
    """The title without the outlet's name at its end: "Title - Outlet", "Title | Outlet"."""
    for mark in (" - ", " | ", " – ", " — "):
        head, _, tail = title.rpartition(mark)
        name = _run(tail)
        if head and len(name) > 2 and (name == _run(publisher) or name in _run(host)):
            return head
    return title


def folded_words(text: str) -> tuple[str, ...]:
    """Words without case, accents, apostrophes and the full stops of initials; numbers in digits.

    "U.S." is "us", "don't" is "dont", "two" is "2".
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text.translate(_APOSTROPHES))
    words = utils.default_process(text.casefold()).split()
    return tuple(NUMBERS.get(word, word) for word in words)


def _of_texts(one: str, other: str) -> float:
    score = fuzz.ratio(one, other, score_cutoff=ALIKE)
    if not score:
        return 0.0
    words, others = one.split(), other.split()
    same = _turning(words) == _turning(others) and not _says_other(words, others)
    return score if same else 0.0


def _says_other(one: list[str], other: list[str]) -> bool:
    """Whether a word stands in the place of another ("guilty", "innocent"), or moved (who sues
    whom): one text with something left out or added says the same, and with that it may not."""
    removed, added = set[str](), set[str]()
    for op in Levenshtein.opcodes(one, other):
        gone, come = one[op.src_start : op.src_end], other[op.dest_start : op.dest_end]
        if op.tag == "replace" and not all(map(_is_slip, gone, come)):
            return True
        removed |= set(gone) if op.tag == "delete" else set()
        added |= set(come) if op.tag == "insert" else set()
    return bool(removed & added)


def _is_slip(one: str, other: str) -> bool:
    """Another spelling of a long word, or words that editors change and that say nothing."""
    if all(word in PLAIN or _turn(word) for word in (one, other)):
        return True
    return min(len(one), len(other)) >= 6 and Levenshtein.distance(one, other) == 1


def _of_headlines(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The same words in the same order, up to how they are spelt."""
    if len(one) != len(other) or _turning(one) != _turning(other):
        return 0.0
    if not all(map(_is_one_word, one, other)):
        return 0.0
    return fuzz.ratio(" ".join(one), " ".join(other), score_cutoff=HEADLINE_ALIKE)


def _is_one_word(one: str, other: str) -> bool:
    """By its beginning as well: "fired" is no spelling of "hired", nor "unfit" of "fit"."""
    if one == other:
        return True
    alike = Levenshtein.normalized_similarity(one, other)
    return one[0] == other[0] and alike >= SPELLING


def _turning(words: tuple[str, ...] | list[str]) -> list[str]:
    """The words that turn what a text says, in order: numbers, and what denies."""
    return [turn for turn in map(_turn, words) if turn]


def _turn(word: str) -> str:
    if word in NEGATIONS:
        return "not"
    if word in DENIALS:
        return "deny"
    return word if word in COUNTING or any(char.isdigit() for char in word) else ""


def _run(text: str) -> str:
    """A name as it stands in an address: one run of letters."""
    return "".join(folded_words(text))
