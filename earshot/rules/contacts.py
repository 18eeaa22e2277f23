"""Public contacts: what a company gives out itself, and is therefore nobody's private detail. Pure.

A line is a telephone number, an e-mail address, a domain (`@example.org` or `example.org`: every
address there), or a postal address with its postcode or its number and street.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from earshot.words.addresses import IN_FULL, POSTCODE
from earshot.words.telephones import dialled

_DOMAIN = re.compile(r"@?(?:[a-z0-9-]+\.)+[a-z]{2,24}")
_EMAIL = re.compile(r"[^\s@]+@(?:[a-z0-9-]+\.)+[a-z]{2,24}")
_POSTCODE = re.compile(POSTCODE, re.IGNORECASE)


@dataclass(frozen=True)
class Contacts:
    """Normalised, to be compared with what a text holds."""

    telephones: frozenset[str] = frozenset()  # E.164
    emails: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()  # their words, in order

    @classmethod
    def parse(cls, lines: Iterable[str]) -> "Contacts":
        """What is none of the four is kept as the words of a postal address."""
        sorted_out: dict[str, list[str]] = {name: [] for name in ("t", "e", "d", "a")}
        for line in filter(None, (each.strip().casefold() for each in lines)):
            kind, value = _kind(line)
            sorted_out[kind].append(value)
        addresses = sorted_out["a"]
        return cls(
            frozenset(sorted_out["t"]),
            frozenset(sorted_out["e"]),
            frozenset(sorted_out["d"]),
            frozenset(code for each in addresses for code in postcodes(each)),
            tuple(_words(each) for each in addresses),
        )

    def has_telephone(self, number: str) -> bool:
        """`number` as E.164."""
        return number in self.telephones

    def has_email(self, address: str) -> bool:
        folded = address.casefold()
        host = folded.rpartition("@")[2]
        return folded in self.emails or any(
            host == domain or host.endswith("." + domain) for domain in self.domains
        )

    def has_address(self, written: str) -> bool:
        """Whether it has the postcode of one of the company's, or is the beginning of one."""
        codes = postcodes(written)
        if codes:
            return not self.postcodes.isdisjoint(codes)
        own = _words(written)
        return any(f" {own} " in f" {each} " for each in self.addresses)


def read_contacts(lines: Iterable[str]) -> tuple[str, ...]:
    """As they are kept: each once, without the spaces around it, in the order given."""
    return tuple(dict.fromkeys(filter(None, (" ".join(line.split()) for line in lines))))


def postcodes(text: str) -> set[str]:
    """In lower case, without the space."""
    return {re.sub(r"\s", "", found[0]).casefold() for found in _POSTCODE.finditer(text)}


def _kind(line: str) -> tuple[str, str]:
    if _EMAIL.fullmatch(line):
        return "e", line
    if _DOMAIN.fullmatch(line):
        return "d", line.removeprefix("@").removeprefix("www.")
    number = dialled(line) if not re.search(r"[a-z]{3}", line) else None
    return ("t", number) if number else ("a", line)


def _words(address: str) -> str:
    words = re.findall(r"\w+", address.casefold().replace("'", "").replace("’", ""))
    return " ".join(IN_FULL.get(word, word) for word in words)
