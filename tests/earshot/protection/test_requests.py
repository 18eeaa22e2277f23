"""The register of requests about data, over a real store."""

from datetime import UTC, date, datetime

import pytest

from earshot.handling import administration, casework
from earshot.handling.decisions import Action
from earshot.protection import requests
from earshot.rules.access import Reader
from earshot.rules.company import Person, Role
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.rules.requests import RequestKind, RequestState
from earshot.store import log
from earshot.words.errors import NotFound, Refused
from tests.earshot.desk import BEGUN, NOW, Desk, post

ERASE = "Please delete all my personal data, you have no right to keep it"
ACCESS = RequestKind.ACCESS


@pytest.fixture
def dpo(desk: Desk) -> Reader:
    with desk.house.store.unit() as connection:
        person = administration.add_person(connection, "Dana Example", Role.DPO, now=BEGUN)
    return Reader(person, proven=True)


def ask(desk: Desk, text: str = ERASE, number: int = 1) -> str:
    """Somebody writes that on the company's own page; the item's id."""
    desk.take_in(desk.feed, post(text, url=f"https://page.example/comments/{number}"))
    return next(item.id for item in desk.items() if item.text == text)


def test_rights_a_comment_in_ordinary_words_stands_with_the_dpo_with_its_date(
    desk: Desk, dpo: Reader
) -> None:
    ask(desk)
    ask(desk, "Lovely open day, thank you", 2)
    with desk.house.store.unit() as connection:
        (found,) = requests.came_in(connection, dpo)
    assert (found.item.text, found.kind) == (ERASE, RequestKind.ERASURE)
    assert (found.received_on, found.due_on) == (date(2026, 11, 18), date(2026, 12, 18))


def test_one_press_enters_what_came_in_once_without_copying_its_words(
    desk: Desk, dpo: Reader
) -> None:
    item = ask(desk)
    with desk.house.store.unit() as connection:
        (found,) = requests.came_in(connection, dpo)
        entry = requests.enter(
            connection, dpo, found.kind, found.received_on, mention=item, now=NOW
        )
        assert requests.came_in(connection, dpo) == []
        assert requests.present(connection, dpo) == [entry]
        with pytest.raises(Refused, match="already"):
            requests.enter(connection, dpo, ACCESS, found.received_on, mention=item, now=NOW)
        (event,) = log.of_kinds(connection, [EventKind.REQUEST_SET])
    assert dpo.person
    assert event.actor == dpo.person.id
    assert "delete" not in str(event.details)


def test_a_restricted_item_is_never_offered_as_a_request(desk: Desk, dpo: Reader) -> None:
    item = ask(desk)
    with desk.house.store.unit() as connection:
        details = {"concern": "threat", "urgent": False, "reason": ""}
        casework.record(
            connection, [NewEvent(EventKind.RESTRICTED, item, details, PROGRAM)], now=NOW
        )
        assert requests.came_in(connection, dpo) == []


def test_what_is_no_request_is_offered_no_more_and_stands_in_no_list(
    desk: Desk, dpo: Reader
) -> None:
    ask(desk)
    ask(desk, "Under GDPR I want a copy of my personal data", 2)
    with desk.house.store.unit() as connection:
        first, second = requests.came_in(connection, dpo)
        requests.dismiss(connection, dpo, first, now=NOW)
        assert [each.item.id for each in requests.came_in(connection, dpo)] == [second.item.id]
        assert requests.present(connection, dpo) == []
    desk.decide(Action.OUT_OF_SCOPE, second.item, reason="not about us")
    with desk.house.store.unit() as connection:
        assert requests.came_in(connection, dpo) == []


def test_the_register_is_open_to_nobody_but_a_proven_dpo(desk: Desk, dpo: Reader) -> None:
    assert dpo.person
    readers: list[Reader | str] = [
        Reader(None),
        Reader(dpo.person),
        Reader(desk.kay, proven=True),
        Reader(desk.sam, proven=True),
        Reader(Person("p-9", "Pat Example", (Role.DPO,), active=False), proven=True),
        dpo.person.id,
    ]
    for reader in readers:
        with desk.house.store.unit() as connection, pytest.raises(Refused):
            requests.present(connection, reader)
        with desk.house.store.unit() as connection, pytest.raises(Refused):
            requests.enter(connection, reader, ACCESS, date(2026, 11, 2), about="x", now=NOW)
        with desk.house.store.unit() as connection, pytest.raises(Refused):
            requests.take_away(connection, reader, now=NOW)


