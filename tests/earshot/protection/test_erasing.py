"""Erasing one person: from every place, with nothing left on the disk, and figures as they were."""

import csv
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from collectors.post import DateMark, Kind, Published, Rejected
from earshot.handling import administration, casework
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.rejects import RejectsFile
from earshot.protection import erasing, person, retention
from earshot.protection.erasing import Fate
from earshot.protection.person import Where
from earshot.rules.access import Reader
from earshot.rules.answering import FOUND_IN
from earshot.rules.case import verdict_details
from earshot.rules.company import Hold, HoldKind, Role, hold_set
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.store import cases, log, retaining
from earshot.store.questions import Item, Wanted
from earshot.telling.briefing import briefing
from earshot.telling.reports import summary_in
from earshot.words.errors import Refused
from earshot.words.period import Period
from earshot.words.vocabulary import Verdict
from tests.earshot.desk import NOW, Desk, post

NAME = "Zebedee Quill"
HOUR = timedelta(hours=1)
LATER = NOW + HOUR


def by_them(number: int, text: str = "Example Training never answers", **more: object):  # type: ignore[no-untyped-def]
    told = {"author": NAME, "url": f"https://page.example/zebedee-quill/{number}"} | more
    return post(f"{text} ({number}), says Zebedee Quill", **told)


