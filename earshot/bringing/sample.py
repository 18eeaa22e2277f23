"""The sample: an invented company's last 90 days, played back through the real intake.

Its feeds, table and decisions lie in data/sample; dates there are written relative to today, as
`{{-12d 14:05}}`: 12 days before today at 14:05 local time.
"""

import io
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from collectors.feeds.feed import read_feed
from collectors.post import Kind, Platform, Post
from collectors.tables.table import read_table
from earshot.bringing.sample_script import FOLDER, SampleDecision, SampleSource, Script, read_script
from earshot.handling import administration, casework
from earshot.handling.decisions import FROM, Action, Decision, decide
from earshot.handling.house import House, company_in
from earshot.handling.keeping import Delivery
from earshot.rules.company import (
    Account,
    Company,
    Profile,
    Source,
    SourceKind,
    account_id,
    source_id,
    source_set,
)
from earshot.rules.events import PROGRAM
from earshot.rules.mention import identities
from earshot.store import log, mentions, runs
from earshot.store.rows import Connection
from earshot.store.runs import Run, Status

SEEN_AFTER = timedelta(minutes=9)  # how long after publication a collection meets it
PLACEHOLDER = re.compile(r"\{\{-(\d+)d (\d\d):(\d\d)\}\}")
KINDS = {Platform.NEWS: Kind.ARTICLE, Platform.BLOG: Kind.ARTICLE}
ACTIONS = {
    "acknowledged": Action.ACKNOWLEDGE,
    "answered": Action.ANSWER,
    "no_reply_needed": Action.NO_REPLY_NEEDED,
    "out_of_scope": Action.OUT_OF_SCOPE,
    "assigned": Action.ASSIGN,
    "closed": Action.CLOSE,
}


@dataclass(frozen=True)
class _Play:
    """The playing back of one script, in one unit of work."""

    house: House
    script: Script
    connection: Connection
    begun: datetime  # aware, UTC
    now: datetime  # aware, UTC

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.script.company.zone)

    def day(self, days_ago: int) -> date:
        return self.now.astimezone(self.zone).date() - timedelta(days=days_ago)


def make_sample(house: House, *, now: datetime) -> None:
    """Fill an empty folder with the sample."""
    script = read_script()
    longest = max(source.start_days_ago for source in script.sources)
    begun = now - timedelta(days=longest)
    said = script.company
    profile = Profile(said.name, said.terms, said.nation, said.zone, sample=True)
    administration.found_company(house, profile, now=begun)
    with house.store.unit() as connection:
        play = _Play(house, script, connection, begun, now)
        sources = _furnish(play)
        _perform(play, sources)


def _furnish(play: _Play) -> dict[str, Source]:
    """The accounts, people and sources; returns the Sources by file."""
    for account in play.script.accounts:
        starts_on = play.day(account.start_days_ago)
        own = Account(
            account_id(account.name),
            account.name,
            starts_on,
            account.platform,
            account.handle,
            account.url,
        )
        administration.add_account(play.connection, own, actor=PROGRAM, now=play.begun)
    _staff(play)
    sources = {source.file: _source(play, source) for source in play.script.sources}
    log.append(
        play.connection, [source_set(each, PROGRAM) for each in sources.values()], now=play.begun
    )
    return sources


def _staff(play: _Play) -> None:
    for said in play.script.people:
        person = administration.add_person(play.connection, said.name, *said.roles, now=play.begun)
        if said.on_duty:
            on_duty = replace(person, on_duty=True)
            administration.change_person(play.connection, on_duty, actor=PROGRAM, now=play.begun)


def _source(play: _Play, source: SampleSource) -> Source:
    kind = SourceKind.FEED if source.url else SourceKind.TABLE
    starts_at = datetime.combine(play.day(source.start_days_ago), time(), play.zone)
    account = account_id(source.account) if source.account else None
    identity = source_id(kind, source.url or source.name)
    return Source(identity, source.name, source.url, kind, starts_at, account, source.every)


@dataclass(frozen=True)
class _Step:
    """Something that happened: a Post was met, or somebody decided."""

    at: datetime
    number: int  # of what happened at the same moment, the order
    met: tuple[Source, Post] | None = None
    decided: SampleDecision | None = None


def _perform(play: _Play, sources: dict[str, Source]) -> None:
    """Everything in the order in which it happened, so that the log reads as it would have."""
    posts = [
        (sources[file.file], post) for file in play.script.sources for post in _posts(play, file)
    ]
    company = company_in(play.connection)
    steps = sorted((*_arrivals(play, posts), *_decisions(play, posts)), key=_when)
    waiting: list[_Step] = []
    day = None
    for step in (each for each in steps if each.at <= play.now):
        if step.decided or step.at.date() != day:
            _take_in(play, company, waiting)
            waiting = []
        if step.at.date() != day:
            casework.record_misses(play.connection, now=step.at)
            day = step.at.date()
        if step.decided:
            _decide(play, company, step, posts)
        else:
            waiting.append(step)
    _take_in(play, company, waiting)
    casework.record_misses(play.connection, now=play.now)
    _daily_runs(play, list(sources.values()))


