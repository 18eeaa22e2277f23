"""Claims about what is deleted when its time is over, what is only counted then, and holds."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from collectors.post import DateMark, Published, Rejected
from earshot.handling import administration, casework
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.forgetting import forget
from earshot.protection import holds, retention
from earshot.protection.overdue import lines
from earshot.rules.company import HoldKind, Role, person_set
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.retention import What
from earshot.store import dropped, gone, log, past
from earshot.store.gate import Store
from earshot.store.questions import Item
from earshot.telling.briefing import Briefing, briefing
from earshot.telling.overview import changed
from earshot.telling.reports import Figure, summary_in
from earshot.words.errors import Refused
from earshot.words.period import Period
from tests.earshot.desk import NOW, Desk, post

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONTHS_13, MONTHS_25 = NOW + 396 * DAY, NOW + 765 * DAY
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
PROGRAM = "earshot"
SECRET = "Zebedee Quillfeather never wrote back about Example Training"
NEWS = (
    "Example Training will open a second college in Hull next autumn, with forty places for "
    "plumbers and joiners, the council said on Tuesday; the building was a bank until 2019."
)


def news(desk: Desk, *texts: str, at: datetime = NOW) -> None:
    """Said elsewhere; no reply is due."""
    posts = [post(t, url=f"https://n.example/{hash((t, at))}", at=at, title=t[:30]) for t in texts]
    desk.take_in(desk.news, *posts, now=at)


def comment(desk: Desk, text: str = "When does the course start?", *, at: datetime = NOW) -> Item:
    """Said on the company's page: a reply is due."""
    url = f"https://page.example/{text.replace(' ', '-')}"
    desk.take_in(desk.feed, post(text, url=url, at=at), now=at)
    return next(item for item in desk.items() if item.text == text)


def retained(desk: Desk, now: datetime, by: str = PROGRAM) -> dict[What, int]:
    return {line.what: line.deleted for line in retention.retain(desk.house, actor=by, now=now)}


def due(desk: Desk, now: datetime) -> dict[What, int]:
    return {line.what: line.due for line in lines(desk.house, now)}


def told(desk: Desk, period: Period, now: datetime) -> tuple[Briefing, list[tuple[Any, ...]]]:
    """All figures of the overview and of the summary, but for what they say of their rows."""
    with desk.house.store.unit() as connection:
        found = briefing(connection, period, now)
        figures = summary_in(connection, period, now).figures
    plain = replace(found, compared=replace(found.compared, counted=0))
    return plain, [(f.name, f.value, f.counts) for f in figures]


def words_kept(desk: Desk) -> str:
    """All that stands in the store's tables but the chain, as one text."""
    with desk.house.store.unit() as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return "\n".join(str(connection.execute(f"FROM {t}").fetchall()) for (t,) in tables)


def problems(desk: Desk) -> list[str]:
    with desk.house.store.unit() as connection:
        return [p for f in examine(connection, repair=False) for p in f.problems]


def restricted(desk: Desk, item: Item, *, filed_at: datetime | None) -> None:
    events = [
        NewEvent(
            EventKind.RESTRICTED, item.id, {"concern": "threat", "reason": SECRET}, desk.sam.id
        )
    ]
    if filed_at:
        at = filed_at.isoformat()
        events.append(NewEvent(EventKind.HANDED_OVER, item.id, {}, desk.sam.id))
        filed = {"reference": "REF-7", "happened_at": at}
        events.append(NewEvent(EventKind.FILED, item.id, filed, desk.kay.id))
    with desk.house.store.unit() as connection:
        casework.record(connection, events, now=NOW)


def hold(desk: Desk, kind: HoldKind = HoldKind.POLICE) -> str:
    with desk.house.store.unit() as connection:
        return holds.add(connection, kind, "They asked", actor=desk.kay.id, now=NOW).id


def test_retention_mentions_are_deleted_after_12_months_and_then_only_counted(desk: Desk) -> None:
    news(desk, SECRET, "Example Training is in the news")
    assert due(desk, NOW + 300 * DAY)[What.MENTIONS] == 0
    assert retained(desk, NOW + 300 * DAY)[What.MENTIONS] == 0
    assert due(desk, MONTHS_13)[What.MENTIONS] == 2
    assert retained(desk, MONTHS_13)[What.MENTIONS] == 2
    assert desk.items() == []
    assert "Quillfeather" not in words_kept(desk)
    with desk.house.store.unit() as connection:
        assert past.mentions(connection, YEAR.start, YEAR.end) == 2


