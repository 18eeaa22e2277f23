"""The purpose: stated by the senior team or the data protection officer, before anybody else's
words are collected by the program itself."""

from collections.abc import Mapping
from datetime import date, datetime

from collectors.links import clean_url
from earshot.handling.house import company_in
from earshot.rules.access import Right, require_actor
from earshot.rules.company import Purpose, purpose_set
from earshot.rules.purposes import BASES, USES, Basis, Use, missing
from earshot.store import log
from earshot.store.rows import Connection
from earshot.words.errors import Refused
from earshot.words.times import local_date


def state(connection: Connection, purpose: Purpose, *, actor: str, now: datetime) -> Purpose:
    """Record the purpose, the whole of it; each change is an Event with who stated it.

    Raises:
        Refused: the actor's role does not allow it, or something is missing or cannot be so; says
            all of what is missing.
    """
    company = company_in(connection)
    require_actor(actor, Right.PURPOSE, company)
    stated = _checked(purpose, local_date(now, company.zone))
    if stated != company.purpose:
        log.append(connection, [purpose_set(stated, actor)], now=now)
    return stated


def _checked(purpose: Purpose, today: date) -> Purpose:
    owner, notice = " ".join(purpose.assessed_by.split()), purpose.notice_url.strip()
    stated = Purpose(purpose.assessed_on, owner, read_bases(purpose.bases), notice)
    lacking = missing(stated)
    if lacking:
        raise Refused(f"Before the purpose is stated, say: {'; '.join(lacking)}.")
    if stated.assessed_on is not None and stated.assessed_on > today:
        raise Refused("The assessment cannot be dated in the future.")
    if clean_url(notice) is None:
        raise Refused("The public notice needs a web address: http:// or https://.")
    return stated


def read_bases(given: Mapping[str, str]) -> dict[str, str]:
    """Bases by purpose, as they are kept. Raises Refused for what is neither."""
    for use, basis in given.items():
        if use not in set(Use):
            raise Refused(f"There is no purpose {use!r}; there are: {', '.join(USES)}.")
        if basis and basis not in set(Basis):
            raise Refused(f"There is no lawful basis {basis!r}; there are: {', '.join(BASES)}.")
    return {use.value: given[use] for use in Use if given.get(use)}
