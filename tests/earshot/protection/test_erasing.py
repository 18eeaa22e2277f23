"""Erasing one person: from every place, with nothing left on the disk, and figures as they were."""

import csv
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from collectors.post import Rejected
from earshot.handling import administration, casework
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.rejects import RejectsFile
from earshot.protection import erasing, person
from earshot.protection.erasing import Fate
from earshot.protection.person import Where
from earshot.rules.access import Reader
from earshot.rules.company import Hold, HoldKind, Role, hold_set
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.store import cases, log
from earshot.store.questions import Item, Wanted
from earshot.words.errors import Refused
from tests.earshot.desk import NOW, Desk, post

NAME = "Zebedee Quill"
LATER = NOW + timedelta(hours=1)


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
