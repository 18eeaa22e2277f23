"""Erasing: one person's data goes from everywhere, shown first, and none of it stays on the disk.

What they wrote goes whole. In what others wrote, and in what we noted, their name is struck out.
The log keeps its Events and loses what stood beside them, and so its chain still holds.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from collectors.links import host_of
from earshot.handling import casework, stories
from earshot.handling.house import House, company_in
from earshot.protection import backups, holds, person_files
from earshot.protection.person import OF_MENTIONS, SUBJECT, Found, Place, asked_by, look
from earshot.protection.striking import strike_mentions, strike_plain, strike_rows
from earshot.rules.access import Reader, Right
from earshot.rules.case import CASE
from earshot.rules.company import Company, SourceKind, filter_set, person_set
from earshot.rules.events import PROGRAM, Event, EventKind, NewEvent, as_ranges
from earshot.rules.mention import Mention, identities, known_as
from earshot.rules.naming import Name, read_name
from earshot.rules.steps import NO_DECISIONS, taken_back_beside
from earshot.store import cases, gone, log, mentions, past, person
from earshot.store import stories as stored_stories
from earshot.store.gone import Why
from earshot.store.person import Text, Where
from earshot.store.rows import Connection
from earshot.words.times import spoken_day

DUE = "rewrite.due"  # in the company's folder while the store's file may still hold what is erased
LEFT_NAME = "Somebody who has left"
_SETTINGS = frozenset({Where.SOURCE, Where.SETTING, Where.PERSON})


class Fate(StrEnum):
    """What erasing makes of a place."""

    ERASED = "erased"
    STRUCK_OUT = "name struck out"
    REMOVED = "removed"
    ANONYMISED = "anonymised"
    LEFT = "left: change it in Settings"
    SET_ASIDE = "set aside: the safeguarding lead decides"


@dataclass(frozen=True, slots=True)
class Planned:
    """One place, and what will happen to it."""

    place: Place
    fate: Fate


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing would do, or has done."""

    planned: tuple[Planned, ...]
    mentions: int  # that they wrote
    redacted: int  # of others, with the name struck out
    restricted: tuple[str, ...]  # ids of what is set aside
    backups: tuple[tuple[str, str], ...]  # (name, last day) of those that hold the person till then

    @property
    def fates(self) -> dict[str, int]:
        return dict(sorted(Counter(each.fate.value for each in self.planned).items()))


def show(house: House, said: str, reader: Reader | str, *, now: datetime) -> Erasure:
    """What erasing would do. Nothing is changed; that somebody was searched for is logged.

    Raises:
        Refused: who asks may not, or the text is too short to tell anybody by.
    """
    name = read_name(said)
    with house.store.unit() as connection:
        company = company_in(connection)
        actor = asked_by(reader, Right.RIGHTS, company)
        found = look(connection, house, name, asker=actor)
        details = {"reason": "to show what erasing would do", "found": found.counts()}
        event = NewEvent(EventKind.PERSON_SEARCHED, SUBJECT, details, actor)
        log.append(connection, [event], now=now)
    return plan(house, found, company, now)


def plan(house: House, found: Found, company: Company, now: datetime) -> Erasure:
    """What erasing would do with what a search, which is logged, has found."""
    return _erasure(found, company, _backups(house, now))


def erase(house: House, said: str, reader: Reader | str, *, now: datetime) -> Erasure:
    """Erase, then write the store's file anew, so that nothing of it can be read there.

    Broken off, it is done again in the same way: what was left undone is done then.

    Raises:
        Refused: who asks may not; a hold is in force; the text is too short to tell anybody by.
        EarshotError: a file of rejected rows, or the store's, cannot be written anew.
    """
    name = read_name(said)
    kept = _backups(house, now)
    with house.store.unit() as connection:
        company = company_in(connection)
        actor = asked_by(reader, Right.RIGHTS, company)
        holds.require_none(company)
        found = look(connection, house, name, asker=actor)
        (house.folder / DUE).touch()
        erasure = _erasure(found, company, kept)
        _Erasing(connection, found, company, now).do(erasure, actor)
    person_files.remove_rows(house, name)
    finish(house)
    return erasure


def finish(house: House) -> bool:
    """Write the store's file anew where that is still to be done; says whether it was."""
    due = house.folder / DUE
    if not due.exists():
        return False
    house.store.rewrite()
    backups.clear_leavings(house)  # of a backup that was broken off: no listed one
    due.unlink(missing_ok=True)
    return True


def finish_by_night(house: House, now: datetime) -> list[str]:
    """What was broken off is finished; for the nightly jobs."""
    done = finish(house)
    return ["The store’s file was written anew, after an erasure that was broken off."] * done