def spelled(name: str) -> list[bytes]:
    """Ways in which a name may lie in a file."""
    low, joined = name.lower(), name.replace(" ", "")
    forms = {name, low, name.upper(), joined, joined.lower(), low.replace(" ", "-"), quote(name)}
    return [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")]


def left_in(folder: Path) -> list[str]:
    """The files below a folder that hold the name in any spelling."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [p.name for p in files if any(form in p.read_bytes() for form in spelled(NAME))]


def everywhere(desk: Desk) -> None:
    """Write this person into every place that there is."""
    desk.take_in(desk.page_feed, by_them(1), by_them(2))
    desk.take_in(
        desk.page_feed,
        post(
            "Zebedee Quill was rude to me at Example Training",
            url="https://page.example/c/3",
            author="Mo Made-Up",
        ),
    )
    third = the(desk, "was rude")
    desk.decide(
        Action.ANSWER, third, where="on the page", link="https://page.example/zebedee-quill/r"
    )
    desk.decide(Action.NO_REPLY_NEEDED, the(desk, "(1)"), reason="Zebedee Quill rang us")
    desk.take_in(
        desk.news,
        post("Of Zebedee Quill and nothing else", url="https://news.example/9"),
        Rejected("no date", "item 4", "Zebedee Quill wrote this"),
    )
    file = RejectsFile(desk.house.folder / "rejects" / "seen.csv")
    file.add(
        [
            Rejected("no date", "line 2", "Zebedee Quill,hello"),
            Rejected("no date", "line 3", "Mo Made-Up,hello"),
        ]
    )


def the(desk: Desk, words: str) -> Item:
    return next(item for item in desk.items() if words in item.text)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.page_feed = desk.feed
    return desk


def test_nothing_of_an_erased_person_is_left_on_the_disk(desk: Desk) -> None:
    everywhere(desk)
    assert left_in(desk.house.folder) == ["store.duckdb", "seen.csv"]
    done = erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert (done.mentions, done.redacted) == (2, 1)
    assert left_in(desk.house.folder) == []
    assert person.find(desk.house, NAME, PROGRAM, now=LATER).places() == []


def test_rights_one_persons_data_is_erased_everywhere_and_the_chain_stays_verifiable(
    desk: Desk,
) -> None:
    everywhere(desk)
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    with desk.house.store.unit() as connection:
        assert log.verify(connection) == []
        assert all(not finding.problems for finding in examine(connection, repair=False))
        (event,) = log.of_kinds(connection, [EventKind.ERASED])
    assert event.details["mentions"] == 2
    assert event.details["seqs"]
    assert "ebedee" not in json.dumps(event.details)


def test_what_others_wrote_stays_with_the_name_struck_out_and_its_decision(desk: Desk) -> None:
    everywhere(desk)
    before = the(desk, "was rude")
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    after = desk.item()
    assert after.text == "█████████████ was rude to me at Example Training"
    assert (after.id, after.state, after.verdict) == (before.id, before.state, before.verdict)
    assert after.response_link == ""
    assert [after.text[start:end] for _, start, end in after.hits] == ["Example Training"]


def test_what_is_erased_does_not_come_back(desk: Desk) -> None:
    desk.take_in(desk.feed, by_them(1))
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    run = desk.take_in(desk.feed, by_them(1), by_them(1, "An edit of Example Training"), now=LATER)
    assert (run.counts.new, run.counts.known) == (0, 2)
    assert desk.items() == []


@pytest.mark.parametrize(
    "by",
    [
        {"native_id": "fb-77"},
        {"guid": "77", "host": "page.example"},
        {"kind": Kind.REVIEW, "url": None},
    ],
)
def test_what_is_erased_does_not_come_back_when_the_feed_dates_it_anew(
    desk: Desk, by: dict[str, object]
) -> None:
    said = by_them(1, kind=Kind.COMMENT) if "kind" not in by else by_them(1)
    said = replace(said, **by)
    desk.take_in(desk.feed, said)
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    anew = replace(said, published=Published(LATER + HOUR, DateMark.EXACT))
    assert desk.take_in(desk.feed, anew, now=LATER + 2 * HOUR).counts.known == 1
    assert desk.items() == []


def test_what_was_struck_out_takes_no_edits(desk: Desk) -> None:
    said = post("Zebedee Quill was rude at Example Training", url="https://page.example/c/3")
    desk.take_in(desk.feed, said)
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    run = desk.take_in(desk.feed, replace(said, text="Zebedee Quill is at Example Training"))
    assert (run.counts.changed, run.counts.known) == (0, 1)
    assert "Zebedee" not in desk.item().text


def test_others_on_the_same_page_are_still_heard(desk: Desk) -> None:
    url = "https://page.example/open-day"
    desk.take_in(
        desk.feed,
        by_them(1, url=url, guid="1", host="page.example"),
        post("Example Training is fine", url=url, guid="2", host="page.example"),
    )
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    later = post("Example Training is full", url=url, guid="3", host="page.example")
    assert desk.take_in(desk.feed, later, now=LATER).counts.new == 1


def test_a_hold_stops_every_deletion(desk: Desk) -> None:
    desk.take_in(desk.feed, by_them(1))
    hold = Hold("h-1", HoldKind.POLICE, "asked for on 3 May", NOW.date())
    with desk.house.store.unit() as connection:
        log.append(connection, [hold_set(hold, PROGRAM)], now=NOW)
    with pytest.raises(Refused, match="police"):
        erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert len(desk.items()) == 1


def test_restricted_items_are_set_aside_without_a_word(desk: Desk) -> None:
    desk.take_in(desk.feed, by_them(1), by_them(2))
    item = the(desk, "(1)")
    details = {"concern": "threat"}
    with desk.house.store.unit() as connection:
        restricted = NewEvent(EventKind.RESTRICTED, item.id, details)
        casework.record(connection, [restricted], now=NOW)
    planned = erasing.show(desk.house, NAME, PROGRAM, now=LATER)
    aside = [each for each in planned.planned if each.fate is Fate.SET_ASIDE]
    assert [(each.place.id, each.place.excerpt) for each in aside] == [(item.id, None)]
    assert "(1)" not in str(planned)
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    with desk.house.store.unit() as connection:
        assert cases.stored(connection).keys() == {item.id}


def test_a_story_whose_lead_is_erased_goes_on_under_the_next_outlet(desk: Desk) -> None:
    text = " ".join(
        f"Example Training closes its {word} centre after the inspection"
        for word in "Leeds York Hull Ripon".split()
    )
    at = NOW - timedelta(days=1)
    for number, writer in enumerate((NAME, "Mo Made-Up", "Jo Nobody-Real")):
        outlet = f"Outlet {number}"
        desk.take_in(
            desk.news,
            post(
                text,
                url=f"https://o{number}.example/a",
                author=writer,
                publisher=outlet,
                title="Example Training closes centres",
                at=at,
            ),
            now=NOW + timedelta(minutes=number),
        )
    lead = next(item for item in desk.items() if item.author == NAME)
    assert {item.story for item in desk.items()} == {lead.id}
    desk.decide(Action.NO_REPLY_NEEDED, lead, reason="seen", now=LATER)
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    left = desk.items()
    assert len(left) == 2
    assert {item.story for item in left} == {next(i.id for i in left if i.author == "Mo Made-Up")}
    assert {item.state.value for item in left} == {"no_reply_needed"}
    with desk.house.store.unit() as connection:
        assert all(not finding.problems for finding in examine(connection, repair=False))


def carried(desk: Desk, *said: tuple[str, int]) -> None:
    """One story, carried by these writers, each so many days before today."""
    text = (
        "The council has asked Example Training to explain why forty apprentices were left without "
        "a tutor for the whole of the autumn term, an officer said on Monday after a meeting."
    )
    for number, (writer, days) in enumerate(said):
        title, outlet = "Example Training asked to explain", f"Outlet {number}"
        at = NOW - timedelta(days=days)
        told = post(text, url=f"https://o{number}.example/a", author=writer, title=title, at=at)
        seen = NOW + timedelta(minutes=number)
        desk.take_in(desk.news, replace(told, publisher=outlet), now=seen)
    assert len({item.story for item in desk.items()}) == 1


def told_cases(desk: Desk) -> list[int]:
    """How many cases each day and pair of days around the story has, told now."""
    days = [NOW.date() - timedelta(days=each) for each in (3, 2, 1, 0)]
    periods = [Period(start, end) for start in days for end in days if start <= end]
    with desk.house.store.unit() as connection:
        return [briefing(connection, each, LATER).cases for each in periods]


@pytest.mark.parametrize(
    "said",
    [
        ((NAME, 1), ("Mo", 1)),
        (("Mo", 1), (NAME, 1)),
        (("Mo", 2), (NAME, 1), ("Jo", 0)),
        ((NAME, 2), ("Mo", 1), (NAME, 1), (NAME, 0), ("Jo", 0)),
        ((NAME, 1), (NAME, 0)),
    ],
)
def test_a_story_is_counted_once_after_one_of_its_outlets_is_erased(
    desk: Desk, said: tuple[tuple[str, int], ...]
) -> None:
    desk.state_purpose()
    carried(desk, *said)
    before = told_cases(desk)
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert told_cases(desk) == before
    for item in {each.story or each.id: each for each in desk.items()}.values():
        desk.decide(Action.NO_REPLY_NEEDED, item, reason="seen", now=LATER)
    retention.retain(desk.house, actor=PROGRAM, now=NOW + timedelta(days=800))
    assert desk.items() == []
    assert told_cases(desk) == before


def missed(desk: Desk, days: int) -> object:
    now = NOW + timedelta(days=days)
    month = Period(NOW.date(), NOW.date() + timedelta(days=30))
    with desk.house.store.unit() as connection:
        figures = summary_in(connection, month, now).figures
    return next(figure.value for figure in figures if figure.name == "Missed")


def test_a_promise_that_was_not_due_yet_when_it_was_erased_is_never_missed(desk: Desk) -> None:
    desk.take_in(desk.feed, by_them(1, "When does it start?"))
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert (missed(desk, 0), missed(desk, 20)) == (0, 0)


def test_a_promise_that_was_broken_when_it_was_erased_stays_missed(desk: Desk) -> None:
    desk.take_in(desk.feed, by_them(1, "When does it start?"))
    erasing.erase(desk.house, NAME, PROGRAM, now=NOW + timedelta(days=10))
    assert missed(desk, 20) == 1


def test_a_case_that_is_handed_on_keeps_the_day_on_which_it_was_closed(desk: Desk) -> None:
    desk.state_purpose()
    carried(desk, (NAME, 1), ("Mo", 1))
    closed_at = NOW + timedelta(days=300)
    lead = next(item for item in desk.items() if item.author == NAME)
    desk.decide(Action.ACKNOWLEDGE, lead, where="by phone", now=LATER)
    lead = next(item for item in desk.items() if item.author == NAME)
    desk.decide(Action.CLOSE, lead, reason="done", now=closed_at)
    erasing.erase(desk.house, NAME, PROGRAM, now=closed_at + timedelta(days=1))
    left = desk.item().id
    with desk.house.store.unit() as connection:
        (kept,) = retaining.kept(connection, [left])
    assert kept.settled_at == closed_at


def test_a_case_that_is_handed_on_keeps_that_its_reply_was_found(desk: Desk) -> None:
    desk.state_purpose()
    carried(desk, (NAME, 0), ("Mo", 0))
    lead = next(item for item in desk.items() if item.author == NAME)
    with desk.house.store.unit() as connection:
        promise = casework.current(connection, [lead.id])[lead.id].promise
        assert promise is not None
        details = {
            "promise": 0,
            "happened_at": LATER.isoformat(),
            "where": f"{FOUND_IN}{desk.news.name}",
            "verdict": verdict_details(promise, Verdict.MET_ON_WORD),
        }
        found = NewEvent(EventKind.REPLY_FOUND, lead.id, details)
        casework.record(connection, [found], now=LATER)
    assert desk.items()[0].reply_found
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert desk.item().reply_found


def test_who_has_left_loses_their_name_and_who_works_here_is_left_to_settings(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        left = administration.add_person(connection, NAME, Role.MODERATOR, now=NOW)
        administration.change_person(
            connection, replace(left, active=False), actor=PROGRAM, now=NOW
        )
        there = administration.add_person(connection, "Zebedee Quillson", Role.STAFF, now=NOW)
    planned = erasing.erase(desk.house, NAME, PROGRAM, now=LATER).planned
    assert desk.company.people[left.id].name == erasing.LEFT_NAME
    assert [p.place.id for p in planned if p.fate is Fate.LEFT] == [there.id]


def test_only_the_data_protection_officer_who_has_signed_in_may_erase(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        officer = administration.add_person(connection, "Ida Invented", Role.DPO, now=NOW)
    for reader in (Reader(officer), Reader(desk.kay, proven=True), Reader(None)):
        with pytest.raises(Refused):
            erasing.erase(desk.house, NAME, reader, now=LATER)
    with pytest.raises(Refused):
        erasing.erase(desk.house, NAME, officer.id, now=LATER)
    erasing.erase(desk.house, NAME, Reader(officer, proven=True), now=LATER)


def test_rejected_rows_of_others_stay(desk: Desk) -> None:
    everywhere(desk)
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    with (desk.house.folder / "rejects" / "seen.csv").open(encoding="utf-8-sig") as stream:
        assert [row["row"] for row in csv.DictReader(stream)] == ["Mo Made-Up,hello"]


def test_an_erasure_that_was_broken_off_is_finished_by_night(desk: Desk) -> None:
    desk.take_in(desk.feed, by_them(1))
    (desk.house.folder / erasing.DUE).touch()
    assert erasing.finish_by_night(desk.house, LATER)
    assert not erasing.finish_by_night(desk.house, LATER)
    assert len(desk.items(Wanted())) == 1


def test_every_kind_of_place_is_listed(desk: Desk) -> None:
    everywhere(desk)
    found = person.find(desk.house, NAME, PROGRAM, now=LATER)
    assert {place.where for place in found.places()} >= {
        Where.MENTION,
        Where.NOTE,
        Where.DROPPED,
        Where.REJECT,
        Where.REJECTS_FILE,
    }
