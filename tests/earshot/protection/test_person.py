"""Finding one person, and handing over what is kept of them."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from earshot.handling import administration, casework
from earshot.handling.house import House
from earshot.protection import erasing, person, person_export
from earshot.protection.person import Role
from earshot.rules.access import Reader
from earshot.rules.company import Role as WorkRole
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.rules.naming import Name
from earshot.store import log, restricted
from earshot.store import person as stored_person
from earshot.store.gate import Store
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


def test_what_a_restricted_item_says_cannot_be_asked_for_phrase_by_phrase(desk: Desk) -> None:
    heard(desk)
    found = person.find(desk.house, "Secret words", PROGRAM, now=LATER)
    assert found.places() == []


def test_who_is_named_in_a_restricted_item_is_not_told_of_it(desk: Desk) -> None:
    heard(desk)
    with desk.house.store.unit() as connection:
        lead = administration.add_person(connection, "Ida Invented", WorkRole.DSL, now=NOW)
        (kept,) = restricted.kept(connection)
        named = NewEvent(EventKind.LOCKED_OUT, kept.id, {"people": [lead.id]})
        casework.record(connection, [named], now=NOW)
    reader = Reader(lead, proven=True)
    found = person.find(desk.house, NAME, reader, reason="a call", now=LATER)
    assert [place for place in found.places() if place.restricted] == []


def test_who_wrote_and_who_is_named_are_told_apart(desk: Desk) -> None:
    heard(desk)
    found = person.find(desk.house, NAME, PROGRAM, now=LATER)
    told = {(place.role, place.excerpt) for place in found.places() if not place.restricted}
    assert told == {(Role.AUTHOR, NAME), (Role.NAMED, f"{NAME} shouts here")}


def test_a_search_reads_a_large_store_in_several_short_units(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard(desk)
    whole = person.find(desk.house, NAME, PROGRAM, now=LATER)
    parts, unit = stored_person.parts, Store.unit
    entered: list[Store] = []
    monkeypatch.setattr(stored_person, "parts", lambda connection: parts(connection, 1))
    monkeypatch.setattr(Store, "unit", lambda store: (entered.append(store), unit(store))[1])
    assert person.find(desk.house, NAME, PROGRAM, now=LATER).places() == whole.places()
    assert len(entered) > len(stored_person.WHOLE) + 3


def test_what_is_restricted_or_changed_while_the_parts_are_read_is_told_as_it_stands_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard(desk)
    (shown,) = [i for i in desk.items() if "shouts" in i.text]
    whereabouts = person.whereabouts

    def restricted_then(house: House, name: Name) -> list[stored_person.Part]:
        near = whereabouts(house, name)
        restrict(desk, shown.id)
        return near

    monkeypatch.setattr(person, "whereabouts", restricted_then)
    found = person.find(desk.house, NAME, PROGRAM, now=LATER)
    assert shown.id not in {place.id for place in found.places()}  # another wrote it
    assert "shouts" not in str(found)


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


SPOKEN = "spoke with Ms Carer about Zebedee Quill"


def lifted(desk: Desk) -> str:
    """An item of theirs that was restricted for a while; its id."""
    desk.take_in(desk.feed, post("Example Training shouted at me", author=NAME))
    item = desk.item().id
    steps = (
        (EventKind.RESTRICTED, {"concern": "staff_allegation", "reason": SPOKEN}),
        (EventKind.LOCKED_OUT, {"people": [desk.kay.id]}),
        (EventKind.RESTRICTED_READ, {}),
        (EventKind.LIFTED, {"reason": SPOKEN, "promise": None}),
    )
    with desk.house.store.unit() as connection:
        for kind, details in steps:
            casework.record(connection, [NewEvent(kind, item, details, desk.sam.id)], now=NOW)
    return item


def test_what_was_done_while_an_item_was_restricted_is_not_found_nor_handed_over_afterwards(
    desk: Desk,
) -> None:
    item = lifted(desk)
    found = person.find(desk.house, NAME, PROGRAM, now=LATER)
    assert found.aside == (item,)
    assert "Carer" not in str(found.places())
    made = person_export.export(desk.house, NAME, PROGRAM, now=LATER)
    whole = "".join(made.files.values())
    assert "shouted at me" in whole
    assert made.restricted == 1
    assert "1 restricted: ask the safeguarding lead" in made.files["to-check-first.txt"]
    for word in ("Carer", "staff_allegation", "locked", "lifted", "restricted_read", desk.kay.id):
        assert word not in whole


def test_an_erasure_sets_aside_what_was_done_while_an_item_was_restricted(desk: Desk) -> None:
    item = lifted(desk)
    done = erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert done.restricted == (item,)
    assert erasing.Fate.SET_ASIDE in {each.fate for each in done.planned}
    assert desk.items() == []
    with desk.house.store.unit() as connection:
        left = {e.kind for e in log.of_subjects(connection, [item])[item] if e.details}
        assert log.verify(connection) == []
    assert left == {EventKind.RESTRICTED, EventKind.LOCKED_OUT, EventKind.LIFTED}


def test_no_id_of_ours_is_handed_over_however_deep_it_stands(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Example Training was late", author=NAME))
    deep = {"case": {"by": [{"who": desk.kay.id}], "assignee": desk.sam.id}}
    event = NewEvent(EventKind.ACCOUNT_FOUND, desk.item().id, deep)
    with desk.house.store.unit() as connection:
        log.append(connection, [event], now=NOW)
    made = person_export.export(desk.house, NAME, PROGRAM, now=LATER)
    assert "a member of staff" in made.files["for-the-person.json"]
    assert desk.kay.id not in "".join(made.files.values())
    assert desk.sam.id not in "".join(made.files.values())


def test_to_be_shown_what_erasing_would_do_is_logged_as_one_search(desk: Desk) -> None:
    heard(desk)
    erasing.show(desk.house, NAME, PROGRAM, now=LATER)
    with desk.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.PERSON_SEARCHED])
    assert event.details["found"] == {"mention": 2, "restricted": 1}
    assert "ebedee" not in json.dumps(event.details)
