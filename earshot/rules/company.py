"""The company as it is set up: name, terms, accounts, people and sources, folded from Events."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from collectors.post import Platform
from collectors.tables.mapping import Mapping
from earshot.rules.calendar import WorkingCalendar
from earshot.rules.events import Event, EventKind, NewEvent
from earshot.words.errors import NotFound
from earshot.words.query import Query, parse
from earshot.words.vocabulary import Nation

COMPANY = "company"  # the subject of the company's own settings
PURPOSE_SUBJECT = "purpose"
KEEPING = "keeping"  # the subject of how what is past its time is deleted
POLICY = "policy"  # the subject of what is noted about the policy in force


class Role(StrEnum):
    SMT = "smt"
    MODERATOR = "moderator"
    DSL = "dsl"  # the designated safeguarding lead
    DEPUTY = "deputy"  # of the safeguarding lead
    DPO = "dpo"  # the data protection officer
    STAFF = "staff"
    READ_ONLY = "read_only"
    CHAIR = "chair"  # or proprietor: where a report is about a senior manager


class SourceKind(StrEnum):
    FEED = "feed"
    SEARCH = "search"
    MAILBOX = "mailbox"
    EXPORT = "export"
    TABLE = "table"
    NOTE = "note"


# What says nothing of where something was said.
BARE = frozenset({Platform.NEWS, Platform.BLOG, Platform.OTHER, Platform.TABLE, Platform.NOTE})
# Tools' downloads, and the platforms that what they hold was said on.
ALIKE = {
    Platform.META_BUSINESS: (Platform.FACEBOOK, Platform.INSTAGRAM),
    Platform.FACEBOOK: (Platform.META_BUSINESS, Platform.HOOTSUITE),
    Platform.INSTAGRAM: (Platform.META_BUSINESS, Platform.HOOTSUITE),
    Platform.HOOTSUITE: (Platform.FACEBOOK, Platform.INSTAGRAM, Platform.X),
}
FETCHED = frozenset({SourceKind.FEED, SourceKind.SEARCH})
COLLECTED = FETCHED | {SourceKind.MAILBOX}  # the others are brought in by hand
BROUGHT = frozenset({SourceKind.EXPORT, SourceKind.TABLE})  # they bring what was said earlier


class SourceState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"  # the server said that it is gone for good; it is asked no more


@dataclass(frozen=True)
class Profile:
    """What the company says of itself."""

    name: str
    terms: tuple[str, ...]  # queries
    nation: Nation = Nation.ENGLAND_AND_WALES
    zone: str = "Europe/London"
    extra_holidays: dict[date, str] = field(default_factory=dict)
    closures: dict[date, str] = field(default_factory=dict)
    closures_count: bool = False  # whether closure days count as not working: signed by SMT
    sample: bool = False
    person_terms: dict[str, str] = field(default_factory=dict)  # reason, by term: a person's name
    contacts: tuple[str, ...] = ()  # public ones: telephones, e-mail addresses, postal addresses
    procedures: dict[str, str] = field(default_factory=dict)  # where each stands, by its id


@dataclass(frozen=True)
class Account:
    """One of the company's own social media accounts."""

    id: str
    name: str
    starts_on: date  # local; what was published before is history
    platform: Platform = Platform.OTHER
    handle: str = ""
    url: str = ""

    def may_be_on(self, platform: Platform) -> bool:
        """Whether what was said on a platform may have been said here."""
        return platform in BARE or self.platform in places_of(platform)


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    roles: tuple[Role, ...] = (Role.MODERATOR,)
    active: bool = True
    sign_in: str = ""  # what sign-in calls them: an e-mail address, or the provider's own id
    on_duty: bool = False  # of moderators: who is told first, and sees what is not handed over


@dataclass(frozen=True)
class Signature:
    """That the senior team stands behind a choice made where the policy is silent."""

    choice: str  # in the words that were signed: other words are not signed
    by: str  # a Person's id
    on: date  # local


@dataclass(frozen=True)
class SavedFilter:
    """A way to look at the queue or the Mentions that somebody has given a name."""

    id: str
    name: str
    page: str
    query: dict[str, str]  # what stands in the page's address
    by: str  # a Person's id
    shared: bool = False
    active: bool = True


class HoldKind(StrEnum):
    POLICE = "police"
    CLAIM = "claim"
    ACCESS_REQUEST = "access_request"
    OTHER = "other"


@dataclass(frozen=True)
class Hold:
    """While one is in force nothing is deleted."""

    id: str
    kind: HoldKind
    reason: str
    since: date  # local
    active: bool = True


