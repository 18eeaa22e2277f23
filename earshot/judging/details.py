"""Details: what in a text gives a person away, as signs of the concern data_protection. Pure.

Whose they are decides how grave that is: the writer's own are the writer's to give, somebody
else's are not. What an organisation gives out itself is nobody's detail.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from earshot.judging.learner_names import learner_names
from earshot.judging.mail_and_homes import emails, homes, plain_email
from earshot.judging.personal_numbers import bank_details, births, insurance_numbers
from earshot.judging.signs import Sign
from earshot.rules.contacts import Contacts
from earshot.words.telephones import telephones
from earshot.words.vocabulary import ConcernName, Severity

Span = tuple[int, int]  # code points of the text
NEAR = 70  # characters in which is looked for whose it is

_OWN = re.compile(
    r"\b(?:my|mine|me|i'?m|i’m|i am|im|us|we|we're|i've|i live|myself|our)\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"\b(?:her|his|hers|she'?s?|she’s|he'?s?|he’s|they|their|theirs|him|them|your|ur|yours|hes|shes"
    r"|(?:ma?m|mum|mom|dad|mother|father|nan|gran|son|daughter|lad|lass|girl|boy|kid|child|brother"
    r"|sister|wife|husband|partner|boyfriend|girlfriend|ex|bf|gf|mate|friend|neighbour|colleague"
    r"|boss|manager|director|ceo|assessor|tutor|teacher|trainer|lecturer|learner|student|apprentice"
    r"|classmate)(?:'?s|’s)?)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:office|reception|enquiries|enquiry|inquiries|bookings?|helpline|help line|hotline"
    r"|help ?desk|switchboard|admissions|head ?quarters|hq|customer (?:services?|care|support)"
    r"|main (?:line|number|office|site)|support (?:line|team)|advice line|crisis (?:line|team)"
    r"|front desk|box office|press office|media contact|sales|recruitment"
    r"|our (?:\w+ ){0,2}(?:team|number"
    r"|line|office|staff|centre|site|shop|salon|website|address|venue|new home|premises|campus"
    r"|branch)"
    r"|the (?:team|centre|school|college|clinic|surgery|practice|council|shop|store|salon|venue"
    r"|site|campus|branch|hotel|restaurant|cafe|pub|church|library|hospital|station|museum)"
    r"|(?:call|ring|phone|contact|email|e-mail|text|visit|message|find|join|tel|telephone|whatsapp"
    r"|speak to|talk to|reach|write to|with|see) us|pop in|drop in|drop by|call in|come along|come"
    r" down|get in touch|based (?:at|in)|located|situated|opening|open day|opens|unit|suite|floor"
    r"|business (?:park|centre)|industrial estate|retail park|trading estate|for more (?:info\w*"
    r"|details)|more information|further information|to (?:book|enrol|apply|donate)|police|council"
    r"|hospital|surgery|jobcentre|jcp|citizens advice|samaritans|childline|nspcc|charity|donate"
    r"|donations|venue|training centre|test centre|college|university|museum|gallery|theatre|pub"
    r"|hotel|restaurant|cafe|café|church|library|community centre|town hall|village hall|shop"
    r"|showroom|salon|premises|tickets|event|workshop|conference|takes place|taking place|held at"
    r"|exam (?:is )?at|course (?:is )?at|session (?:is )?at|training (?:is )?at)\b",
    re.IGNORECASE,
)
_PUBLIC_BEHIND = re.compile(
    r"[\s,(–-]{0,4}(?:is |was )?(?:(?:our|the|your)\s)?(?:\w+ )?(?:office|reception"
    r"|enquiries|helpline|switchboard|front desk|bookings|customer services?)\b",
    re.IGNORECASE,
)
_HOME = re.compile(r"\b(?:at home|home (?:address|number|phone)|lives?|living)\b", re.IGNORECASE)

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH


class Details:
    """Finds them, but for the company's public contacts; a detector of `ConcernFinder`."""

    def __init__(self, contacts: Iterable[str] = ()) -> None:
        self._contacts = Contacts.parse(contacts)

    def __call__(self, text: str) -> Iterator[Sign]:
        yield from _signs(text, "telephone", self._telephones(text), 0.9, own=_LOW)
        yield from _signs(text, "email", self._emails(text), 0.8, own=_LOW)
        yield from _signs(text, "home", self._homes(text), 0.75, own=_MEDIUM)
        numbers = _NUMBERS if re.search(r"\d", text) else {}  # most texts hold none
        for kind, find in numbers.items():
            yield from _signs(text, kind, find(text), 0.9, own=_MEDIUM)
        for start, end in learner_names(text):
            yield _sign("learner-name", (start, end), 0.6, _MEDIUM)

    def _telephones(self, text: str) -> Iterator[Span]:
        for found in telephones(text):
            span = (found.start, found.end)
            if not (self._contacts.has_telephone(found.number) or _is_public(text, span)):
                yield span

    def _emails(self, text: str) -> Iterator[Span]:
        for start, end in emails(text):
            known = self._contacts.has_email(plain_email(text[start:end]))
            if not (known or _is_public(text, (start, end))):
                yield start, end

    def _homes(self, text: str) -> Iterator[Span]:
        for start, end in homes(text):
            known = self._contacts.has_address(text[start:end])
            if not (known or _is_public(text, (start, end))):
                yield start, end


_NUMBERS: dict[str, Callable[[str], Iterator[Span]]] = {
    "birth": births,
    "insurance": insurance_numbers,
    "bank": bank_details,
}


def _signs(
    text: str, kind: str, spans: Iterable[Span], confidence: float, *, own: Severity
) -> Iterator[Sign]:
    for span in spans:
        yield _sign(kind, span, confidence, _severity(text, span, own))


def _sign(kind: str, span: Span, confidence: float, severity: Severity) -> Sign:
    name = ConcernName.DATA_PROTECTION
    return Sign(name, severity, confidence, *span, f"detail.{kind}")


def _severity(text: str, span: Span, own: Severity) -> Severity:
    before = text[max(0, span[0] - NEAR) : span[0]]
    mine, others = _last(_OWN, before), _last(_OTHERS, before)
    if others > mine:
        return _HIGH
    return own if mine >= 0 else _MEDIUM


def _is_public(text: str, span: Span) -> bool:
    """Whether it is announced as an organisation's; of several words the nearest decides."""
    before = text[max(0, span[0] - NEAR) : span[0]]
    public = _last(_PUBLIC, before)
    if public < 0:
        return bool(_PUBLIC_BEHIND.match(text, span[1]))
    persons = (_last(_OTHERS, before), _last(_HOME, before))
    return public >= max(persons)


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where its last place ends; -1 where there is none."""
    return max((found.end() for found in pattern.finditer(text)), default=-1)
