"""Draft checks: what a reply should not go out with, where it stands and why. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from collectors.post import Platform
from earshot.rules.playbook_rules import Drafts, Fault
from earshot.words.platforms import PLATFORM
from earshot.words.reading import Reading
from earshot.words.times import DAYS, MONTHS

CLAUSE = "tone"
SHORT = 60  # characters: a reply of fewer need not greet
_NUMBER = (
    r"(?:\d{1,3}|an?|half an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty(?:[ -]four)?|thirty|forty[ -]eight|a couple(?: of)?|a few|several)"
)
_LENGTH = r"(?:working |business |calendar )?(?:minute|hour|day|week|month)s?"
_DAY_OF = rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{'|'.join(MONTHS)})"
_LIMIT = r"(?:by|before|until|no later than)"
_CLOCK = r"(?:\d{1,2}(?:[:.]\d{2})? ?(?:[ap]\.?m\b|o['’]clock)|\d{1,2}[:.]\d{2}\b)"
_PART_OF_DAY = r"(?:weekend|week|month|morning|afternoon|evening)"
DATES = re.compile(
    rf"\b(?:(?:{_LIMIT} |on |this )|(?P<other>next ))?(?P<day>(?:{'|'.join(DAYS)})\b"
    rf"(?:,? (?:the )?{_DAY_OF}(?: \d{{4}})?)?)"
    rf"|\b{_DAY_OF}(?: \d{{4}})?\b"
    r"|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b"
    rf"|\b{_LIMIT} (?:today|tomorrow|tonight|noon|midday|lunch(?:time)?|midnight|close of \w+"
    rf"|(?:the|this|next) {_PART_OF_DAY}|the end of (?:the|this|next)? ?\w+)\b"
    rf"|\b(?:by|before|no later than) (?:about )?{_CLOCK}"
    rf"|\b(?:with)?in (?:about |around |the next |just )?{_NUMBER} {_LENGTH}\b"
    r"|\bwithin the (?:hour|day|week|month)\b"
    rf"|(?<!for )\ba couple of {_LENGTH}\b(?! (?:ago|of|late)\b)",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"[!?]{2,}|[!?]\s?[!?]")
_CAPITALS = re.compile(r"\b[A-Z]{3,}(?:'[A-Z]+)?\b")
_GAP = re.compile(r"\[[a-z][a-z ]*\]")
# Parts of authors' names that are words of any reply as well.
_WORDS_OF_TWO = frozenset(
    "ad ah am an as at be by do dr er go he hi if in is it me mr ms my no of oh ok on or so st to"
    " uk up us we".split()
)
ALONE = 5  # letters of a word in capitals that shouts by itself; a shorter one beside another


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as it is being written, and what it is written for."""

    text: str
    company: str
    platform: Platform
    public: bool = True
    young: bool = True  # whoever it goes to may be under 18
    author: str = ""  # of what it answers
    ours: tuple[str, ...] = ()  # the days that are promised already, in words
    may_remove: bool = False  # whether a removal may be asked for
    staff: bool = False  # written as oneself, not in the company's voice


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at again. `start` and `end` in code points; both 0: the whole."""

    words: str  # of the draft
    start: int
    end: int
    why: str
    clause: str = CLAUSE


def check(draft: Draft, rules: Drafts) -> tuple[Remark, ...]:
    """Everything to look at again, in the order of the text; what is about the whole last."""
    if not draft.text.strip():
        return ()
    reading = Reading(draft.text)
    found = [
        *_wording(draft, reading, rules),
        *_shouting(draft.text, rules),
        *_promised_days(draft),
        *_names(draft),
        *_gaps(draft.text),
    ]
    whole = [
        *_length(draft, rules),
        *_warmth(draft, reading, rules),
        *_sender(draft, reading, rules),
    ]
    return (*_single(found), *whole)


def _single(found: Iterable[Remark]) -> list[Remark]:
    """In order; one that lies within another with the same reason says nothing more."""
    kept: list[Remark] = []
    for each in sorted(found, key=lambda remark: (remark.start, -remark.end)):
        if not any(o.why == each.why and each.end <= o.end for o in kept):
            kept.append(each)
    return kept


def _wording(draft: Draft, reading: Reading, rules: Drafts) -> Iterator[Remark]:
    for number, wording in enumerate(rules.wordings):
        if not _counts(wording.fault, draft, reading, rules):
            continue
        for place in rules.compiled[str(number)].search_all(reading):
            yield Remark(place.text, place.start, place.end, wording.why)


def _counts(fault: Fault, draft: Draft, reading: Reading, rules: Drafts) -> bool:
    if fault is Fault.CASE:
        return draft.public
    if fault is Fault.REMOVAL:
        return not draft.may_remove
    if fault is Fault.VIEW:
        return rules.compiled["disclaimed"].search(reading) is None
    return True


def _shouting(text: str, rules: Drafts) -> Iterator[Remark]:
    for found in _SHOUTED.finditer(text):
        yield _remark(found, "Several marks in a row sound angry: one is enough.")
    loud = [m for m in _CAPITALS.finditer(text) if m[0] not in rules.acronyms]
    for found in loud:
        beside = any(text[found.end() : o.start()].isspace() for o in loud if o is not found)
        behind = any(text[o.end() : found.start()].isspace() for o in loud if o is not found)
        if beside or behind or len(found[0]) >= ALONE:
            yield _remark(found, "Capitals read as shouting.")


def _promised_days(draft: Draft) -> Iterator[Remark]:
    """A day or a time limit that nobody has agreed to."""
    ours = [place for words in draft.ours for place in _places(words, draft.text)]
    for found in DATES.finditer(draft.text):
        day = -1 if found["other"] else found.start("day")
        if not any(start <= day and found.end() <= end for start, end in ours):
            why = "It promises a time: say only what is agreed. What is owed already has a day."
            yield _remark(found, why)


def _names(draft: Draft) -> Iterator[Remark]:
    """Whoever may be under 18 is not named where everybody reads it."""
    if not (draft.public and draft.young):
        return
    ours = set(_parts(draft.company.casefold()))
    for part in {p for p in _parts(draft.author) if _names_one(p) and p.casefold() not in ours}:
        for found in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", draft.text, re.IGNORECASE):
            why = (
                "It names whoever wrote, who may be a learner or under 18: leave the name out, or "
                "write privately."
            )
            yield _remark(found, why)


def _names_one(part: str) -> bool:
    return len(part) >= 3 or (len(part) == 2 and part.casefold() not in _WORDS_OF_TWO)


def _parts(name: str) -> list[str]:
    return re.split(r"[\W_\d]+", name)


def _gaps(text: str) -> Iterator[Remark]:
    for found in _GAP.finditer(text):
        yield _remark(found, "Something is still to be filled in here.")


def _length(draft: Draft, rules: Drafts) -> Iterator[Remark]:
    most = rules.lengths.get(draft.platform)
    if most is not None and len(draft.text) > most:
        over = len(draft.text) - most
        words = f"{PLATFORM[draft.platform]} takes {most:,} characters: {over:,} too many."
        yield Remark(draft.text[most:], most, len(draft.text), words)


def _warmth(draft: Draft, reading: Reading, rules: Drafts) -> Iterator[Remark]:
    if rules.warm and len(draft.text) > SHORT and rules.compiled["warm"].search(reading) is None:
        why = "It sounds cold: thank them, greet them, or say that you are sorry for the trouble."
        yield Remark("", 0, 0, why)


def _sender(draft: Draft, reading: Reading, rules: Drafts) -> Iterator[Remark]:
    """Who is speaking: the company, or somebody for themselves."""
    if draft.staff:
        if rules.disclaimed and rules.compiled["disclaimed"].search(reading) is None:
            why = "It has no disclaimer: say that you speak for yourself, not for the company."
            yield Remark("", 0, 0, why)
        return
    named = draft.company.casefold() in draft.text.casefold()
    if rules.signed and not named and rules.compiled["signed"].search(reading) is None:
        why = f"Nobody signs it: end with who is speaking, as “{draft.company}”."
        yield Remark("", 0, 0, why)


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(re.escape(words), text, re.IGNORECASE))


def _remark(found: "re.Match[str]", why: str) -> Remark:
    return Remark(found[0], found.start(), found.end(), why)
