"""Proof: whether the receiving server vouches for a sender. RFC 8601, RFC 7489 (alignment).

The sender's server can write anything into a message, headers of this kind too. What counts is
what our own mail server wrote, and that stands topmost. Further headers of the same server count
only if its name is known from the settings: such a server removes those that others wrote in its
name (RFC 8601, section 5), while any name may stand in a header that is merely the first.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

_METHOD = re.compile(r"\s*(dmarc|dkim|spf)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)\b", re.IGNORECASE)
# A name and all that hangs on it, or a word of another kind; what stands in quotes is no name.
_PROPERTY = re.compile(
    r'([^\s="]+)\s*+=\s*+((?:"[^"]*"|[^\s"]|\s++@)+)|(?:"[^"]*"|[^\s"])+', re.ASCII
)
# `"a@good.example"@evil.example` is an address on evil.example: quotes go round all of it or none.
_PLAIN = re.compile(r'"[^"]*"|[^\s"]+')
_SPEAKS_OF = {
    "dmarc": ("header.from",),
    "spf": ("smtp.mailfrom",),
    "dkim": ("header.d", "header.i"),  # the second where the first is missing
}
_MOST = 100  # results in one header


class Proof(StrEnum):
    """What is known of a sender beyond the name it gives itself."""

    PASSED = "passed"
    NOT_STATED = "not_stated"  # the receiving server notes nothing: only the domain is known
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class _Result:
    method: str
    value: str  # "unclear" where it cannot be told of whom it speaks
    domain: str  # that it speaks of; "" where it does not say


def proof_of(headers: Sequence[str], site: str, servers: Collection[str] = ()) -> Proof:
    """Whether a message whose From lies on `site` was proved to come from there.

    `headers`: the message's Authentication-Results, the topmost first. `servers`: the names that
    our own mail servers give themselves in them, if the settings say any.
    """
    read = [(_server(plain), plain) for plain in map(_without_comments, headers)]
    counting = _ours(read, {name.lower() for name in servers}) if servers else read[:1]
    if not counting:
        return Proof.FAILED if servers else Proof.NOT_STATED
    results = [result for _, plain in counting for result in _results(plain)]
    return Proof.PASSED if _passes(results, site) else Proof.FAILED


def _ours(read: Sequence[tuple[str, str]], servers: Collection[str]) -> list[tuple[str, str]]:
    """The notes of the server that the message came in by. Another of ours removes nothing from a
    message that it never saw, so what stands in its name below may be the sender's."""
    last = next((name for name, _ in read if name in servers), None)
    return [each for each in read if each[0] == last]


def lies_on(domain: str, site: str) -> bool:
    """Whether a domain is a site's own or lies below it."""
    return domain == site or domain.endswith(f".{site}")


def _passes(results: Sequence[_Result], site: str) -> bool:
    """DMARC decides where it was looked at; else a signature or a sending server of the site."""
    dmarc = [result for result in results if result.method == "dmarc" and result.value != "none"]
    if dmarc:
        return all(r.value == "pass" and (not r.domain or lies_on(r.domain, site)) for r in dmarc)
    return any(r.value == "pass" and lies_on(r.domain, site) for r in results)


def _results(plain: str) -> list[_Result]:
    return [found for part in _parted(plain)[1:_MOST] if (found := _result(part))]


def _result(part: str) -> _Result | None:
    match = _METHOD.match(part)
    if match is None:
        return None
    method, value = match[1].lower(), match[2].lower()
    said = _said_of(method, part[match.end() :])
    if len(said) > 1 or not all(map(_PLAIN.fullmatch, said)):
        return _Result(method, "unclear", "")
    domain = "".join(said).strip('"').rpartition("@")[2].strip("<>.").lower()
    return _Result(method, value, domain)


def _said_of(method: str, rest: str) -> list[str]:
    """What a result says that it speaks of: one value, none, or several, which mean nothing."""
    found = _PROPERTY.findall(rest)
    for wanted in _SPEAKS_OF[method]:
        if values := [value for name, value in found if name.lower() == wanted]:
            return values
    return []


def _server(plain: str) -> str:
    """The name before the first semicolon, without a version number."""
    words = _parted(plain)[0].split()
    return words[0].strip('"').lower() if words else ""


def _parted(plain: str) -> list[str]:
    """The parts between semicolons; those within quotation marks part nothing."""
    return re.findall(r'(?:"[^"]*"|[^;"])+|(?<=;)(?=;)', plain) or [""]


def _without_comments(header: str) -> str:
    """Drops what stands in round brackets, which nest; words in it are nobody's verdict."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in header:
        if escaped:
            escaped = False
        elif character == "\\" and (depth or quoted):
            escaped = True
        elif character == '"' and not depth:
            quoted = not quoted
            kept.append(character)
        elif character == "(" and not quoted:
            depth += 1
        elif character == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(character)
    plain = "".join(kept)
    # Where one stays open nobody knows what it holds: only the server's name is left.
    return plain.partition(";")[0] if depth or quoted else plain
