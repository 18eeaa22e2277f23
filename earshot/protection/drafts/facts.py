"""The facts that the drafts are made from: the settings as they stand, and nobody's name but that
of the assessment's owner."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from collectors.links import host_of
from collectors.mail.address import MailAddress
from earshot.handling.house import House
from earshot.handling.sign_in_file import SIGN_IN_FILE
from earshot.protection.backups import KEPT_DAYS
from earshot.rules.company import Company, HoldKind, Purpose, Role, Source, SourceKind, SourceState
from earshot.rules.person_terms import named_terms
from earshot.rules.policy import Retention
from earshot.words.platforms import PLATFORM
from earshot.words.times import local_date

ROLES = {
    Role.SMT: "senior team",
    Role.MODERATOR: "moderator",
    Role.DSL: "designated safeguarding lead",
    Role.DEPUTY: "deputy of the safeguarding lead",
    Role.DPO: "data protection officer",
    Role.STAFF: "staff",
    Role.READ_ONLY: "read only",
    Role.CHAIR: "chair or proprietor",
}
KINDS = {
    SourceKind.FEED: "feeds",
    SourceKind.SEARCH: "search feeds of news and web searches",
    SourceKind.MAILBOX: "mailboxes that receive notices and alerts",
    SourceKind.EXPORT: "downloads from the platforms",
    SourceKind.TABLE: "tables from other tools",
    SourceKind.NOTE: "notes by hand of what staff saw",
}
HOLDS = {
    HoldKind.POLICE: "for the police",
    HoldKind.CLAIM: "for a legal claim",
    HoldKind.ACCESS_REQUEST: "for somebody's access request",
    HoldKind.OTHER: "for another reason",
}


@dataclass(frozen=True, slots=True)
class Facts:
    company: str
    made_on: date  # local
    terms: tuple[str, ...]  # without people's names
    people_searched: int  # terms that are a person's name
    places: tuple[str, ...]  # `feeds: news.example, voice.example`
    own_places: int  # of the sources, those tied to an account of the company's own
    other_places: int
    accounts: tuple[str, ...]  # `Our page (Facebook)`
    roles: tuple[str, ...]  # `moderator: 2`
    lacking: tuple[str, ...]  # roles that nobody has, though somebody should
    purpose: Purpose
    retention: Retention
    by_night: bool  # whether what is past its time is deleted without anybody's doing
    holds: tuple[str, ...]
    sign_in: bool
    backup_days: int


def facts_of(house: House, company: Company, now: datetime, *, signed_in: bool = False) -> Facts:
    """The facts as they stand; `signed_in` where somebody is, so that sign-in must be on.

    Raises:
        BadPolicy: the policy file has a mistake.
    """
    heard = [s for s in company.sources.values() if s.state is not SourceState.GONE]
    own = sum(source.account in company.accounts for source in heard)
    people = named_terms(company)
    return Facts(
        company.profile.name,
        local_date(now, company.zone),
        tuple(term for term in company.profile.terms if term not in people),
        len(people),
        _places(heard),
        own,
        len(heard) - own,
        tuple(f"{a.name} ({PLATFORM[a.platform]})" for a in company.accounts.values()),
        _roles(company),
        tuple(
            ROLES[r] for r in (Role.DPO, Role.DSL, Role.DEPUTY, Role.SMT) if not company.anybody(r)
        ),
        company.purpose,
        house.policy.retention,
        company.keeping.by_night,
        tuple(HOLDS[hold.kind] for hold in company.held),
        signed_in or (house.folder / SIGN_IN_FILE).is_file(),
        KEPT_DAYS,
    )


def _places(heard: Iterable[Source]) -> tuple[str, ...]:
    """By kind, the hosts: an address may name a person."""
    hosts: dict[SourceKind, set[str]] = {}
    for source in heard:
        hosts.setdefault(source.kind, set()).add(_host(source))
    return tuple(
        f"{KINDS[kind]}: {', '.join(sorted(found))}" if (found := hosts[kind] - {""}) else words
        for kind, words in KINDS.items()
        if kind in hosts
    )


def _host(source: Source) -> str:
    if source.kind is SourceKind.MAILBOX:
        return MailAddress.parse(source.url).host
    return host_of(source.url) or ""


def _roles(company: Company) -> tuple[str, ...]:
    counted = Counter(r for p in company.people.values() if p.active for r in p.roles)
    return tuple(f"{ROLES[role]}: {counted[role]}" for role in ROLES if counted[role])
