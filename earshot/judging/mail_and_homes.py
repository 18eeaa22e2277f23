"""Where people can be reached: private e-mail addresses and homes that a text gives away. Pure."""

import re
from collections.abc import Iterator

from earshot.judging.learner_names import first_names, places
from earshot.judging.signs import Span
from earshot.words.addresses import LOOSE_STREETS, POSTCODE, STREETS, with_short

_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.){1,4}[a-z]{2,24}"
_EMAIL = re.compile(rf"(?<![\w@/.+-])[a-z0-9][\w.+'-]{{0,63}}@{_HOST}(?![\w@-])", re.IGNORECASE)
_AT = r"\s{0,2}(?:[\[({<]\s?at\s?[\])}>]|\bat\b|@)\s{0,2}"
_DOT = r"\s{0,2}(?:[\[({<]\s?dot\s?[\])}>]|\bdot\b|\.)\s{0,2}"
_SPELT_OUT = re.compile(
    rf"\b[a-z0-9][\w+-]{{1,30}}(?:{_DOT}[\w+-]{{1,30}}){{0,3}}{_AT}"
    rf"[a-z0-9-]{{2,30}}(?:{_DOT}[a-z0-9-]{{2,15}}){{0,2}}{_DOT}"
    r"(?:com|co|uk|org|net|me|info|ac|edu|email|io|eu|ie|wales|scot)\b",
    re.IGNORECASE,
)
_DISGUISED = re.compile(r"\bdot\b|[\[({<]\s?(?:at|dot)\b", re.IGNORECASE)
# Whoever reads these is an office, not a person.
_ROLES = frozenset(
    """
    info information enquiries enquiry inquiries inquiry admin administration hello hi hiya contact
    contactus support help helpdesk helpline desk service services servicedesk customer customers
    customerservice customerservices customercare care office reception team sales marketing press
    media news newsroom newsdesk pr events event bookings booking book courses course training
    learning learners learner learnersupport students student studentservices apprenticeships
    apprenticeship apprentices apprentice employers employer jobs careers recruitment recruit hr
    people vacancies admissions admission enrol enrolment applications apply exams exam assessment
    quality compliance complaints complaint feedback safeguarding dsl dpo gdpr dataprotection
    privacy data foi legal finance accounts accounting billing invoices payments payroll funding
    bursary editor editorial letters noreply donotreply no do webmaster web website postmaster mail
    email post it ict general mailbox main head headoffice centre center college school academy
    membership members partnerships partners projects community communications comms library
    wellbeing counselling advice adviceline tips ask welcome estates facilities security
    whistleblowing concerns report reports referrals donations fundraising volunteering volunteers
    not reply us public relations human resources protection business development line
    north south east west and of uk
""".split()
)
# Where anybody gets a mailbox: nobody's office, whatever they call themselves.
_FREE_MAIL = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|rocketmail|icloud|aol|btinternet"
    r"|btopenworld|talktalk|virginmedia|virgin|ntlworld|blueyonder|tiscali|protonmail|tutanota|gmx"
    r"|fastmail|zoho|yandex|wanadoo|freeserve)\.(?:com?\.)?[a-z]{2,4}"
    r"|(?:me|mac|sky|mail|hey|plus)\.com|proton\.me|pm\.me|o2\.co\.uk|mail\.ru|tuta\.(?:com|io)"
)


def emails(text: str) -> Iterator[Span]:
    """Those of no office; handles and what stands in a web address are none."""
    if "@" in text:
        for found in _EMAIL.finditer(text):
            if not is_an_office(found[0]):
                yield found.span()
    for found in _SPELT_OUT.finditer(text) if _DISGUISED.search(text) else ():
        if _DISGUISED.search(found[0]) and not is_an_office(plain_email(found[0])):
            yield found.span()


def plain_email(written: str) -> str:
    """One that was spelt out, as one would type it."""
    at = re.sub(_AT, "@", written, count=1, flags=re.IGNORECASE)
    return re.sub(_DOT, ".", at, flags=re.IGNORECASE)


