"""Suspicion: what says the same as a restricted item is restricted as well, and at once."""

import time
from datetime import timedelta

import pytest

from earshot.bringing.handnotes import Note, add_note
from earshot.handling import administration, casework
from earshot.handling.doctor import examine
from earshot.protection import safeguarding
from earshot.rules.company import Role
from earshot.rules.events import EventKind
from earshot.rules.restriction import Danger, Restriction, Stage
from earshot.store import log, restricted
from earshot.telling.briefing import promised, tally_of
from earshot.telling.compliance import Standing
from earshot.words.period import Period
from earshot.words.vocabulary import Clock
from tests.earshot.desk import NOW, Desk, post

WORDS = "Example Training: the learner Xylo wrote a very odd note yesterday"
ELSEWHERE = "https://outlet.example/9"


def restrict(desk: Desk, mention: str, concern: Danger = Danger.THREAT) -> None:
    with desk.house.store.unit() as connection:
        safeguarding.restrict(connection, mention, concern, "earshot", now=NOW)


def kept(desk: Desk) -> list[Restriction]:
    with desk.house.store.unit() as connection:
        return [each.found for each in restricted.kept(connection)]


def restricted_one(desk: Desk) -> str:
    desk.state_purpose()
    desk.take_in(desk.news, post(WORDS))
    item = desk.item().id
    restrict(desk, item)
    return item


@pytest.mark.parametrize(
    "copy",
    [WORDS, WORDS.upper() + "!!", f"Somebody says “{WORDS}”, and more", WORDS[:-10]],
)
def test_a_copy_from_another_outlet_is_restricted_as_it_is_taken_in(desk: Desk, copy: str) -> None:
    restricted_one(desk)
    desk.take_in(desk.news, post(copy, url=ELSEWHERE))
    assert not desk.items()
    assert [each.by for each in kept(desk)] == ["earshot"] * 2
    with desk.house.store.unit() as connection:
        assert [found.problems for found in examine(connection, repair=False)] == [(), (), ()]


def test_the_same_comment_on_our_own_page_or_noted_by_hand_is_restricted_too(desk: Desk) -> None:
    restricted_one(desk)
    desk.take_in(desk.feed, post(WORDS, url="https://page.example/comments/2"))
    note = Note(WORDS, NOW, "https://facebook.com/exampletraining/posts/1", account=desk.page)
    add_note(desk.house, note, actor=desk.kay.id, now=NOW)
    assert not desk.items()
    assert len(kept(desk)) == 3
    period = Period(NOW.date(), NOW.date() + timedelta(days=30))
    with desk.house.store.unit() as connection:
        tally = tally_of(promised(connection, period, NOW), Clock.POLICY)
    assert tally.by == {Standing.HANDLED_PRIVATELY: 2}


def test_an_edit_that_takes_up_those_words_is_restricted(desk: Desk) -> None:
    restricted_one(desk)
    desk.take_in(desk.news, post("Example Training is closed today", url=ELSEWHERE))
    assert len(desk.items()) == 1
    desk.take_in(desk.news, post(WORDS, url=ELSEWHERE), now=NOW + timedelta(hours=1))
    assert not desk.items()


def test_copies_that_are_there_already_are_restricted_with_it(desk: Desk) -> None:
    desk.state_purpose()
    desk.take_in(desk.news, post(WORDS), post("Ｅ" + WORDS[1:], url=ELSEWHERE))
    desk.take_in(desk.feed, post(WORDS.lower(), url="https://page.example/comments/2"))
    desk.take_in(desk.news, post("Example Training is closed", url="https://outlet.example/10"))
    restrict(desk, next(item.id for item in desk.items() if item.text == WORDS))
    assert [item.text for item in desk.items()] == ["Example Training is closed"]
    assert len(kept(desk)) == 3


def test_who_sees_the_item_no_more_reads_it_in_no_copy(desk: Desk) -> None:
    item = restricted_one(desk)
    with desk.house.store.unit() as connection:
        administration.add_person(connection, "Dee Example", Role.DSL, now=NOW)
        safeguarding.lock_out(connection, item, [desk.kay.id], "earshot", now=NOW)
        safeguarding.hand_over(connection, item, "earshot", now=NOW)
    desk.take_in(desk.news, post(WORDS, url=ELSEWHERE))
    assert {each.locked for each in kept(desk)} == {(desk.kay.id,)}
    assert {each.stage for each in kept(desk)} == {Stage.HANDED_OVER}


def test_the_reason_names_nothing_and_the_concern_is_the_same(desk: Desk) -> None:
    item = restricted_one(desk)
    desk.take_in(desk.news, post(WORDS, url=ELSEWHERE))
    with desk.house.store.unit() as connection:
        copy = next(each.id for each in restricted.kept(connection) if each.id != item)
        (event,) = log.of_subjects(connection, [copy])[copy]
        assert casework.current(connection, [copy])[copy].restriction is not None
    assert (event.kind, event.actor) == (EventKind.RESTRICTED, "earshot")
    assert event.details["reason"] == "the same words as a restricted item"
    assert event.details["concern"] == Danger.THREAT


def test_once_it_is_lifted_the_same_words_are_in_the_open(desk: Desk) -> None:
    item = restricted_one(desk)
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        lead = administration.add_person(connection, "Dee Example", Role.DSL, now=NOW).id
        safeguarding.lift(connection, item, lead, reason="A song", rules=rules, now=NOW)
    desk.take_in(desk.news, post(WORDS, url=ELSEWHERE))
    assert len(desk.items()) == 2


def test_among_a_hundred_thousand_it_is_quick(desk: Desk) -> None:
    desk.state_purpose()
    desk.take_in(desk.news, post(WORDS))
    item = desk.item().id
    with desk.house.store.unit() as connection:
        connection.execute(
            "INSERT INTO mentions SELECT m.* REPLACE ('x' || i AS id, "
            "repeat('Other words ' || i || ', ', 15) AS text) FROM mentions m, range(100000) t(i)"
        )
        began = time.process_time()
        safeguarding.restrict(connection, item, Danger.THREAT, "earshot", now=NOW)
        assert time.process_time() - began < 2  # of all processors; a second by the clock