def test_retention_answered_cases_are_kept_24_months(desk: Desk) -> None:
    item = comment(desk)
    desk.decide(Action.ANSWER, item, link="https://page.example/reply", now=NOW + HOUR)
    assert retained(desk, MONTHS_13)[What.CASES] == 0
    assert retained(desk, MONTHS_25)[What.CASES] == 1
    assert desk.items() == []


def test_a_case_that_was_closed_counts_from_the_day_it_was_closed(desk: Desk) -> None:
    item = comment(desk)
    desk.settle(NOW + 20 * DAY)
    desk.decide(Action.ANSWER, desk.item(), where="there", now=NOW + 21 * DAY)
    desk.decide(Action.CLOSE, desk.item(), reason="All is said", now=NOW + 60 * DAY)
    assert item.id == desk.item().id
    assert retained(desk, MONTHS_25)[What.CASES] == 0
    assert retained(desk, MONTHS_25 + 60 * DAY)[What.CASES] == 1


def test_what_still_waits_for_an_answer_is_never_deleted(desk: Desk) -> None:
    comment(desk)
    owed = comment(desk, "And how much is it?")
    desk.decide(Action.ACKNOWLEDGE, owed, where="there", now=NOW + HOUR)
    desk.settle(NOW + 20 * DAY)
    assert sum(retained(desk, NOW + 5000 * DAY).values()) == 0
    assert len(desk.items()) == 2


def test_what_has_no_time_or_one_in_the_future_is_kept_from_when_it_was_seen(desk: Desk) -> None:
    ahead = Published(NOW + 900 * DAY, DateMark.FUTURE, "in years")
    desk.take_in(desk.news, post(NEWS, url="https://n.example/1", published=ahead))
    desk.take_in(desk.news, post(SECRET, url="https://n.example/2", at=None))
    assert due(desk, NOW + 360 * DAY)[What.MENTIONS] == 0
    assert due(desk, MONTHS_13)[What.MENTIONS] == 2


def test_a_story_goes_whole_when_its_youngest_mention_may(desk: Desk) -> None:
    for number, days in enumerate((0, 5)):
        told_by = {"publisher": f"Paper {number}", "title": "A second college for Hull"}
        at = NOW + days * DAY
        desk.take_in(
            desk.news, post(NEWS, url=f"https://p{number}.example/1", at=at, **told_by), now=at
        )
    assert len({item.story for item in desk.items()} - {None}) == 1
    assert due(desk, NOW + 367 * DAY)[What.MENTIONS] == 0
    assert retained(desk, NOW + 371 * DAY)[What.MENTIONS] == 2
    for start, end, cases in ((0, 0, 1), (5, 5, 1), (0, 5, 1), (1, 4, 0), (6, 9, 0)):
        with desk.house.store.unit() as connection:
            days = (NOW.date() + start * DAY, NOW.date() + end * DAY)
            assert past.cases(connection, *days) == cases


