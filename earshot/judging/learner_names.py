"""Names of learners: full names beside a word for somebody who learns. Pure.

Not the name under which the writer signs, not whom they praise or blame as staff, not a course,
a place or a company. A name is told by the list of first names, or by what stands around it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from earshot.judging.context import Context
from earshot.judging.signs import Span

_DATA = Path(__file__).resolve().parents[2] / "data"
_LISTS = _FIRST_NAMES, _PLACES = ("first_names.txt", "places.txt")
_NAME = re.compile(
    r"(?<![\w@#'’.])([A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)?)[ \xa0]"
    r"((?:(?:van|de|da|al|el|ap|bin|Mc|Mac|O['’]|St\.? )[ ]?)?[A-Z][a-z]+"
    r"(?:[-'’][A-Z][a-z]+)?)(?![\w@])"
)
_SMALL = re.compile(r"(?<![\w@#'’.])([a-z]{3,12}) ([a-z]{4,14})(?!\w)")
_LEARNER = re.compile(
    r"\b(?:learners?|students?|apprentices?|pupils?|trainees?|classmates?|class mates?|cohort"
    r"|schoolgirl|schoolboy|year (?:[7-9]|1[0-3])s?|yr ?(?:[7-9]|1[0-3])"
    r"|(?:my|our|his|her|the|this|in|same|your) (?:\w+ ){0,3}(?:class|group|set|cohort)"
    r"|(?:level|lvl|l) ?\d \w+(?: \w+)? (?:group|class|lot|course)"
    r"|on (?:my|our|his|her|the|your) (?:\w+ ){0,3}course)\b",
    re.IGNORECASE,
)
_STAFF_WORDS = (
    r"tutors?|assessors?|teachers?|trainers?|instructors?|lecturers?|managers?|manageress|mr|mrs|ms"
    r"|miss|sir|dr|prof|professor|director|chief|ceo|head|principal|coach|coaches|mentor|staff|lead"
    r"|reception|receptionist|administrator|officer|adviser|advisor|boss|owner|founder|chair"
    r"|councillor|cllr|mp|minister|secretary|author|writer|reporter|journalist|editor|president"
    r"|mayor|inspector|judge|dame|lord|lady|baroness|governor|speaker|chef|presenter|invigilator"
    r"|spokesman|spokeswoman|spokesperson|employer|partner|iqa|iv|verifier|examiner"
    r"|thanks|thank you|ta|cheers"
)
_STAFF_BEFORE = re.compile(
    rf"\b(?:{_STAFF_WORDS})\b(?:[\s,:]+(?:and|to|is|was|called|named|you|so|much|for|[A-Z]\w+))"
    r"{0,3}[\s,:(–-]*$",
    re.IGNORECASE,
)
_STAFF_BEHIND = re.compile(
    rf"[\s,(–-]+(?:(?:is|was|who|my|our|the|a|an|as|their|your|lead|course|maths|english|is our)\s)"
    rf"{{0,4}}(?:\w+\s)?(?:{_STAFF_WORDS})\b"
    r"|\s+(?:said|says|added|explained|told|commented|who (?:taught|teaches|runs|leads)"
    r"|taught|teaches|helped|trained|explained|supported|is (?:a )?(?:brilliant|fantastic|amazing"
    r"|great|lovely)|was (?:so |really |very )?(?:brilliant|fantastic|amazing|great|lovely|helpful"
    r"|patient))\b",
    re.IGNORECASE,
)
_SIGNED_BEFORE = re.compile(
    r"(?:\b(?:regards|wishes|thanks|thank you|sincerely|faithfully|cheers|yours|from|signed|love"
    r"|ta|diolch|kind|many thanks|by)[\s,.!:–-]*|[–—~*-]\s*|\n\s*|[.!?]\s+)$",
    re.IGNORECASE,
)
_MYSELF = re.compile(
    r"\b(?:i'?m|i’m|i am|my name is|my name's|my name’s|this is|it's|name:)\s$", re.IGNORECASE
)
_STRONG = (
    r"\b(?:learners?|students?|apprentices?|pupils?|trainees?|classmate"
    r"|(?:mother|mum|mam|dad|father|parent|carer|guardian|nan|nana|grandmother|gran) (?:of|to)"
    r"|(?:my|our) (?:son|daughter|lad|lass|boy|girl|nephew|niece|grandson|granddaughter|foster"
    r" (?:son|daughter|child)))"
)
_STRONG_BEFORE = re.compile(rf"{_STRONG}[\s,:(–-]+$", re.IGNORECASE)
_CALLED_BEFORE = re.compile(r"\b(?:named|called)[\s,:(–-]+$", re.IGNORECASE)
_ON_ROLL = r"(?:in|from|on|off) (?:my|our|his|her|level|lvl|l\d|year|\w+day)\b"
_SPEAKS_OF_ONE = re.compile(rf"{_STRONG}\b|\b{_ON_ROLL}", re.IGNORECASE)
_STRONG_BEHIND = re.compile(
    r"[\s,(–-]+(?:is |was |who(?:'s|’s| is| was)? )?(?:(?:a|an|one of|my|our|your|the|another)\s)"
    r"(?:\w+\s){0,3}(?:learners?|students?|apprentices?|pupils?|trainees?)\b"
    rf"|[\s,(–-]+{_ON_ROLL}",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    """
    training college school academy university apprenticeship apprenticeships apprentice learner
    learners student students level diploma certificate award course courses class group centre
    center business admin administration health social care early years children childcare customer
    service functional skills english maths science digital marketing construction plumbing
    electrical engineering hair beauty first aid mental safeguarding prevent access higher further
    education adult community national insurance city guilds open day week month year street road
    lane house hall park north south east west new great united monday tuesday wednesday thursday
    friday saturday sunday january february march april june july august september october november
    december christmas easter ofsted black asian muslim christian british polish indian team trust
    council government department union association institute society limited ltd awards finance
    loan loans support services the this that our your my we they what when why how who is are was
    were thank thanks dear hello hi well done happy good best very so not no yes please
    congratulations congrats proud love just have has had been being can could would will should do
    did does hospital church bank court county hill bridge green common