def _when(step: _Step) -> tuple[datetime, int]:
    return step.at, step.number


def _arrivals(play: _Play, posts: list[tuple[Source, Post]]) -> Iterator[_Step]:
    for number, (source, post) in enumerate(posts):
        seen_at = max(_published(post), source.starts_at) + SEEN_AFTER
        yield _Step(min(seen_at, play.now), number, met=(source, post))


def _take_in(play: _Play, company: Company, steps: list[_Step]) -> None:
    """What was met since the last decision comes by one Run of each Source."""
    if not steps:
        return
    at = steps[-1].at
    by_source: dict[str, list[Post]] = {}
    for source, post in (step.met for step in steps if step.met):
        by_source.setdefault(source.id, []).append(post)
    deliveries = [
        Delivery(company.sources[source], Run(secrets.token_hex(8), source, at, at, Status.OK), met)
        for source, met in by_source.items()
    ]
    play.house.intake(company).take_in_within(play.connection, deliveries, now=at)


def _decisions(play: _Play, posts: list[tuple[Source, Post]]) -> Iterator[_Step]:
    named = _by_name(posts)
    for number, said in enumerate(play.script.decisions, start=len(posts)):
        after = max(timedelta(minutes=said.after_minutes), SEEN_AFTER * 2)
        yield _Step(_published(named[said.match]) + after, number, decided=said)


def _decide(play: _Play, company: Company, step: _Step, posts: list[tuple[Source, Post]]) -> None:
    said = step.decided
    assert said is not None
    ids = identities(_by_name(posts)[said.match])
    known = mentions.known(play.connection, ids)
    case_id = next(each for each in ids if each in known)
    case = casework.current(play.connection, [case_id])[case_id]
    decision = _decision(said, (case_id, case.version), company)
    if case.state not in FROM[decision.action]:
        return  # changed rules may judge that nothing is due: then nobody had to decide
    outcome = decide(play.connection, decision, play.house.rules(company), now=step.at)
    if outcome.refused:
        raise ValueError(f"the sample's decision on {said.match}: {outcome.refused[0][1]}")


def _by_name(posts: list[tuple[Source, Post]]) -> dict[str, Post]:
    return {name: post for _, post in posts for name in (post.url, post.native_id) if name}


def _published(post: Post) -> datetime:
    assert post.published.at is not None  # every date of the sample is written in full
    return post.published.at


def _decision(said: SampleDecision, case: tuple[str, int], company: Company) -> Decision:
    person = next(p.id for p in company.people.values() if p.name == said.person)
    action = ACTIONS[said.action]
    return Decision(
        action,
        (case,),
        person,
        where=said.where,
        link=said.link,
        reason=said.reason,
        assignee=person if action is Action.ASSIGN else None,
    )


def _daily_runs(play: _Play, sources: list[Source]) -> None:
    """Each feed was asked every day, on quiet ones too, and a last time just now."""
    feeds = [source for source in sources if source.kind is SourceKind.FEED]
    days = (play.now - play.begun).days
    moments = [play.now - timedelta(days=ago) for ago in range(days, -1, -1)]
    asked = [
        Run(secrets.token_hex(8), source.id, at, at, Status.UNCHANGED)
        for at in moments
        for source in feeds
    ]
    runs.add(play.connection, asked)


def _posts(play: _Play, file: SampleSource) -> list[Post]:
    """The Posts of one file, read by the same readers as anybody else's."""
    path = FOLDER / file.file
    body = _rendered(path.read_text("utf-8"), path.suffix, play).encode()
    if path.suffix == ".csv":
        entries = list(read_table(io.BytesIO(body), name=file.file, now=play.now, zone=play.zone))
    else:
        feed = read_feed(body, url=file.url, content_type="application/xml", now=play.now)
        entries = list(feed.entries)
    posts = [entry for entry in entries if isinstance(entry, Post)]
    return [_placed(post, file) for post in posts]


def _placed(post: Post, file: SampleSource) -> Post:
    """An address that leads nowhere shows no platform, and so not what sort of thing it is."""
    if file.platform is Platform.TABLE:
        return post
    kind = Kind.COMMENT if file.account else KINDS.get(file.platform, Kind.POST)
    return replace(post, platform=file.platform, kind=kind)


def _rendered(template: str, suffix: str, play: _Play) -> str:
    atom = "http://www.w3.org/2005/Atom" in template and "<feed" in template
    write = _rfc822 if suffix == ".xml" and not atom else datetime.isoformat

    def render(found: re.Match[str]) -> str:
        days, hour, minute = (int(part) for part in found.groups())
        at = datetime.combine(play.day(days), time(hour, minute), play.zone)
        # Early in the morning "today at 07:40" has not come yet: then it was just now.
        return write(min(at, play.now - SEEN_AFTER))

    return PLACEHOLDER.sub(render, template)


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment)
