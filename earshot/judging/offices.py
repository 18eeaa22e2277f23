"""Offices: whether a number, a mailbox or an address is given out as an organisation's. Pure.

An address is where the word for a place stands near. A number or a mailbox must be governed by it
("the shop's number is"), for who can be met at a shop has a number of their own. What anybody can
have (a mobile, a mailbox of a free provider) is no organisation's where a person stands by.
"""

import re

from earshot.judging.learner_names import is_first_name
from earshot.judging.signs import Span

NEAR = 70  # characters before it in which is looked for whose it is

OTHERS = re.compile(
    r"\b(?:her|his|hers|she'?s?|she’s|he'?s?|he’s|they|their|theirs|him|them|your|ur|yours|hes|shes"
    r"|(?:ma?m|mum|mom|dad|mother|father|nan|gran|son|daughter|lad|lass|girl|boy|kid|child|brother"
    r"|sister|wife|husband|partner|boyfriend|girlfriend|ex|bf|gf|mate|friend|neighbour|colleague"
    r"|boss|manager|director|ceo|assessor|tutor|teacher|trainer|lecturer|learner|student|apprentice"
    r"|classmate)(?:'?s|’s)?)\b",
    re.IGNORECASE,
)
# Whoever is spoken to, they, and several may be anybody: "tell your friends to call us on".
_ANYBODY = re.compile(
    r"you|yours?|ur|they|their|theirs|them|child|learner|student|apprentice"
    r"|(?!(?:his|hers|hes|shes|boss)$)\w+s",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:i|i['’]?m|i['’]ve|me|my|mine|myself|woman|man|bloke|guy|fella|geezer|chap|lady|auntie?"
    r"|aunty|uncle|grandad|grandma|cousin|(?:mr|mrs)\.? [a-z]\w+"
    r"|(?-i:(?:Ms|Miss|Dr)\.? [A-Z]\w+))\b",
    re.IGNORECASE,
)
_HOME = re.compile(r"\b(?:at home|home (?:address|number|phone)|lives?|living)\b", re.IGNORECASE)

_PLACE = (
    r"(?:office|reception|admissions|head ?quarters|hq|sales|recruitment|police|council|hospital"
    r"|surgery|jobcentre|jcp|citizens advice|samaritans|childline|nspcc|charity|venue"
    r"|training centre|test centre|college|university|museum|gallery|theatre|pub|hotel|restaurant"
    r"|cafe|café|church|library|community centre|town hall|village hall|shop|showroom|salon"
    r"|premises|event|workshop|conference|the (?:team|centre|school|clinic|practice|store|site"
    r"|campus|branch|station))"
)
_DESK = (
    r"(?:enquiries|enquiry|inquiries|bookings?|helpline|help line|hotline|help ?desk|switchboard"
    r"|customer (?:services?|care|support)|main (?:line|number|office|site)|support (?:line|team)"
    r"|advice line|crisis (?:line|team)|front desk|box office|press office|media contact)"
)
_OURS = (
    r"(?:our (?:\w+ ){0,2}(?:team|number|line|office|staff|centre|site|shop|salon|website|address"
    r"|venue|new home|premises|campus|branch))"
)
_ASK = (
    r"(?:call|ring|phone|contact|email|e-mail|text|visit|message|find|join|tel|telephone|whatsapp"
    r"|speak to|talk to|reach|write to|see)"
)
_ASKED = r"(?:called|rang|rung|phoned|texted|emailed|contacted|messaged)"
_CALLED = (
    rf"(?:{_ASK} us|(?:{_ASK}|{_ASKED}) (?:the |our |your )?(?!(?:her|his|my)\b)(?:\w+ )?"
    rf"(?:{_DESK}|{_PLACE}|(?:team|centre|school|clinic|practice|store|site|campus|branch)))"
)
_ASKED_TO = (
    r"(?:pop in|drop in|drop by|call in|come along|come down|get in touch|for more (?:info\w*"
    r"|details)|more information|further information|to (?:book|enrol|apply|donate)|donate"
    r"|donations|tickets|open day)"
)
_WHERE_ABOUTS = (
    r"(?:with us|based (?:at|in)|located|situated|opening|opens|unit|suite|floor"
    r"|business (?:park|centre)|industrial estate|retail park|trading estate|takes place"
    r"|taking place|held at|(?:exam|course|session|training) (?:is )?at)"
)
_CALLED_BEFORE = re.compile(rf"\b{_CALLED}\b", re.IGNORECASE)
_OFFERED = re.compile(rf"\b(?:{_CALLED}|{_DESK}|{_OURS}|{_ASKED_TO})\b", re.IGNORECASE)
_PLACES = re.compile(rf"\b{_PLACE}\b", re.IGNORECASE)
_ANY = re.compile(
    rf"\b(?:{_ASK} us|{_DESK}|{_OURS}|{_ASKED_TO}|{_PLACE}|{_WHERE_ABOUTS})\b", re.IGNORECASE
)
_BEHIND = re.compile(
    r"[\s,(–-]{0,4}(?:is |was )?(?:(?:our|the|your)\s)?(?:\w+ )?(?:office|reception"
    r"|enquiries|helpline|switchboard|front desk|bookings|customer services?)\b",
    re.IGNORECASE,
)
# All that may stand between the word for a place and the number that it governs.
_JOINED = re.compile(
    r"(?:['’]s\b)?(?:[\s,:;(=–—-]|\b(?:main|new|direct|general|central|phone|tel|telephone|mobile"
    r"|mob|contact|numbers?|no|num|line|email|e-mail|address|desk|team|is|are|on|at|via|by|or"
    r"|and|but|the|our|now|today|please|call|ring|text|whatsapp|dial|nobody|one|never|ever|answers?"
    r"|answering|picks?|up)\b\.?)*",
    re.IGNORECASE,
)
# Where somebody is, not whom one reaches: "he drinks in the pub".
_WITHIN = re.compile(
    r"\b(?:in|at|from|to|by|near|outside|inside|behind|of)(?: the| a| our)?\s*$", re.IGNORECASE
)
_SENTENCE_ENDS = re.compile(r"[.!?…]+\s|\n")


