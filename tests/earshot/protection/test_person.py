"""Finding one person, and handing over what is kept of them."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from earshot.handling import administration, casework
from earshot.protection import person, person_export
from earshot.protection.person import Role
from earshot.rules.access import Reader
from earshot.rules.company import Role as WorkRole
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.store import log
from earshot.words.errors import EarshotError, Refused
from tests.earshot.desk import NOW, Desk, post

NAME = "Zebedee Quill"
LATER = NOW + timedelta(hours=1)


def restrict(desk: Desk, item_id: str) -> None:
    with desk.house.store.unit() as connection:
        event = NewEvent(EventKind.RESTRICTED, item_id, {"concern": "threat"})
        casework.record(connection, [event], now=NOW)


def heard(desk: Desk) -> None:
    """One by them, one of somebody else that names them, one of theirs that is restricted."""
    desk.take_in(desk.feed, post("Example Training was late", author=NAME))
    other = post(f"{NAME} shouts here", url="https://page.example/2", author="Mo Made-Up")
    desk.take_in(desk.feed, other)
    secret = post("Secret words of Example Training", url="https://page.example/3", author=NAME)
    desk.take_in(desk.feed, secret)
    restrict(desk, next(i.id for i in desk.items() if "Secret" in i.text))


def test_a_restricted_item_is_one_line_without_anything_of_it(desk: Desk) -> None:
    heard(desk)
    found = person.find(desk.house, NAME, PROGRAM, now=LATER)
    (line,) = [place for place in found.places() if place.restricted]
    assert (line.field, line.role, line.excerpt) == (None, None, None)
    assert "Secret" not in str(found)


def test_who_wrote_and_who_is_named_are_told_apart(desk: Desk) -> None:
    heard(desk)
    found = person.find(desk.house, NAME, PROGRAM, now=LATER)
    told = {(place.role, place.excerpt) for place in found.places() if not place.restricted}
    assert told == {(Role.AUTHOR, NAME), (Role.NAMED, f"{NAME} shouts here")}


def test_a_search_is_logged_by_who_made_it_and_never_with_the_name(desk: Desk) -> None:
    heard(desk)
    with desk.house.store.unit() as connection:
        officer = administration.add_person(connection, "Ida Invented", WorkRole.DPO, now=NOW)
    reader = Reader(officer, proven=True)
    person.find(desk.house, NAME, reader, reason=f"request of {NAME}", now=LATER)
    with desk.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.PERSON_SEARCHED])
    assert event.actor == officer.id
    assert event.details["found"] == {"mention": 2, "restricted": 1}
    assert "ebedee" not in json.dumps(event.details)


def test_rights_labels_and_notes_are_exported_third_parties_and_restricted_set_aside(
    desk: Desk,
) -> None:
    heard(desk)
    made = person_export.export(desk.house, NAME, PROGRAM, now=LATER)
    assert (made.mentions, made.restricted) == (1, 1)
    (item,) = json.loads(made.files[person_export.FOR_THE_PERSON])["items"]
    assert item["mention"][0]["text"] == "Example Training was late"
    assert item["judgements"][0]["sentiment"]
    assert item["case"]
    assert item["seen"]
    everything = "".join(made.files.values())
    assert "Secret" not in everything
    for_them = made.files[person_export.FOR_THE_PERSON] + made.files[person_export.TO_READ]
    assert "shouts here" not in for_them
    assert "shouts here" in made.files[person_export.TO_CHECK]
    assert "1 restricted: ask the safeguarding lead." in made.files[person_export.TO_CHECK]


def test_the_files_are_for_nobody_else_and_whole_or_not_there(desk: Desk, tmp_path: Path) -> None:
    heard(desk)
    made = person_export.export(desk.house, NAME, PROGRAM, now=LATER)
    paths = person_export.write(made, tmp_path / "out")
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    (tmp_path / "file").write_text("x")
    with pytest.raises(EarshotError):
        person_export.write(made, tmp_path / "file")
    with pytest.raises(Refused, match="is there already"):
        person_export.write(made, tmp_path / "out")


def test_the_safeguarding_lead_may_search_and_not_export(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        lead = administration.add_person(connection, "Lea Invented", WorkRole.DSL, now=NOW)
    reader = Reader(lead, proven=True)
    person.find(desk.house, NAME, reader, reason="asked", now=LATER)
    with pytest.raises(Refused):
        person_export.export(desk.house, NAME, reader, now=LATER)