def _backups(house: House, now: datetime) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, spoken_day(each.expires_on)) for each in backups.listed(house, now))


def _erasure(found: Found, company: Company, kept: tuple[tuple[str, str], ...]) -> Erasure:
    shown = [
        Planned(place, _fate(text, found, company))
        for text, place in zip(found.texts, found.places(), strict=False)
    ]
    aside = [Planned(p, Fate.SET_ASIDE) for p in found.places() if p.restricted]
    planned = (*shown, *aside)
    return Erasure(planned, len(found.own), len(found.named), found.aside, kept)


def _fate(text: Text, found: Found, company: Company) -> Fate:
    if text.id in found.own and (text.where in OF_MENTIONS or text.where is Where.NOTE):
        return Fate.ERASED
    if text.where in (Where.DROPPED, Where.REJECT, Where.REJECTS_FILE):
        return Fate.REMOVED
    if text.where in _SETTINGS and not text.present:
        return Fate.REMOVED
    if text.where is Where.PERSON and _has_left(text.id, company):
        return Fate.ANONYMISED
    if text.id in company.filters:
        return Fate.REMOVED
    return Fate.LEFT if text.where in _SETTINGS else Fate.STRUCK_OUT


def _has_left(person_id: str, company: Company) -> bool:
    found = company.people.get(person_id)
    return found is not None and not found.active