def is_given_out(text: str, span: Span) -> bool:
    """Of an address: whether a place is near; of several words the nearest decides."""
    before = _before(text, span)
    public = last_end(_ANY, before)
    if public < 0:
        return bool(_BEHIND.match(text, span[1]))
    return public >= max(last_end(OTHERS, before), last_end(_HOME, before))


def is_an_offices(text: str, span: Span, *, anybodys: bool) -> bool:
    """Of a number or a mailbox; `anybodys`: a kind that anybody can have of their own."""
    before = _before(text, span)
    if _governs(_CALLED_BEFORE, before):
        return True
    if anybodys and _has_a_person(_SENTENCE_ENDS.split(before)[-1]):
        return False
    offered = last_end(_OFFERED, before)
    if offered >= 0 and offered >= max(last_end(OTHERS, before), last_end(_HOME, before)):
        return not (anybodys and _has_a_person(before[offered:]))
    if _governs(_PLACES, before, reached=anybodys):
        return True
    near = not anybodys and last_end(_ANY, before) >= 0
    return (near and not _has_a_person(before)) or bool(_BEHIND.match(text, span[1]))


def _governs(words: re.Pattern[str], before: str, *, reached: bool = False) -> bool:
    """`reached`: a word that only says where somebody is does not count."""
    last = max(words.finditer(before), key=re.Match.end, default=None)
    if last is None or not _JOINED.fullmatch(before, last.end()):
        return False
    return not (reached and _WITHIN.search(before[: last.start()]))


def _has_a_person(said: str) -> bool:
    if _SOMEBODY.search(said) or _HOME.search(said):
        return True
    if any(not _ANYBODY.fullmatch(found[0]) for found in OTHERS.finditer(said)):
        return True
    return any(is_first_name(word) for word in re.findall(r"[^\W\d_]+", said))


def _before(text: str, span: Span) -> str:
    return text[max(0, span[0] - NEAR) : span[0]]


def last_end(pattern: re.Pattern[str], text: str) -> int:
    """Where its last place ends; -1 where there is none."""
    return max((found.end() for found in pattern.finditer(text)), default=-1)
