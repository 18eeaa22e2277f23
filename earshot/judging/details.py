"""Details: what in a text gives a person away, as signs of the concern data_protection. Pure.

Whose they are decides how grave that is: the writer's own are the writer's to give, somebody
else's are not. What an organisation gives out itself is nobody's detail.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from earshot.judging.learner_names import learner_names
from earshot.judging.mail_and_homes import emails, homes, is_free_mail, plain_email
from earshot.judging.offices import NEAR, OTHERS, is_an_offices, is_given_out, last_end
from earshot.judging.personal_numbers import bank_details, births, insurance_numbers
from earshot.judging.signs import Sign, Span
from earshot.rules.contacts import Contacts
from earshot.words.telephones import telephones
from earshot.words.vocabulary import ConcernName, Severity

_OWN = re.compile(
    r"\b(?:my|mine|me|i'?m|i’m|i am|im|us|we|we're|i've|i live|myself|our)\b", re.IGNORECASE
)

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
            known = self._contacts.has_telephone(found.number)
            if not (known or is_an_offices(text, span, anybodys=found.is_mobile)):
                yield span

    def _emails(self, text: str) -> Iterator[Span]:
        for start, end in emails(text):
            address = plain_email(text[start:end])
            known = self._contacts.has_email(address)
            anybodys = is_free_mail(address)
            if not (known or is_an_offices(text, (start, end), anybodys=anybodys)):
                yield start, end

    def _homes(self, text: str) -> Iterator[Span]:
        for start, end in homes(text):
            known = self._contacts.has_address(text[start:end])
            if not (known or is_given_out(text, (start, end))):
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
    mine, others = last_end(_OWN, before), last_end(OTHERS, before)
    if others > mine:
        return _HIGH
    return own if mine >= 0 else _MEDIUM