""".split()
)
_ENDS = (
    "son", "ley", "low", "ton", "wood", "worth", "field", "well", "shaw", "croft", "ham", "thwaite",
    "man", "wright", "smith", "stone", "bottom", "royd", "bury", "dale", "gill", "bank", "burn",
    "stead", "hurst", "bourne", "ford", "ski", "ska", "wicz", "escu", "ins", "ith", "field", "more",
)  # fmt: skip
_SIGNS_ON = re.compile(r",? (?:\(|level|student|learner|parent|mum|dad|x\b)", re.IGNORECASE)
_LETTER = re.compile(r"\w")
_ALSO_WORDS = frozenset(
    """
    will may art dean guy grant ray faith grace joy hope summer april june august amber angel
    blessing mercy precious pearl ruby violet rose river max robin heath drew cole ken van dawn
    carol daisy poppy holly hazel heather ivy iris lily olive melody harmony liberty trinity kay
    jay lee eden sterling miles chase blake mason hunter parker tyler carter taylor jan jean rob
    sue pat tim jo mo ali dan ben lola sam long bill frank jack mark nick dale glen lance skye rio
    stan sultan teddy ted tom woody tilly penny polly honor willow sierra israel jordan austin
    china india chelsea paris lincoln ashley preston devon brooklyn kent gail wendy jude ike una
    ira ola ana ida ned noel norma nana mina mae gem god rex
""".split()
)


def learner_names(text: str) -> Iterator[Span]:
    """Full names in a sentence that speaks of learners."""
    spoken_of = [found.start() for found in _LEARNER.finditer(text)]
    if not (spoken_of or _SPEAKS_OF_ONE.search(text)):
        return
    context = Context(text)
    for found in _NAME.finditer(text):
        if _is_of_learner(text, found, context, spoken_of):
            yield found.span()
    for found in _SMALL.finditer(text):
        if _is_small_name(found) and _is_strong(text, found):
            yield found.span()


@cache
def digest() -> str:
    """Of the lists that come with the program, for the fingerprint of what judges."""
    return sha256(b"".join((_DATA / name).read_bytes() for name in _LISTS)).hexdigest()


@cache
def first_names() -> frozenset[str]:
    return _listed(_FIRST_NAMES)


@cache
def places() -> frozenset[str]:
    """Words of the names of towns, counties and countries, in lower case."""
    return _listed(_PLACES)


def is_first_name(word: str) -> bool:
    """Whether it is a first name and nothing else, however it is written."""
    return word.lower() in first_names() and word.lower() not in _ALSO_WORDS


def _listed(name: str) -> frozenset[str]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _is_small_name(found: re.Match[str]) -> bool:
    return is_first_name(found[1]) and found[2].endswith(_ENDS) and found[2] not in _NO_NAMES


def _is_strong(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 40) : found.start()]
    return bool(
        _STRONG_BEFORE.search(before)
        or _CALLED_BEFORE.search(before)
        or _STRONG_BEHIND.match(text, found.end())
    )


def _is_of_learner(text: str, found: re.Match[str], context: Context, spoken_of: list[int]) -> bool:
    """`spoken_of`: where the text has words for learners."""
    words = {found[1].lower(), *found[2].lower().split()}
    if not words.isdisjoint(_NO_NAMES) or _is_a_place(found[1], words):
        return False
    start, end = context.sentence(found.start())
    before = text[max(start, found.start() - 45) : found.start()]
    if _is_staff_or_writer(text, found, before):
        return False
    nearest = bisect_left(spoken_of, start)
    in_sentence = nearest < len(spoken_of) and spoken_of[nearest] < end
    if found[1].lower() in first_names():
        return in_sentence or _is_strong(text, found)
    called = in_sentence and _CALLED_BEFORE.search(before)
    return bool(called or _STRONG_BEFORE.search(before))


def _is_a_place(first: str, words: set[str]) -> bool:
    """Many towns are surnames, some first names: behind and as a first name they are no place."""
    if is_first_name(first):
        return False
    return not places().isdisjoint(words - ({first.lower()} & first_names()))


def _is_staff_or_writer(text: str, found: re.Match[str], before: str) -> bool:
    whole = text[max(0, found.start() - 45) : found.start()]
    if _STAFF_BEFORE.search(before) or _STAFF_BEHIND.match(text, found.end()):
        return True
    if _MYSELF.search(whole):
        return True
    behind = found.end()
    ends = text.startswith("\n", behind) or not _LETTER.search(text, behind)
    signs = ends or bool(_SIGNS_ON.match(text, behind))
    return signs and bool(whole) and bool(_SIGNED_BEFORE.search(whole))