@pytest.fixture(scope="module")
def busied(furnished: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = furnished.moved_to(tmp_path_factory.mktemp("busied") / "house")
    fill(desk)
    return desk


@pytest.fixture
def busy_desk(busied: Desk, tmp_path: Path) -> Desk:
    return busied.moved_to(tmp_path / "busy")


def fill(desk: Desk) -> None:
    """A week with something of everything, much of it long settled."""
    news(desk, SECRET, "Example Training wins an award, which is lovely", at=NOW)
    news(desk, "Example Training again, terrible and awful", at=NOW - DAY)
    for number, days in enumerate((0, 3)):
        told_by = {"publisher": f"Paper {number}", "title": "A second college for Hull"}
        at = NOW + days * DAY
        desk.take_in(
            desk.news, post(NEWS, url=f"https://p{number}.example/1", at=at, **told_by), now=at
        )
    for number in range(3):
        item = comment(desk, f"Question number {number}: when does it begin?")
        link = "https://page.example/r" if number else ""
        desk.decide(Action.ANSWER, item, link=link, where="there", now=NOW + (number + 1) * HOUR)
    spared = comment(desk, "Lovely weather in Hull")
    desk.decide(Action.NO_REPLY_NEEDED, spared, reason="Nothing was asked", now=NOW + HOUR)
    late = comment(desk, "Where is my certificate? This is awful")
    desk.settle(NOW + 30 * DAY)
    for action in (Action.ANSWER, Action.CLOSE):
        found = next(item for item in desk.items() if item.id == late.id)
        desk.decide(action, found, where="there", reason="Done", now=NOW + 31 * DAY)
    wanted = [item for item in desk.items() if item.clock.value == "aim" and item.due_at]
    for item in wanted:
        desk.decide(Action.ANSWER, item, link="https://n.example/r", now=NOW + 9 * HOUR)
    threat = comment(desk, "See you all at the open day")
    restricted(desk, threat, filed_at=NOW + 2 * DAY)


def test_every_figure_is_the_same_before_and_after(busy_desk: Desk) -> None:
    now = NOW + 1200 * DAY
    day = NOW.date()
    periods = (YEAR, WEEK, Period(day, day), Period(day + 3 * DAY, day + 3 * DAY))
    before = [told(busy_desk, period, now) for period in periods]
    assert all(found.compared.now.total for found, _ in before)
    done = retained(busy_desk, now)
    assert min(done[What.MENTIONS], done[What.CASES], done[What.RESTRICTED]) > 0
    assert busy_desk.items() == []
    assert [told(busy_desk, period, now) for period in periods] == before
    assert problems(busy_desk) == []


def test_figures_that_cannot_be_opened_to_their_rows_say_so(desk: Desk) -> None:
    news(desk, SECRET)
    retained(desk, MONTHS_13)
    with desk.house.store.unit() as connection:
        compared = briefing(connection, YEAR, MONTHS_13).compared
        assert changed(compared, {}, {}).endswith("1 of these is kept as counts only.")
        (mentions,) = (
            f for f in summary_in(connection, YEAR, MONTHS_13).figures if f.name == "Mentions"
        )
    assert isinstance(mentions, Figure)
    assert mentions.note.endswith("1 of these is kept as counts only")


def test_restricted_items_are_kept_as_a_reference_30_days_after_they_were_filed(desk: Desk) -> None:
    item = comment(desk, SECRET)
    restricted(desk, item, filed_at=NOW + DAY)
    assert retained(desk, NOW + 30 * DAY)[What.RESTRICTED] == 0
    assert retained(desk, NOW + 32 * DAY)[What.RESTRICTED] == 1
    assert "Quillfeather" not in words_kept(desk)
    with desk.house.store.unit() as connection:
        (row,) = connection.execute("SELECT id, stage, reference FROM restrictions").fetchall()
        kinds = [event.kind for event in log.of_subjects(connection, [item.id])[item.id]]
    assert row == (item.id, "reference", "REF-7")
    assert kinds[-1] is EventKind.REDUCED
    assert problems(desk) == []
    assert sum(retained(desk, NOW + 900 * DAY).values()) == 0


def test_a_restricted_item_that_is_not_filed_is_never_deleted(desk: Desk) -> None:
    restricted(desk, comment(desk, SECRET), filed_at=None)
    desk.settle(NOW + 30 * DAY)
    assert sum(retained(desk, NOW + 3000 * DAY).values()) == 0
    assert SECRET in words_kept(desk)


def test_what_is_deleted_is_named_in_the_log_and_does_not_come_back(desk: Desk) -> None:
    item = comment(desk)
    desk.decide(Action.ANSWER, item, link="https://page.example/quillfeather", now=NOW + HOUR)
    retained(desk, MONTHS_25)
    with desk.house.store.unit() as connection:
        (answered,) = log.of_subjects(connection, [item.id])[item.id]
        first = log.of_kinds(connection, [EventKind.RETAINED])[0]
        assert gone.among(connection, [item.id]).keys() == {item.id}
    assert answered.details == {}
    assert first.details["seqs"] == [[answered.seq, answered.seq]]
    assert (first.details["mentions"], first.details["cases"]) == (1, 1)
    assert "quillfeather" not in words_kept(desk)
    assert problems(desk) == []


def test_a_hold_stops_every_deletion(desk: Desk) -> None:
    """Not by retain, not by night, not of dropped summaries, not of files."""
    news(desk, SECRET)
    old = rejects_file(desk)
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, post("Rain", url="https://n.example/rain"))], NOW)
        retention.switch(connection, True, actor=desk.kay.id, now=NOW)
    name = hold(desk)
    with pytest.raises(Refused, match=rf"{name} \(the police, since Wednesday 18 November 2026\)"):
        retained(desk, MONTHS_13)
    (said,) = retention.retain_by_night(desk.house, MONTHS_13)
    assert name in said
    with desk.house.store.unit() as connection:
        forget(connection, desk.house.policy, MONTHS_13)
    assert (old.exists(), len(desk.items())) == (True, 1)
    assert all(line.due == 0 for line in lines(desk.house, MONTHS_13))
    held = {line.what: line.held for line in lines(desk.house, MONTHS_13)}
    assert (held[What.MENTIONS], held[What.DROPPED], held[What.REJECTS]) == (1, 1, 1)
    with desk.house.store.unit() as connection:
        holds.end(connection, name, actor=desk.kay.id, now=NOW)
    done = retained(desk, MONTHS_13)
    assert (done[What.MENTIONS], done[What.DROPPED], done[What.REJECTS]) == (1, 1, 1)
    assert not old.exists()