def test_a_request_is_extended_once_with_a_reason_and_answered_once(
    desk: Desk, dpo: Reader
) -> None:
    with desk.house.store.unit() as connection:
        entry = requests.enter(
            connection, dpo, ACCESS, date(2026, 11, 2), about="Zebedee Quill", now=NOW
        )
        with pytest.raises(Refused, match="why it takes longer"):
            requests.extend(connection, dpo, entry.id, "  ", now=NOW)
        longer = requests.extend(connection, dpo, entry.id, "three systems", now=NOW)
        assert longer.extended_to == date(2027, 2, 2)
        with pytest.raises(Refused, match="not again"):
            requests.extend(connection, dpo, entry.id, "more", now=NOW)
        requests.identify(connection, dpo, entry.id, now=NOW)
        with pytest.raises(Refused, match="before the request"):
            requests.answer(connection, dpo, entry.id, "sent", on=date(2026, 11, 1), now=NOW)
        requests.answer(connection, dpo, entry.id, "sent", on=date(2026, 11, 18), now=NOW)
        (done,) = requests.present(connection, dpo)
        assert (done.state, done.identity_checked) == (RequestState.ANSWERED, True)
        with pytest.raises(Refused, match="answered already"):
            requests.answer(connection, dpo, entry.id, "again", on=date(2026, 11, 18), now=NOW)
        with pytest.raises(NotFound):
            requests.identify(connection, dpo, "r-none", now=NOW)


def test_a_late_request_cannot_be_extended_and_stays_late_in_the_register(
    desk: Desk, dpo: Reader
) -> None:
    with desk.house.store.unit() as connection:
        entry = requests.enter(connection, dpo, ACCESS, date(2026, 9, 1), about="x", now=NOW)
        on_the_day = datetime(2026, 10, 1, 22, 30, tzinfo=UTC)  # 23:30 in London
        after = datetime(2026, 10, 1, 23, 30, tzinfo=UTC)  # the day after
        with pytest.raises(Refused, match=r"due by Thursday 1 October 2026.*no more"):
            requests.extend(connection, dpo, entry.id, "three systems", now=after)
        (kept,) = requests.present(connection, dpo)
        assert (kept.state, kept.extended_to) == (RequestState.OPEN, None)
        assert requests.take_away(connection, dpo, now=after).decode().rstrip().endswith(",yes")
        longer = requests.extend(connection, dpo, entry.id, "three systems", now=on_the_day)
        assert longer.state is RequestState.EXTENDED


def test_a_day_that_has_begun_locally_is_no_day_to_come(desk: Desk, dpo: Reader) -> None:
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 2 July in London
    with desk.house.store.unit() as connection:
        requests.enter(connection, dpo, ACCESS, date(2026, 7, 2), about="x", now=summer)
        with pytest.raises(Refused, match="still to come"):
            requests.enter(connection, dpo, ACCESS, date(2026, 7, 3), about="x", now=summer)


def test_the_csv_names_nobody_and_that_it_was_taken_is_logged(desk: Desk, dpo: Reader) -> None:
    with desk.house.store.unit() as connection:
        about, day = "=Zebedee Quill", date(2026, 9, 1)
        entry = requests.enter(connection, dpo, ACCESS, day, about=about, now=NOW)
        requests.answer(
            connection, dpo, entry.id, "sent to Zebedee", on=date(2026, 11, 18), now=NOW
        )
        table = requests.take_away(connection, dpo, now=NOW).decode("utf-8-sig")
        (taken,) = log.of_kinds(connection, [EventKind.EXPORTED])
    assert "Zebedee" not in table
    assert table.splitlines()[1].endswith(",2026-11-18,yes")  # late
    assert taken.details == {"what": "requests", "rows": 1}