@dataclass(frozen=True)
class Purpose:
    """What people's words are collected for, and on what basis: stated before it begins."""

    assessed_on: date | None = None  # the data protection impact assessment's
    assessed_by: str = ""  # who owns that assessment
    bases: dict[str, str] = field(default_factory=dict)  # lawful basis by purpose
    notice_url: str = ""  # where the public can read the privacy notice

    @property
    def is_stated(self) -> bool:
        return bool(self.assessed_on and self.assessed_by and self.bases and self.notice_url)


@dataclass(frozen=True)
class Keeping:
    """How what is past its time is deleted."""

    by_night: bool = False  # every night, by itself; else only when somebody says so


@dataclass(frozen=True)
class Source:
    """A place that is collected."""

    id: str
    name: str
    url: str
    kind: SourceKind
    starts_at: datetime  # aware, UTC; what was published before is history
    account: str | None = None  # an Account's id: what arrives here was said on it
    every: int = 30  # minutes
    secret: str = ""  # where a mailbox's password lies: env:NAME or file:/path; never the password
    server: str = ""  # the company's mail server, as it signs Authentication-Results; "": the first
    state: SourceState = SourceState.ACTIVE


@dataclass(frozen=True)
class Company:
    """Everything that is set up, as it stands at one moment."""

    profile: Profile
    accounts: dict[str, Account]
    people: dict[str, Person]
    sources: dict[str, Source]
    mappings: dict[str, Mapping] = field(default_factory=dict)  # by the table's shape
    holds: dict[str, Hold] = field(default_factory=dict)
    purpose: Purpose = field(default_factory=Purpose)
    keeping: Keeping = field(default_factory=Keeping)
    signatures: dict[str, Signature] = field(default_factory=dict)  # by interpretation
    filters: dict[str, SavedFilter] = field(default_factory=dict)
    policy_version: str = ""  # of the policy that the log names last
    policy_fingerprint: str = ""
    profile_set_at: datetime | None = None  # aware, UTC: when the terms may last have changed

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.profile.zone)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return WorkingCalendar(
            self.profile.nation,
            extra_holidays=self.profile.extra_holidays,
            closures=self.profile.closures,
            closures_count=self.profile.closures_count,
        )

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        return tuple(parse(term) for term in self.profile.terms)

    def account_named(self, name: str, platform: Platform = Platform.OTHER) -> Account | None:
        """The account of this name on this platform; on any, where `platform` says nothing.

        Most companies go by one name everywhere: what was said on one of its accounts must not be
        taken for said on another.
        """
        named = [a for a in self.accounts.values() if _folded(a.name) == _folded(name)]
        fitting = [a for each in places_of(platform) for a in named if a.platform is each]
        return next(iter(fitting or (named if platform in BARE else ())), None)

    def account_called(self, name: str, platform: Platform) -> Account | None:
        """The account of this name there; else the one on this platform that has this handle."""
        plain = _folded(name.removeprefix("@"))
        on_it = (a for a in self.accounts.values() if a.platform is platform and a.handle)
        found = (a for a in on_it if _folded(a.handle.removeprefix("@")) == plain)
        return self.account_named(name, platform) or next(found, None)

    def source(self, source_id: str) -> Source:
        try:
            return self.sources[source_id]
        except KeyError:
            raise NotFound(
                f"There is no source {source_id!r}; `sources list` shows them."
            ) from None

    def anybody(self, role: Role) -> bool:
        """Whether somebody at work here has this role."""
        return any(p.active and role in p.roles for p in self.people.values())

    @property
    def held(self) -> tuple[Hold, ...]:
        """The holds in force."""
        return tuple(hold for hold in self.holds.values() if hold.active)

    def account_name(self, account_id: str | None) -> str | None:
        return self.accounts[account_id].name if account_id in self.accounts else None

    def person_name(self, person_id: str | None) -> str:
        if person_id is None:
            return "nobody"
        person = self.people.get(person_id)
        return person.name if person else "Earshot"