def test_a_hold_that_is_set_meanwhile_stops_what_is_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PART", 2)
    news(desk, *(f"Example Training story number {n}" for n in range(6)))
    with pytest.raises(Refused, match="hold"):
        retention.retain(
            desk.house, actor=PROGRAM, now=MONTHS_13, say=lambda done, _: hold(desk) and None
        )
    assert len(desk.items()) == 4


def test_a_hold_says_who_set_it_and_who_ended_it(desk: Desk) -> None:
    name = hold(desk, HoldKind.ACCESS_REQUEST)
    with desk.house.store.unit() as connection:
        holds.end(connection, name, actor=PROGRAM, now=NOW + DAY)
        (found,) = holds.records(connection)
        with pytest.raises(Refused, match="ended already"):
            holds.end(connection, name, actor=PROGRAM, now=NOW + DAY)
        with pytest.raises(Refused, match="reason"):
            holds.add(connection, HoldKind.CLAIM, " ", actor=PROGRAM, now=NOW)
    assert (found.by, found.ended_by, found.ended_on) == (
        desk.kay.id,
        PROGRAM,
        (NOW + DAY).date(),
    )


def test_only_senior_managers_and_the_data_protection_officer_delete_or_hold(desk: Desk) -> None:
    news(desk, SECRET)
    others = [r for r in Role if r not in (Role.SMT, Role.DPO)]
    people = [administration.new_person(f"Pat {role}", role) for role in others]
    with desk.house.store.unit() as connection:
        log.append(connection, [person_set(each, PROGRAM) for each in people], now=NOW)
    for somebody in people:
        with pytest.raises(Refused):
            retained(desk, MONTHS_13, by=somebody.id)
        with desk.house.store.unit() as connection:
            with pytest.raises(Refused):
                retention.switch(connection, True, actor=somebody.id, now=NOW)
            with pytest.raises(Refused):
                holds.add(connection, HoldKind.OTHER, "x", actor=somebody.id, now=NOW)
            with pytest.raises(Refused):
                holds.end(connection, "h-1", actor=somebody.id, now=NOW)
    assert len(desk.items()) == 1


def test_by_night_nothing_is_deleted_until_that_is_turned_on(desk: Desk) -> None:
    news(desk, SECRET)
    assert retention.retain_by_night(desk.house, MONTHS_13) == []
    assert len(desk.items()) == 1
    with desk.house.store.unit() as connection:
        retention.switch(connection, True, actor=desk.kay.id, now=NOW)
    assert retention.retain_by_night(desk.house, MONTHS_13) == [
        "Past its time and deleted: 1 mentions."
    ]
    assert retention.retain_by_night(desk.house, MONTHS_13) == []


class Killed(BaseException):
    """As a process ends: nothing that comes after is done."""