def is_an_office(address: str) -> bool:
    """By the whole of what stands before the @: words for an office, or where one is."""
    if is_free_mail(address):
        return False
    parts = re.split(r"[._+\-\d]+", address.partition("@")[0].casefold())
    others = {part for part in parts if part and part not in _ROLES}
    if others and _ROLES.isdisjoint(parts):
        return False
    return others <= places() - first_names()


def is_free_mail(address: str) -> bool:
    return bool(_FREE_MAIL.fullmatch(address.rpartition("@")[2].casefold()))


_STREETS = "|".join(with_short(STREETS))
_LOOSE_STREETS = "|".join(with_short(LOOSE_STREETS))
_NUMBER = (
    r"(?<![\w£$€#.:/-])(?:(?:flat|apartment|apt|room|block)\s?\w{1,4},?\s{1,2})?"
    r"(?:no\.?\s?|number\s)?\d{1,4}[a-d]?(?:\s?-\s?\d{1,4})?,?\s{1,2}"
)
_NO_NAME = (
    r"(?!(?:minutes?|mins?|miles?|hours?|hrs?|days?|weeks?|months?|years?|yrs?|pm|am|of|on|in|to"
    r"|from|for|and|or|the|per|learners?|students?|people|apprentices?|kids|at|a|an|is|was|x|times"
    r"|st|nd|rd|th|metres?|m|km|percent|ways?|more|other|different|jobs?|places?|courses?)\b)"
)
_NAMES = rf"(?:{_NO_NAME}[^\W\d][\w'’.]{{0,19}}\s{{1,2}}){{1,3}}"
_TAIL = rf"(?P<tail>(?:[,\s]{{1,3}}[^\W\d][\w'’-]{{1,20}}){{0,4}}?[,\s]{{1,3}}{POSTCODE})?"
_HOME = re.compile(
    rf"{_NUMBER}{_NAMES}(?:(?P<sure>{_STREETS})|(?P<loose>{_LOOSE_STREETS}))\b\.?{_TAIL}",
    re.IGNORECASE,
)
_TOWN = re.compile(r",\s{0,2}(?:in\s)?[A-Z][a-z]{2,}")
_NUMBER_AND_CODE = re.compile(
    rf"\b(?:flat|number|no\.?|house|door)\s{{0,2}}\d{{1,4}}[a-d]?\b[^.!?\n]{{0,30}}?{POSTCODE}",
    re.IGNORECASE,
)
_LIVES = re.compile(
    r"\b(?:lives?|living|stays?|staying|resides?|residing|moved|home address|address (?:is|was)"
    r"|(?:my|her|his|their|home|our|your|the) (?:new |home |old )*(?:address|addy|addr|gaff|house)"
    r"|gaff is|house is|yard is|round (?:at|to)|post (?:it|them|my|the)|send (?:it|them|my|the)"
    r"|deliver(?:ed)?|posted|sent|shes|she's|she is|hes|he's|he is|they're|find (?:her|him|them)"
    r"|name and address|go round|knock(?:ing)? (?:on|at))\b[^.!?\n]{0,45}$",
    re.IGNORECASE,
)
_CODE_OF = re.compile(
    r"\b(?:lives?|living|my|her|his|their|home)\b[^.!?\n]{0,20}"
    rf"\b(?:postcode|post code|address|in|at|is)\b\W{{0,3}}(?:is\W{{0,3}})?({POSTCODE})",
    re.IGNORECASE,
)
_NO_HOME = re.compile(r"\b10 downing|\bpostcode lottery", re.IGNORECASE)


def homes(text: str) -> Iterator[Span]:
    """Number and street, with a town, a postcode, or somebody who lives there."""
    if not re.search(r"\d", text):
        return
    for found in _HOME.finditer(text):
        if _is_home(text, found) and not _NO_HOME.search(found[0]):
            yield found.span()
    for found in _NUMBER_AND_CODE.finditer(text):
        yield found.span()
    for found in _CODE_OF.finditer(text):
        yield found.span(1)


def _is_home(text: str, found: re.Match[str]) -> bool:
    if found["tail"]:
        return True
    before = text[max(0, found.start() - 80) : found.start()]
    if _LIVES.search(before):
        return True
    street = re.findall(r"[^\W\d]+", found[0])
    named = all(word[0].isupper() for word in street if len(word) > 2)
    return named and bool(_TOWN.match(text, found.end()))
