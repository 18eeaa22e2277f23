"""Signing: the senior team stands behind what was chosen where the policy is silent.

What is signed are the words of the choice. Whoever words it anew has to have it signed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from earshot.handling.house import company_in
from earshot.rules.access import Right, require_actor
from earshot.rules.company import Company, Signature, interpretation_signed
from earshot.rules.events import PROGRAM
from earshot.rules.policy import Interpretation, Policy
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import NotFound, Refused
from earshot.words.times import local_date, spoken_day


@dataclass(frozen=True, slots=True)
class Standing:
    """A choice, and whether somebody stands behind it."""

    interpretation: Interpretation
    signature: Signature | None  # of these very words
    lapsed: Signature | None = None  # of other words, that stood there before


def standing(policy: Policy, company: Company) -> list[Standing]:
    """All choices of a policy, in its order."""
    return [_standing(each, company.signatures.get(each.id)) for each in policy.interpretations]


def sign(
    connection: Connection,
    policy: Policy,
    signed: str,
    choice: str,
    *,
    actor: str,
    now: datetime,
) -> Signature:
    """Sign the choice of this id, in the words that whoever signs has read.

    Raises:
        Refused: the actor is not of the senior team, or the words are others by now.
        NotFound: the policy makes no such choice any more.
    """
    company = company_in(connection)
    require_actor(actor, Right.SIGN, company)
    if actor == PROGRAM:
        raise Refused("A person signs: sign in Settings, under Policy.")
    found = next((each for each in policy.interpretations if each.id == signed), None)
    if found is None:
        raise NotFound(f"The policy holds no choice {signed!r} any more.")
    if found.choice != choice:
        raise Refused("The words of this choice have changed since you opened it: read it again.")
    signature = Signature(choice, actor, local_date(now, company.zone))
    log.append(connection, [interpretation_signed(signed, signature)], now=now)
    return signature


def in_words(each: Standing, company: Company) -> str:
    """`Signed by Sam Sample on Tuesday 24 November 2026.`, or that nobody has signed it."""
    if each.signature is not None:
        on = spoken_day(each.signature.on)
        return f"Signed by {company.person_name(each.signature.by)} on {on}."
    if each.lapsed is not None:
        on = spoken_day(each.lapsed.on)
        who = company.person_name(each.lapsed.by)
        return f"Not signed: {who} signed other words on {on}."
    return "Not signed yet."


def count_in_words(found: Sequence[Standing]) -> str:
    """`3 of 17 choices are signed.`"""
    signed = sum(each.signature is not None for each in found)
    return f"{signed} of {len(found)} choices are signed."


def _standing(each: Interpretation, signature: Signature | None) -> Standing:
    if signature is None or signature.choice == each.choice:
        return Standing(each, signature)
    return Standing(each, None, signature)