def fold(events: Iterable[Event]) -> Company | None:
    """The company that these settings describe, oldest first; None before it has a name."""
    profile: Profile | None = None
    company = Company(Profile("", ()), {}, {}, {})
    for event in events:
        if event.kind is EventKind.COMPANY_SET:
            profile = PROFILE.validate_python(event.details)
            company = replace(company, profile_set_at=event.recorded_at)
        elif event.kind is EventKind.ACCOUNT_SET:
            company.accounts[event.subject] = ACCOUNT.validate_python(event.details)
        elif event.kind is EventKind.PERSON_SET:
            company.people[event.subject] = PERSON.validate_python(_with_roles(event.details))
        elif event.kind is EventKind.SOURCE_SET:
            company.sources[event.subject] = SOURCE.validate_python(event.details)
        elif event.kind is EventKind.MAPPING_SET:
            company.mappings[event.subject] = MAPPING.validate_python(event.details)
        elif event.kind is EventKind.HOLD_SET:
            company.holds[event.subject] = HOLD.validate_python(event.details)
        elif event.kind is EventKind.PURPOSE_SET:
            company = replace(company, purpose=PURPOSE.validate_python(event.details))
        elif event.kind is EventKind.KEEPING_SET:
            company = replace(company, keeping=KEEPINGS.validate_python(event.details))
        elif event.kind is EventKind.INTERPRETATION_SIGNED:
            company.signatures[event.subject] = SIGNATURE.validate_python(event.details)
        elif event.kind is EventKind.FILTER_SET:
            company.filters[event.subject] = FILTER.validate_python(event.details)
        elif event.kind is EventKind.POLICY_SET:
            company = replace(
                company,
                policy_version=str(event.details["version"]),
                policy_fingerprint=str(event.details["fingerprint"]),
            )
    return replace(company, profile=profile) if profile else None


def _with_roles(details: dict[str, Any]) -> dict[str, Any]:
    """A person as they are recorded today: at first everybody had one role."""
    if "role" not in details:
        return details
    rest = {name: value for name, value in details.items() if name != "role"}
    return rest | {"roles": [details["role"]]}


PROFILE = TypeAdapter(Profile)
ACCOUNT = TypeAdapter(Account)
PERSON = TypeAdapter(Person)
SOURCE = TypeAdapter(Source)
MAPPING = TypeAdapter(Mapping)
HOLD = TypeAdapter(Hold)
PURPOSE = TypeAdapter(Purpose)
KEEPINGS = TypeAdapter(Keeping)
SIGNATURE = TypeAdapter(Signature)
FILTER = TypeAdapter(SavedFilter)


def profile_set(profile: Profile, actor: str) -> NewEvent:
    return NewEvent(EventKind.COMPANY_SET, COMPANY, _plain(PROFILE, profile), actor)


def account_set(account: Account, actor: str) -> NewEvent:
    return NewEvent(EventKind.ACCOUNT_SET, account.id, _plain(ACCOUNT, account), actor)


def person_set(person: Person, actor: str) -> NewEvent:
    return NewEvent(EventKind.PERSON_SET, person.id, _plain(PERSON, person), actor)


def source_set(source: Source, actor: str) -> NewEvent:
    return NewEvent(EventKind.SOURCE_SET, source.id, _plain(SOURCE, source), actor)


def hold_set(hold: Hold, actor: str) -> NewEvent:
    return NewEvent(EventKind.HOLD_SET, hold.id, _plain(HOLD, hold), actor)


def purpose_set(purpose: Purpose, actor: str) -> NewEvent:
    return NewEvent(EventKind.PURPOSE_SET, PURPOSE_SUBJECT, _plain(PURPOSE, purpose), actor)


def keeping_set(keeping: Keeping, actor: str) -> NewEvent:
    return NewEvent(EventKind.KEEPING_SET, KEEPING, _plain(KEEPINGS, keeping), actor)


def interpretation_signed(interpretation: str, signature: Signature) -> NewEvent:
    details = _plain(SIGNATURE, signature)
    return NewEvent(EventKind.INTERPRETATION_SIGNED, interpretation, details, signature.by)


def filter_set(found: SavedFilter, actor: str) -> NewEvent:
    return NewEvent(EventKind.FILTER_SET, found.id, _plain(FILTER, found), actor)


def mapping_set(shape: str, mapping: Mapping, actor: str) -> NewEvent:
    """How tables of this shape are read from now on."""
    return NewEvent(EventKind.MAPPING_SET, shape, _plain(MAPPING, mapping), actor)


def places_of(platform: Platform) -> tuple[Platform, ...]:
    """What the accounts on a platform may be entered as being on, the likeliest first."""
    return (platform, *ALIKE.get(platform, ()), Platform.OTHER)


def source_id(kind: SourceKind, url: str) -> str:
    """The same place, added twice, is one Source."""
    return "s-" + hashlib.sha256(f"{kind}\n{url}".encode()).hexdigest()[:8]


def account_id(name: str, platform: Platform | None = None) -> str:
    """`platform` tells accounts of one name apart: of the first that has it none is given."""
    key = f"{_folded(name)}\n{platform}" if platform else _folded(name)
    return "a-" + hashlib.sha256(key.encode()).hexdigest()[:8]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _plain(adapter: "TypeAdapter[Any]", value: object) -> dict[str, Any]:
    plain: dict[str, Any] = adapter.dump_python(value, mode="json")
    return plain
