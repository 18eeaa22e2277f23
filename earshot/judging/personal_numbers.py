"""Numbers that stand for a person: date of birth, National Insurance number, bank details. Pure."""

import re
from collections.abc import Iterator

from earshot.judging.signs import Span

# HMRC, National Insurance Manual NIM39110: neither D, F, I, Q, U nor V in the first two places, no
# O in the second, and none of seven pairs. QQ is what HMRC writes where it shows the pattern.
_PAIRS = r"(?!BG|GB|NK|KN|TN|NT|ZZ)(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)"
_INSURANCE = re.compile(
    rf"(?<![\w-]){_PAIRS}[ .-]?\d{{2}}[ .-]?\d{{2}}[ .-]?\d{{2}}[ .-]?[A-D](?![\w-])",
    re.IGNORECASE,
)
_INSURANCE_SAID = re.compile(
    r"(?:\bn\.?i\.?(?:n|no)?|nat(?:ional)? ins(?:urance)?|nino|insurance n\w*)\b[^.!?\n]{0,25}?"
    rf"(?<!\w)({_PAIRS}[ .-]?\d{{2}}[ .-]?\d{{2}}[ .-]?\d{{2}})(?!\w)",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:order|ref|reference|invoice|booking|tracking|serial|certificate|cert|model|part|policy"
    r"|voucher|code|flight|registration|reg|plate|format|example|e\.g|eg|such as|looks? like)"
    r"(?: (?:no|number|is))?\W{0,4}$",
    re.IGNORECASE,
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:(?:19[3-9]|20[0-4])\d|'?\d{2})"
_DATE = (
    rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{_YEAR}|(?:19|20)\d{{2}}[./-]\d{{1,2}}[./-]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?:of\s)?{_YEAR}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}|\d{{1,2}}\s\d{{1,2}}\s(?:19|20)\d{{2}})(?!\w)"
)
_BORN = (
    r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth|\bdates? of births?|\bbirth\s?date|\bborn"
    r"|\bbirthdays?|\bb-?day)"
)
_BIRTH = re.compile(rf"{_BORN}[^\d!?\n]{{0,25}}?\b({_DATE})", re.IGNORECASE)
_BIRTH_BEHIND = re.compile(
    rf"(?<![\w.])({_DATE})[^\w\n]{{0,4}}(?:is |was |\()?(?:my |her |his |their )?"
    r"(?:d\.?o\.?b\b|date of birth|birth\s?date)",
    re.IGNORECASE,
)
_BIRTH_RUN = re.compile(
    r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth)[^\w\n]{0,3}(?:is |was |= ?)?(\d{6}|\d{8})(?!\d)",
    re.IGNORECASE,
)
_FEAST = re.compile(r"\b(?:birthday|b-?day)", re.IGNORECASE)
_LONG_AGO = re.compile(r"\b(?:19\d\d|200\d|201[0-5])\b")
_NO_PERSON = re.compile(
    r"\b(?:idea|company|club|brand|project|college|academy|business|charity|centre|movement|label"
    r"|was|were|company's|first)\W+(?:is |was |were )?$",
    re.IGNORECASE,
)

_SORT = r"\d{2}\s?[-–.]\s?\d{2}\s?[-–.]\s?\d{2}|\d{2} \d{2} \d{2}"
_ACCOUNT = r"\d{8}|\d{4} \d{4}"
_BANK = re.compile(
    rf"(?<![\w-])(?:{_SORT})(?![\d-])[^\d.!?\n]{{1,40}}(?:{_ACCOUNT})(?!\d)"
    rf"|(?<![\w-])(?:{_ACCOUNT})(?!\d)[^\d.!?\n]{{1,40}}\b(?:{_SORT})(?![\d-])"
    rf"|\b(?:sort\s?code|s/c|sc)\b[^\d\n]{{0,12}}(?:\d{{6}}|{_SORT})(?!\d)"
    rf"(?:[^\d\n]{{1,40}}(?:{_ACCOUNT})(?!\d))?"
    r"|\b(?:account|acc|acct|a/c|bank)\s?(?:no|num|number|details)?\b\.?[^\d\n]{0,12}"
    rf"(?:{_ACCOUNT})(?!\d)[^\d\n]{{1,30}}(?:\d{{6}}|{_SORT})(?!\d)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)GB\d{2}\s?[A-Z]{4}(?:\s?\d){14}(?!\w)", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d.-])[45]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\d-])")


def insurance_numbers(text: str) -> Iterator[Span]:
    """By HMRC's rules; without the letter at the end only where it is called by its name."""
    for found in _INSURANCE.finditer(text):
        if not _OTHER_NUMBER.search(text[max(0, found.start() - 30) : found.start()]):
            yield found.span()
    for found in _INSURANCE_SAID.finditer(text):
        yield found.span(1)


def births(text: str) -> Iterator[Span]:
    """Whole dates beside words for being born."""
    for found in _BIRTH.finditer(text):
        before = text[max(0, found.start() - 25) : found.start()]
        if not _is_feast(found[0]) and not _NO_PERSON.search(before):
            yield found.span()
    for pattern in (_BIRTH_BEHIND, _BIRTH_RUN):
        for found in pattern.finditer(text):
            yield found.span()


def _is_feast(said: str) -> bool:
    """A birthday's party has a date of these years, the birthday itself of long ago."""
    return bool(_FEAST.match(said)) and not _LONG_AGO.search(said)


def bank_details(text: str) -> Iterator[Span]:
    """Sort code with account, IBAN and card numbers whose check digits are right."""
    for found in _BANK.finditer(text):
        yield found.span()
    for found in _IBAN.finditer(text):
        if _is_iban(re.sub(r"\s", "", found[0]).upper()):
            yield found.span()
    for found in _CARD.finditer(text):
        if _passes_luhn(re.sub(r"\D", "", found[0])):
            yield found.span()


def _is_iban(plain: str) -> bool:
    """ISO 13616: the first four moved to the end, letters as numbers, modulo 97."""
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def _passes_luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
