"""Telephone numbers: those that a text holds, however they are written, as the digits one dials.

Digits may be spaced, dotted, in brackets, letters that look like digits, or words ("oh double
seven"). Only numbers of a person or a place are found: freephone (0800, 0808), 03, 084, 087 and 09
belong to organisations, and short ones (999, 101, 116 123) to everybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

_WORDS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "naught": "0", "nil": "0",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TIMES = {"double": 2, "dbl": 2, "dubble": 2, "treble": 3, "triple": 3}
_SHORTEST, _LONGEST = 9, 15  # digits of a number, with what is dialled before it
_LOOKALIKES = str.maketrans("oOlI", "0011")

_UNIT = (
    rf"(?:(?:(?P<times>{'|'.join(_TIMES)})[\s-]{{0,2}}+)?"
    rf"(?:(?P<digits>(?-i:\d[\doOlI]*+|[oO]\d[\doOlI]*+))|(?P<word>{'|'.join(_WORDS)})(?![^\W\d]))"
    r"(?:\s{0,2}(?P<hundred>hundred)\b)?)"
)
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _UNIT)
_GAP = r"[ \t\xa0.,\-–—()/·•*_~|\ufe0f\u20e3\u200b\u200c\u200d]{0,4}+"
_RUN = re.compile(
    rf"(?<![\w£$€#@/=&%])[+(]{{0,2}}{_UNNAMED}(?:{_GAP}{_UNNAMED}){{0,24}}+(?!\w)",
    re.IGNORECASE,
)
_TOKEN = re.compile(_UNIT, re.IGNORECASE)
# What stands before a number of another kind: names of such numbers, and words that name one only
# with "number" behind them ("ring the student: 07…" is a telephone, "student no 07…" is none).
_A_NUMBER = r"(?:no|nos|num|number|numbers|id|code|ref|reference)"
_OTHER_KIND = re.compile(
    r"\b(?:order|ord|ref|reference|refs|invoice|inv|booking|isbn|issn|doi|uln|urn|ukprn|tracking"
    r"|parcel|serial|certificate|cert|membership|claim|ticket|crn|account|acc|a/c|vat|registration"
    r"|registered|reg|transaction|barcode|part|model|version|batch|policy|licence|license"
    r"|consignment|item|score|voucher|passport"
    r"|(?:candidate|learner|student|customer|employee|staff|user|company|charity|case|job|course"
    r"|unit|product|discount|promo|access|meeting|zoom|qualification|id)"
    rf"[ .:-]{{1,2}}{_A_NUMBER})"
    rf"(?:[ .:-]{{1,2}}(?:{_A_NUMBER}|is|was))*\W{{0,3}}$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:call|ring|text|txt|phone|tel|telephone|mobile|mob|mobi|whats\s?app|number|num|bell|dial"
    r"|contact|reach|message|landline|fone|cell|on|digits)\b",
    re.IGNORECASE,
)
# The ranges that Ofcom keeps for drama are no subscriber's, but stand for those that are.
_MOBILE = re.compile(r"07[1-9]\d{8}")
_FIXED = re.compile(r"0[12]\d{8,9}")


@dataclass(frozen=True, slots=True)
class Telephone:
    number: str  # as E.164: +447700900123
    start: int  # code points of the text
    end: int

    @property
    def is_mobile(self) -> bool:
        return self.number.startswith("+447")


@dataclass(frozen=True, slots=True)
class _Token:
    digits: str
    start: int
    end: int


def telephones(text: str) -> list[Telephone]:
    """Those of a text, in order. Pure."""
    return [found for run in _runs(text) for found in _in_run(text, run)]


def dialled(written: str) -> str | None:
    """A number that stands alone, as E.164, of whatever kind; None where it is none."""
    try:
        parsed = phonenumbers.parse(written, "GB")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _runs(text: str) -> Iterator[re.Match[str]]:
    """Long enough for a number: most are a lone digit, or the word "one"."""
    return (run for run in _RUN.finditer(text) if run.end() - run.start() >= _SHORTEST)


def _in_run(text: str, run: re.Match[str]) -> Iterator[Telephone]:
    tokens = [_token(found, run.start()) for found in _TOKEN.finditer(run[0])]
    at = 0
    while at < len(tokens):
        for last in _ends(tokens, at):
            if found := _number(text, tokens[at:last]):
                yield found
                at = last - 1
                break
        at += 1


def _ends(tokens: list[_Token], at: int) -> list[int]:
    """Up to where a number may reach that begins here: the longest first."""
    digits, ends = 0, []
    for last in range(at, len(tokens)):
        digits += len(tokens[last].digits)
        if digits > _LONGEST:
            break
        if digits >= _SHORTEST:
            ends.append(last + 1)
    return ends[::-1]


def _token(found: re.Match[str], offset: int) -> _Token:
    if found["digits"]:
        plain = found["digits"].translate(_LOOKALIKES)
        digits = "".join(str(int(char)) for char in plain)
    else:
        digits = _WORDS[found["word"].lower()]
    if found["times"]:
        digits = digits[0] * _TIMES[found["times"].lower()] + digits[1:]
    digits += "00" if found["hundred"] else ""
    return _Token(digits, offset + found.start(), offset + found.end())


def _number(text: str, tokens: list[_Token]) -> Telephone | None:
    """The number that these tokens make up, all of them."""
    digits = "".join(token.digits for token in tokens)
    start, end = tokens[0].start, tokens[-1].end
    abroad = "+" in text[max(0, start - 2) : start]
    if digits[0] not in "047" and not abroad:
        return None
    if start and text[start - 1] in "+(":
        start -= 1 + (text[start - 2 : start] in ("+(", "(+"))
    before = text[max(0, start - 40) : start]
    number = _dialled(digits, abroad, before)
    if not number or _is_list(text[start:end], digits) or _OTHER_KIND.search(before):
        return None
    return Telephone(number, start, end)


def _is_list(written: str, digits: str) -> bool:
    """Whether commas or strokes part digits: dates and lists do that, numbers of people do not."""
    return bool(re.fullmatch(r"[\d\W]+", written)) and bool(
        re.search(r"[,|_~*]|\d\d/\d\d/|\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d\d\b", written)
    )


def _dialled(digits: str, abroad: bool, before: str) -> str | None:
    if abroad and not digits.startswith("44"):
        number = dialled("+" + digits)
        return number if number and _is_valid(number) else None
    national = _national(digits)
    if _MOBILE.fullmatch(national) and (digits[0] != "7" or _CALLED.search(before)):
        return "+44" + national[1:]
    if _FIXED.fullmatch(national) and (digits[0] in "04" or abroad):
        number = "+44" + national[1:]
        drama = national.startswith("01632960")
        return number if drama or _is_valid(number) else None
    return None


def _national(digits: str) -> str:
    """With the leading nought; what is dialled from abroad, and what lacks it, as well."""
    for prefix in ("00440", "0044", "440", "44"):
        if digits.startswith(prefix) and len(digits) - len(prefix) in (9, 10):
            return "0" + digits[len(prefix) :]
    return "0" + digits if digits.startswith("7") and len(digits) == 10 else digits


@lru_cache(maxsize=1024)
def _is_valid(number: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