@dataclass
class _Erasing:
    """One erasure, in one unit of work."""

    connection: Connection
    found: Found
    company: Company
    now: datetime

    @property
    def name(self) -> Name:
        return self.found.name

    def do(self, erasure: Erasure, actor: str) -> None:
        seqs = {*self._own(), *self._notes(), *self._settings()}
        self._others()
        ranges = as_ranges(seqs)
        log.erase_details(self.connection, seqs)
        if not (ranges or erasure.planned):
            return
        details = {
            "mentions": erasure.mentions,
            "redacted": erasure.redacted,
            "restricted": len(erasure.restricted),
            "seqs": ranges,
            "backups": [self.name.struck(each) for each, _ in erasure.backups],
        }
        self._append([NewEvent(EventKind.ERASED, SUBJECT, details, actor)])

    def _own(self) -> list[int]:
        """What they wrote goes, with all that was made of it; returns the Events about it, without
        those of a time when it was restricted: these the safeguarding lead decides about."""
        own = sorted(self.found.own)
        goes_by = self._goes_by(own)
        past.count_mentions(self.connection, own)
        for mention in own:
            self._leave_story(mention)
        past.count_promises(self.connection, own, self.now)
        apart = person.handled_apart(self.connection, own)
        seqs = [s for s in person.events_about(self.connection, own) if s not in apart]
        cases.remove(self.connection, own)
        person.remove_mentions(self.connection, own, {*own, *goes_by})
        gone.add(self.connection, goes_by, Why.ERASED, self.now)
        return [*seqs, *self._said_of(own)]

    def _said_of(self, own: Sequence[str]) -> list[int]:
        """What we have said of what the machine made of their words, where those were part of a
        story that goes on; returns the Events about it. What was taken back with it stays so."""
        said = person.said_of(self.connection, own)
        events = log.of_subjects(self.connection, sorted(set(said.values())))
        over = {case: taken_back_beside(of_case, said) for case, of_case in events.items()}
        self._append(
            [
                NewEvent(EventKind.UNDONE, c, {"undoes": seq})
                for c, seqs in over.items()
                for seq in seqs
            ]
        )
        log.erase_details(self.connection, said)
        going_on = mentions.arrivals(self.connection, sorted(set(said.values())))
        left = casework.current(self.connection, sorted(going_on))
        cases.put(self.connection, list(left.values()))
        return list(said)

    def _leave_story(self, mention: str) -> None:
        lead = stories.hand_on(
            self.connection,
            mention,
            self.found.own,
            lambda case: strike_plain(case, self.name),
            now=self.now,
        )
        if lead is None:
            stored_stories.leave(self.connection, mention)

    def _others(self) -> None:
        """Their name is struck out of what others wrote, and of what we keep beside that."""
        named = self.found.named
        goes_by = self._goes_by(sorted(named))
        strike_mentions(self.connection, named, self.name)
        beside = (Where.SIGHTING, Where.REPLY, Where.RUN)
        kept = [t for t in self.found.texts if t.where in beside and t.id not in self.found.own]
        strike_rows(self.connection, kept, self.name)
        for where in (Where.DROPPED, Where.REJECT):
            rows = [text.row for text in self.found.texts if text.where is where]
            person.remove_rows(self.connection, where, rows)
        gone.add(self.connection, {*named, *goes_by}, Why.REDACTED, self.now)

    def _goes_by(self, ids: Sequence[str]) -> set[str]:
        """All ids that these Mentions are known by. The address of a page that others' words stand
        on as well is not theirs: nothing new on it would be taken in any more."""
        shared = person.shared_addresses(self.connection, ids)
        hosts = {s.id: host_of(s.url) for s in self.company.sources.values()}
        guids: dict[str, list[tuple[str, str]]] = {}
        for mention, source, guid in person.guids(self.connection, ids):
            guids.setdefault(mention, []).append((guid, hosts.get(source) or ""))
        found = (mentions.get(self.connection, each) for each in ids)
        return {i for m in found for i in self._ids(m, guids.get(m.id, []), shared)}

    def _ids(
        self, mention: Mention, guids: list[tuple[str, str]], shared: set[str]
    ) -> Iterable[str]:
        source = self.company.sources.get(mention.source)
        noted = source is not None and source.kind is SourceKind.NOTE  # whose page is anybody's
        alone = mention.post.url not in shared and not noted
        post = mention.post if alone else replace(mention.post, url=None)
        for account in {None, self.company.account_name(mention.account)}:
            for guid, host in [("", ""), *guids]:
                yield from identities(replace(post, account=account, guid=guid, host=host))
        if alone or mention.id not in known_as(mention.post.platform, mention.post.url or ""):
            yield mention.id

    def _notes(self) -> set[int]:
        """What we noted about others' words. Of a Case that goes on, the state that it was in is
        written down anew without the name, and counts from then on: its Events can be folded no
        more once what stood beside them is gone."""
        own = self.found.own
        noted = [t for t in self.found.texts if t.where is Where.NOTE and t.id not in own]
        seqs = {text.row for text in noted}
        kept = {t.case for t in noted if t.case and t.case not in own}
        there = set(mentions.arrivals(self.connection, sorted(kept)))
        events = log.of_subjects(self.connection, sorted(there))
        for case_id in sorted(there):
            self._begin_anew(case_id, events[case_id], seqs)
        return seqs

    def _begin_anew(self, case_id: str, events: list[Event], erased: set[int]) -> None:
        case = casework.current(self.connection, [case_id])[case_id]
        undone = {int(e.details["undoes"]) for e in events if e.kind is EventKind.UNDONE}
        over = [e.seq for e in events if e.seq not in undone and (e.seq in erased or _decides(e))]
        struck = strike_plain(CASE.dump_python(case, mode="json"), self.name)
        anew = [NewEvent(EventKind.UNDONE, case_id, {"undoes": seq}) for seq in over]
        anew.append(NewEvent(EventKind.TAKEN_OVER, case_id, {"case": struck}))
        casework.record(self.connection, anew, now=self.now)

    def _settings(self) -> set[int]:
        """Of what was set up, what is no longer so goes; so does the name of who has left, and the
        name in the register of requests. The rest is for a person to change."""
        texts = [t for t in self.found.texts if t.where in _SETTINGS | {Where.REQUEST} and t.row]
        present = {t.row for t in texts if t.present}
        gone_by = {t.row for t in texts if not t.present}
        for text in {t.id: t for t in texts if t.present}.values():
            if text.where is Where.PERSON and _has_left(text.id, self.company):
                left = replace(self.company.people[text.id], name=LEFT_NAME, sign_in="")
                gone_by |= {e.seq for e in log.of_subjects(self.connection, [text.id])[text.id]}
                self._append([person_set(left, PROGRAM)])
            elif text.id in self.company.filters:
                gone_by |= {e.seq for e in log.of_subjects(self.connection, [text.id])[text.id]}
                self._remove_filter(text.id)
            elif text.where is Where.REQUEST:
                self._strike_request(text.id)
        return gone_by | set(person.earlier_settings(self.connection, present))

    def _remove_filter(self, filter_id: str) -> None:
        """Without the name it would find nothing any more."""
        found = self.company.filters[filter_id]
        query = strike_plain(found.query, self.name)
        named = self.name.struck(found.name)
        bare = replace(found, name=named, query=query, active=False)
        self._append([filter_set(bare, PROGRAM)])

    def _strike_request(self, request: str) -> None:
        event = log.of_subjects(self.connection, [request])[request][-1]
        struck = strike_plain(event.details, self.name)
        self._append([NewEvent(EventKind.REQUEST_SET, request, struck)])

    def _append(self, events: Sequence[NewEvent]) -> None:
        log.append(self.connection, events, now=self.now)


def _decides(event: Event) -> bool:
    return event.actor != PROGRAM and event.kind not in NO_DECISIONS
