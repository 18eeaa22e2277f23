"""scope.personal: what is out of scope loses its personal data, never too early, never guarded."""

from datetime import timedelta

import pytest

from earshot.handling import casework
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.protection import dismissal, holds, nightly, retention
from earshot.rules.company import HoldKind
from earshot.rules.events import EventKind, NewEvent
from earshot.store import log
from earshot.store.questions import Item
from earshot.store.rows import Connection
from earshot.words.errors import Refused
from earshot.words.vocabulary import State
from tests.earshot.desk import NOW, Desk, post

DAY = timedelta(days=1)
WORDS = "Quillfeather saw Example Training's van in Zebedee Street"


def dismissed(desk: Desk, *, on_page: bool = False, at: str = "1") -> Item:
    source = desk.feed if on_page else desk.news
    url = f"https://zebedee.example/{at}"
    desk.take_in(source, post(WORDS, url=url, author="Zed Quillfeather", title="Zebedee"))
    item = next(i for i in desk.items() if i.url == url)
    outcome = desk.decide(Action.OUT_OF_SCOPE, item, reason="a private matter")
    assert outcome.done, outcome.refused
    return item


def dropped(desk: Desk, days: float) -> int:
    return dismissal.drop(desk.house, actor="earshot", now=NOW + days * DAY)


def everything(connection: Connection) -> str:
    names = connection.execute("SELECT table_name FROM information_schema.tables").fetchall()
    return "".join(str(connection.execute(f"FROM {name}").fetchall()) for (name,) in names)


def test_a_post_out_of_scope_loses_text_author_title_and_address_after_seven_days(
    desk: Desk,
) -> None:
    dismissed(desk)
    assert desk.house.policy.retention.out_of_scope_days == 7
    assert dropped(desk, 6.99) == 0
    assert desk.item().state is State.OUT_OF_SCOPE
    assert dropped(desk, 7) == 1
    assert desk.items() == []
    with desk.house.store.unit() as connection:
        kept = everything(connection)
    assert not any(word in kept for word in ("Quillfeather", "Zebedee", "zebedee", "private"))
    assert b"Quillfeather" not in desk.house.store.path.read_bytes()


def test_the_log_still_holds_and_tells_that_something_was_dropped(desk: Desk) -> None:
    dismissed(desk)
    dropped(desk, 8)
    with desk.house.store.unit() as connection:
        assert log.verify(connection) == []
        assert [f.problems for f in examine(connection, repair=False) if f.problems] == []
        noted, rewritten = log.of_subjects(connection, [retention.SUBJECT])[retention.SUBJECT]
    assert (noted.details["mentions"], noted.details["out_of_scope"]) == (1, 1)
    assert rewritten.details["rewritten"]


def test_until_then_the_dismissal_can_be_undone_and_nothing_is_dropped(desk: Desk) -> None:
    dismissed(desk)
    undone = desk.decide(Action.UNDO, desk.item(), now=NOW + 6 * DAY)
    assert undone.done, undone.refused
    assert dropped(desk, 30) == 0
    assert desk.item().text == WORDS


def test_the_days_count_from_the_last_time_that_it_was_dismissed(desk: Desk) -> None:
    dismissed(desk)
    reopened = desk.decide(Action.REOPEN, desk.item(), now=NOW + 5 * DAY, reason="It is about us")
    assert reopened.done, reopened.refused
    again = desk.decide(Action.OUT_OF_SCOPE, desk.item(), now=NOW + 6 * DAY, reason="It is not")
    assert again.done, again.refused
    assert dropped(desk, 12.9) == 0
    assert dropped(desk, 13) == 1


def test_nothing_is_dropped_while_a_safeguarding_concern_on_it_is_open(desk: Desk) -> None:
    item = dismissed(desk)
    details = {"concern": "threat", "urgent": False, "reason": "Seen"}
    with desk.house.store.unit() as connection:
        event = NewEvent(EventKind.RESTRICTED, item.id, details, "earshot")
        casework.record(connection, [event], now=NOW)
    assert dropped(desk, 100) == 0
    with desk.house.store.unit() as connection:
        assert WORDS in everything(connection)
    with desk.house.store.unit() as connection:  # the lead lifts it
        lifted = NewEvent(EventKind.LIFTED, item.id, {"reason": "Nothing in it"}, "earshot")
        casework.record(connection, [lifted], now=NOW + 100 * DAY)
    assert dropped(desk, 101) == 1


def test_a_hold_keeps_what_was_dismissed_and_the_night_says_why(desk: Desk) -> None:
    dismissed(desk)
    with desk.house.store.unit() as connection:
        holds.add(connection, HoldKind.POLICE, "asked for it", actor=desk.kay.id, now=NOW)
    with pytest.raises(Refused, match="hold"):
        dropped(desk, 8)
    (said,) = dismissal.drop_by_night(desk.house, NOW + 8 * DAY)
    assert "hold" in said.lower()
    assert desk.item().text == WORDS


def test_what_was_said_on_an_account_of_our_own_is_not_dropped_so(desk: Desk) -> None:
    dismissed(desk, on_page=True)
    assert dropped(desk, 100) == 0


def test_it_is_done_every_night_though_the_rest_is_not_deleted_by_night(desk: Desk) -> None:
    dismissed(desk)
    assert not desk.company.keeping.by_night
    said: list[str] = []
    nightly.do_if_due(desk.house, NOW + 8 * DAY, said.append)
    assert "Out of scope and dropped: 1 mention." in said
    assert desk.items() == []


def test_how_many_days_stands_in_the_policy(desk: Desk) -> None:
    path = desk.house.policy_path
    text = path.read_text("utf-8")
    path.write_text(text.replace("out_of_scope_days = 7", "out_of_scope_days = 2"), "utf-8")
    dismissed(desk)
    assert dropped(desk, 2) == 1


def test_a_policy_of_an_earlier_version_without_that_number_means_seven_days(desk: Desk) -> None:
    path = desk.house.policy_path
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(x for x in lines if "out_of_scope_days" not in x), "utf-8")
    assert desk.house.policy.retention.out_of_scope_days == 7
