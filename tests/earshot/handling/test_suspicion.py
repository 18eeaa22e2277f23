"""Suspicion: what says the same as a restricted item is restricted as well, and at once."""

import time
from datetime import timedelta

import pytest

from earshot.bringing.handnotes import Note, add_note
from earshot.handling import administration, casework
from earshot.handling.completing import complete_text
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.protection import safeguarding
from earshot.rules.company import Role
from earshot.rules.events import EventKind
from earshot.rules.restriction import Danger, Restriction, Stage
from earshot.store import log, restricted
from earshot.store.questions import Item
from earshot.telling.briefing import promised, tally_of
from earshot.telling.compliance import Standing
from earshot.words.period import Period
from earshot.words.vocabulary import Clock
from tests.earshot.desk import NOW, Desk, post
from tests.earshot.rulebook import with_dangers

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


HOUR = timedelta(hours=1)
THREAT = "Example Training, we are going to flatten you"
CRITICAL = "Example Training, we will zonk you tonight"


@pytest.fixture
def watchful(desk: Desk) -> Desk:
    """A desk whose rules know a few dangers."""
    with_dangers(desk.house.folder)
    desk.state_purpose()
    return desk


def lift(desk: Desk, item: str) -> None:
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        lead = administration.add_person(connection, "Dee Example", Role.DSL, now=NOW).id
        safeguarding.lift(connection, item, lead, reason="A song", rules=rules, now=NOW + HOUR)


def only(desk: Desk) -> Restriction:
    (found,) = kept(desk)
    return found


def restricted_item(desk: Desk) -> Item:
    with desk.house.store.unit() as connection:
        (each,) = restricted.kept(connection)
        found = restricted.item(connection, each.id)
    assert found is not None
    return found


def problems(desk: Desk) -> list[str]:
    with desk.house.store.unit() as connection:
        return [p for found in examine(connection, repair=False) for p in found.problems]


def test_a_possible_danger_is_restricted_as_it_is_taken_in_and_the_count_is_right(
    watchful: Desk,
) -> None:
    run = watchful.take_in(watchful.feed, post(THREAT))
    assert (run.counts.new, watchful.items()) == (1, [])
    found = only(watchful)
    assert (found.concern, found.by, found.urgent) == (Danger.THREAT, "earshot", False)
    assert found.stage is Stage.SUSPECTED
    assert problems(watchful) == []


def test_what_is_critical_is_urgent(watchful: Desk) -> None:
    watchful.take_in(watchful.feed, post(CRITICAL))
    assert only(watchful).urgent


def test_an_allegation_against_staff_comes_first_though_something_else_is_graver(
    watchful: Desk,
) -> None:
    watchful.take_in(watchful.feed, post(f"{CRITICAL}, since the tutor grumbled"))
    assert only(watchful).concern is Danger.STAFF_ALLEGATION
    assert only(watchful).urgent  # somebody may be in danger, whatever comes first


def test_the_promise_of_a_suspected_item_is_handled_privately(watchful: Desk) -> None:
    watchful.take_in(watchful.feed, post(THREAT))
    period = Period(NOW.date(), NOW.date() + timedelta(days=30))
    with watchful.house.store.unit() as connection:
        tally = tally_of(promised(connection, period, NOW), Clock.POLICY)
    assert tally.by == {Standing.HANDLED_PRIVATELY: 1}


def test_a_promise_that_was_broken_before_anybody_suspected_stays_broken(watchful: Desk) -> None:
    watchful.take_in(watchful.feed, post(THREAT), now=NOW + timedelta(days=9))
    period = Period(NOW.date(), NOW.date() + timedelta(days=30))
    with watchful.house.store.unit() as connection:
        tally = tally_of(promised(connection, period, NOW + timedelta(days=9)), Clock.POLICY)
    assert tally.by == {Standing.MISSED: 1}


def test_history_is_restricted_too(watchful: Desk) -> None:
    watchful.take_in(watchful.feed, post(THREAT, at=NOW - timedelta(days=400)))
    assert restricted_item(watchful).state == "history"