def killings(desk: Desk, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Iterator[int]:
    """Delete, ended before each unit of work in turn, until it comes through."""
    unit = Store.unit
    for last in range(40):
        left = [last]

        def ending(store: Store, left: list[int] = left) -> Any:
            if not left[0]:
                raise Killed
            left[0] -= 1
            return unit(store)

        monkeypatch.setattr(Store, "unit", ending)
        killed = False
        try:
            retention.retain(desk.house, actor=PROGRAM, now=now)
        except Killed:
            killed = True
        monkeypatch.setattr(Store, "unit", unit)
        if not killed:
            return
        yield last


def test_killed_at_any_point_it_goes_on_the_next_time_and_counts_nothing_twice(
    busy_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PART", 2)
    now = NOW + 1200 * DAY
    before = told(busy_desk, YEAR, now)
    left = [told(busy_desk, YEAR, now) for _ in killings(busy_desk, monkeypatch, now)]
    assert len(left) > 3
    assert all(each == before for each in left)
    assert told(busy_desk, YEAR, now) == before
    assert busy_desk.items() == []
    assert problems(busy_desk) == []


def test_the_words_of_what_is_deleted_are_not_left_in_the_file(desk: Desk) -> None:
    news(desk, *(f"{SECRET} in letter {n}" for n in range(50)))
    news(desk, "Example Training stays", at=MONTHS_13)
    files = list(desk.house.folder.glob("store.duckdb*"))
    assert any(b"Quillfeather" in path.read_bytes() for path in files)
    retained(desk, MONTHS_13)
    for path in desk.house.folder.rglob("*"):
        if path.is_file():
            assert b"Quillfeather" not in path.read_bytes(), path
    assert desk.item().text == "Example Training stays"


def test_a_file_whose_rewriting_was_broken_off_is_rewritten_the_next_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    news(desk, SECRET)
    rewrite = Store.rewrite
    rewritten: list[Path] = []

    def broken(_: Store) -> None:
        raise Killed

    monkeypatch.setattr(Store, "rewrite", broken)
    with pytest.raises(Killed):
        retained(desk, MONTHS_13)
    monkeypatch.setattr(Store, "rewrite", lambda s: (rewritten.append(s.path), rewrite(s))[1])
    for _ in range(2):
        retained(desk, MONTHS_13)
    assert rewritten == [desk.house.store.path]


def rejects_file(desk: Desk) -> Path:
    """A file of rows that nobody has touched since NOW."""
    folder = desk.house.folder / "rejects"
    folder.mkdir(exist_ok=True)
    path = folder / "old.csv"
    path.write_text(SECRET, "utf-8")
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return path


def test_rows_that_could_not_be_read_go_with_their_files_and_the_words_of_failed_runs(
    desk: Desk,
) -> None:
    reject = Rejected("no date", "row 3", SECRET)
    desk.take_in(desk.feed, reject, now=NOW)
    desk.take_in(desk.feed, reject, now=MONTHS_13 - DAY)
    with desk.house.store.unit() as connection:
        connection.execute(
            "INSERT INTO rejects FROM (SELECT 'never', source, place, reason, raw "
            "FROM rejects LIMIT 1)"
        )
        connection.execute("UPDATE runs SET error = 'odd words'")
    old = rejects_file(desk)
    young = old.with_name("young.csv")
    young.write_text("kept", "utf-8")
    os.utime(young, (MONTHS_13.timestamp(), MONTHS_13.timestamp()))
    assert due(desk, MONTHS_13)[What.REJECTS] == 3
    assert retained(desk, MONTHS_13)[What.REJECTS] == 3
    assert (old.exists(), young.exists()) == (False, True)
    with desk.house.store.unit() as connection:
        kept = connection.execute("SELECT count(*) FROM rejects").fetchone()
        errors = connection.execute("SELECT error FROM runs ORDER BY started_at").fetchall()
    assert kept == (2,)  # the younger Run's, and one of a Run that has not ended yet
    assert errors == [(None,), ("odd words",)]


def test_the_oldest_is_told_in_utc(desk: Desk) -> None:
    news(desk, NEWS)
    news(desk, SECRET, at=NOW - DAY)
    (line,) = (each for each in lines(desk.house, MONTHS_13) if each.what is What.MENTIONS)
    assert line.oldest == (NOW - DAY).astimezone(UTC)
    assert line.kept_for == "12 months"