def test_what_says_the_same_elsewhere_without_being_suspected_is_restricted_with_it(
    watchful: Desk,
) -> None:
    said = f"{THREAT}, all of you, by Sunday"
    longer = f"Read what somebody wrote: {said}"
    with_dangers(watchful.house.folder, "")
    watchful.take_in(watchful.news, post(said, url=ELSEWHERE))
    assert len(watchful.items()) == 1
    with_dangers(watchful.house.folder)
    watchful.take_in(watchful.feed, post(longer))
    assert watchful.items() == []
    assert len(kept(watchful)) == 2


def test_a_notice_of_which_the_text_is_added_later_is_judged_anew_and_restricted(
    watchful: Desk,
) -> None:
    watchful.take_in(watchful.feed, post("Example Training", text_included=False))
    item = watchful.item().id
    intake = watchful.house.intake(watchful.company)
    with watchful.house.store.unit() as connection:
        complete_text(connection, intake, item, THREAT, actor=watchful.kay.id, now=NOW + HOUR)
    assert (watchful.items(), only(watchful).concern) == ([], Danger.THREAT)
    assert problems(watchful) == []


def test_a_member_restricts_the_whole_story(watchful: Desk) -> None:
    story = (
        "Example Training opened its new building in the middle of the town on Monday, and the "
        "mayor cut the ribbon before some forty guests, who then saw the workshops and the kitchen"
    )
    watchful.take_in(watchful.news, post(story, title="New building"))
    again = f"{story}. Flatten you"
    watchful.take_in(watchful.news, post(again, title="New building", url=ELSEWHERE))
    assert watchful.items() == []
    assert len(kept(watchful)) == 1
    assert problems(watchful) == []


def test_an_edit_of_an_answered_item_restricts_it(watchful: Desk) -> None:
    watchful.take_in(watchful.feed, post("Example Training is closed today"))
    watchful.decide(Action.ANSWER, watchful.item(), where="on the page")
    watchful.take_in(watchful.feed, post(THREAT), now=NOW + HOUR)
    assert watchful.items() == []
    assert only(watchful).concern is Danger.THREAT
    assert problems(watchful) == []


def test_an_edit_into_somebody_may_be_in_danger_now_makes_a_restricted_item_urgent(
    watchful: Desk,
) -> None:
    watchful.take_in(watchful.feed, post(THREAT))
    watchful.take_in(watchful.feed, post(CRITICAL), now=NOW + HOUR)
    assert only(watchful).urgent


def test_what_was_lifted_is_not_restricted_again_by_the_same_words(watchful: Desk) -> None:
    watchful.take_in(watchful.feed, post(THREAT))
    lift(watchful, restricted_item(watchful).id)
    watchful.take_in(watchful.feed, post("Example Training is closed"), now=NOW + 2 * HOUR)
    watchful.take_in(watchful.feed, post(THREAT.upper()), now=NOW + 3 * HOUR)
    assert len(watchful.items()) == 1
    watchful.take_in(watchful.feed, post(f"{THREAT}, and soon"), now=NOW + 4 * HOUR)
    assert watchful.items() == []


def test_a_new_copy_of_what_was_lifted_is_suspected_by_itself_and_shuts_nothing_else(
    watchful: Desk,
) -> None:
    watchful.take_in(watchful.feed, post(THREAT))
    lifted = restricted_item(watchful).id
    lift(watchful, lifted)
    watchful.take_in(watchful.news, post(THREAT, url=ELSEWHERE), now=NOW + 2 * HOUR)
    assert [item.id for item in watchful.items()] == [lifted]
    assert len(kept(watchful)) == 1


def test_nothing_is_restricted_where_nobody_suspects_anything(watchful: Desk) -> None:
    watchful.take_in(watchful.feed, post("Example Training, thank you, tutor"))
    assert (len(watchful.items()), kept(watchful)) == (1, [])
