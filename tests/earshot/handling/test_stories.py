"""What several outlets carry is one Case; each of them is shown, and none starts a clock."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from collectors.post import Kind, Platform, Post
from earshot.bringing.handnotes import Note, add_note
from earshot.handling.decisions import Action, what_happened
from earshot.handling.desk import Opened, Page, opened, page
from earshot.handling.doctor import examine
from earshot.handling.stories import split_off
from earshot.rules.events import Event, EventKind
from earshot.store.questions import Item, Order, Wanted, count_cases
from earshot.store.waiting import waiting
from earshot.telling import reports
from earshot.telling.item_words import carried_since
from earshot.words.errors import Refused
from earshot.words.period import Period
from earshot.words.vocabulary import Clock, State
from tests.earshot.desk import NOW, Desk, post

HOUR = timedelta(hours=1)
WIRE = (
    "Example Training has let 14 apprentices in Hull down again: nobody answers the telephone, the "
    "lessons are dreadful and the certificates come late, parents complained on Tuesday."
)
QUEUE = Wanted(owed=True)


def copy(outlet: str, text: str = WIRE, **more: object) -> Post:
    return post(text, url=f"https://{outlet}.example/wire", publisher=outlet.title(), **more)


def carried(desk: Desk, *outlets: str) -> list[Item]:
    """What several outlets carry, met an hour apart; in the order in which it was met."""
    for number, outlet in enumerate(outlets):
        desk.take_in(desk.news, copy(outlet), now=NOW + number * HOUR)
    return sorted(desk.items(), key=lambda item: item.seen_at)


def look(desk: Desk, item: Item) -> Opened:
    with desk.house.store.unit() as connection:
        return opened(connection, item.id)


def split(desk: Desk, item: Item, by: str = "", now: object = NOW + 5 * HOUR) -> Event:
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        why = "it tells of another centre"
        return split_off(connection, item.id, rules, reason=why, actor=by or desk.sam.id, now=now)  # type: ignore[arg-type]


def sound(desk: Desk) -> bool:
    """Whether the doctor has nothing to say: all is what log, Judgements and stories say."""
    with desk.house.store.unit() as connection:
        return all(not finding.problems for finding in examine(connection, repair=False))


def test_a_text_that_three_outlets_carry_is_one_case_with_all_of_them_listed(desk: Desk) -> None:
    first, second, third = carried(desk, "mercury", "gazette", "herald")
    assert {first.story, second.story, third.story} == {first.id}
    assert [item.id for item in desk.items(QUEUE)] == [first.id]
    assert [o.publisher for o in look(desk, third).outlets] == ["Mercury", "Gazette", "Herald"]
    assert sound(desk)


def test_each_outlet_shows_the_storys_state_clock_and_deadline(desk: Desk) -> None:
    items = carried(desk, "mercury", "gazette")
    assert len({(i.state, i.clock, i.due_at, i.version) for i in items}) == 1
    assert (items[1].state, items[1].clock) == (State.OPEN, Clock.AIM)


def test_copies_in_one_delivery_are_one_story_too(desk: Desk) -> None:
    run = desk.take_in(desk.news, *[copy(f"paper{number}") for number in range(5)])
    assert run.counts.new == 5
    assert len({item.story for item in desk.items()}) == 1
    assert len(desk.items(QUEUE)) == 1
    assert sound(desk)


def test_outlets_that_are_taken_in_at_the_same_moment_are_one_story(desk: Desk) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: desk.take_in(desk.news, copy(f"paper{n}")), range(6)))
    assert len({item.story for item in desk.items()}) == 1
    assert len(desk.items(QUEUE)) == 1
    assert sound(desk)


def test_what_stands_alone_is_in_no_story(desk: Desk) -> None:
    (only,) = carried(desk, "mercury")
    assert only.story is None
    assert look(desk, only).outlets == ()


def test_an_outlet_that_published_earlier_moves_no_clock(desk: Desk) -> None:
    (first,) = carried(desk, "mercury")
    desk.take_in(desk.news, copy("gazette", at=NOW - 30 * HOUR), now=NOW + HOUR)
    assert {item.due_at for item in desk.items()} == {first.due_at}


def test_a_new_outlet_wakes_nothing_that_was_answered(desk: Desk) -> None:
    (first,) = carried(desk, "mercury")
    desk.decide(Action.ANSWER, first, where="a letter", now=NOW + HOUR)
    desk.take_in(desk.news, copy("gazette"), now=NOW + 3 * HOUR)
    assert {item.state for item in desk.items()} == {State.ANSWERED}
    found = look(desk, first)
    told = carried_since(found.case, [outlet.seen_at for outlet in found.outlets])
    assert told == "Carried by 1 more since it was answered: nothing new is due for that."


def test_a_decision_about_any_outlet_is_about_the_story(desk: Desk) -> None:
    first, second = carried(desk, "mercury", "gazette")
    outcome = desk.decide(Action.ANSWER, second, where="a letter", now=NOW + 2 * HOUR)
    assert [event.subject for event in outcome.events] == [first.id]
    assert {item.state for item in desk.items()} == {State.ANSWERED}
    assert [event.kind for event in look(desk, second).events] == [EventKind.ANSWERED]
    assert sound(desk)


def test_waiting_misses_and_promises_count_a_story_once(desk: Desk) -> None:
    items = carried(desk, "mercury", "gazette", "herald")
    with desk.house.store.unit() as connection:
        assert waiting(connection, NOW, NOW + 12 * HOUR).to_do == 1
    assert desk.settle(NOW + 90 * HOUR) == 1
    period = Period(NOW.date(), NOW.date() + timedelta(days=5))
    with desk.house.store.unit() as connection:
        assert len(reports.promises_of(connection, period)) == 1
        assert len(reports.mentions_of(connection, period)) == len(items)
        assert count_cases(connection, Wanted()) == 1
    assert sound(desk)


def test_an_acknowledged_story_owes_one_answer(desk: Desk) -> None:
    first, _ = carried(desk, "mercury", "gazette")
    desk.decide(Action.ACKNOWLEDGE, first, where="a letter", now=NOW + HOUR)
    period, company = Period(NOW.date(), NOW.date()), desk.company
    with desk.house.store.unit() as connection:
        found = reports.material(connection, company, period, now=NOW + 2 * HOUR)
    assert found.owed == 1


def test_the_queue_says_how_many_more_carry_it(desk: Desk) -> None:
    first, *_ = carried(desk, "mercury", "gazette", "herald")
    with desk.house.store.unit() as connection:
        found: Page = page(connection, QUEUE, Order.QUEUE, 1, 10)
    assert (found.total, found.carried) == (1, {first.id: 3})


def test_split_off_an_outlet_has_its_own_case_whose_clock_starts_then(desk: Desk) -> None:
    first, second, third = carried(desk, "mercury", "gazette", "herald")
    desk.decide(Action.ANSWER, first, where="a letter", now=NOW + 4 * HOUR)
    event = split(desk, second)
    by_id = {item.id: item for item in desk.items()}
    alone = by_id[second.id]
    assert (alone.story, alone.state, alone.clock) == (None, State.OPEN, Clock.AIM)
    assert alone.received_at == NOW + 5 * HOUR
    assert by_id[third.id].story == first.id
    assert by_id[third.id].state is State.ANSWERED
    assert "split off from its story by Sam Sample" in what_happened(
        event, desk.house.rules(desk.company)
    )
    assert sound(desk)


def test_what_was_split_off_last_leaves_no_story_behind(desk: Desk) -> None:
    _, second = carried(desk, "mercury", "gazette")
    split(desk, second)
    assert {item.story for item in desk.items()} == {None}
    assert len(desk.items(QUEUE)) == 2
    assert sound(desk)


def test_what_was_split_off_comes_again_and_stays_apart(desk: Desk) -> None:
    _, second = carried(desk, "mercury", "gazette")
    split(desk, second)
    run = desk.take_in(desk.news, copy("gazette"), now=NOW + 9 * HOUR)
    assert run.counts.known == 1
    assert {item.story for item in desk.items()} == {None}


def test_splitting_off_is_nothing_that_undo_undoes(desk: Desk) -> None:
    _, second = carried(desk, "mercury", "gazette")
    split(desk, second)
    assert look(desk, second).case.last_decision is None


def test_the_first_outlet_cannot_be_split_off_nor_what_stands_alone(desk: Desk) -> None:
    first, second = carried(desk, "mercury", "gazette")
    with pytest.raises(Refused, match="Split off the others instead"):
        split(desk, first)
    split(desk, second)
    with pytest.raises(Refused, match="stands alone"):
        split(desk, second)


def test_nobody_splits_off_without_a_name(desk: Desk) -> None:
    _, second = carried(desk, "mercury", "gazette")
    with pytest.raises(Refused, match="who you are"):
        split(desk, second, by="p-nobody")


def test_an_edit_stays_in_its_story_and_its_first_words_are_kept(desk: Desk) -> None:
    first, second = carried(desk, "mercury", "gazette")
    other = "Example Training denies all of it, and shows what its apprentices have learnt in Hull."
    desk.take_in(desk.news, copy("gazette", other), now=NOW + 4 * HOUR)
    edited = next(item for item in desk.items() if item.id == second.id)
    assert (edited.story, edited.edition, edited.text) == (first.id, 2, other)
    (before,) = look(desk, edited).versions
    assert (before.number, before.text, before.seen_at) == (1, WIRE, NOW + HOUR)
    assert sound(desk)


def test_found_on_our_own_account_a_copy_leaves_its_story(desk: Desk) -> None:
    first, second = carried(desk, "mercury", "gazette")
    desk.take_in(desk.feed, copy("gazette"), now=NOW + 3 * HOUR)
    placed = next(item for item in desk.items() if item.id == second.id)
    assert (placed.story, placed.clock) == (None, Clock.POLICY)
    assert next(item for item in desk.items() if item.id == first.id).clock is Clock.AIM
    assert sound(desk)


def test_comments_and_peoples_notes_are_no_copies(desk: Desk) -> None:
    carried(desk, "mercury")
    comment = replace(copy("gazette"), kind=Kind.COMMENT, platform=Platform.NEWS)
    desk.take_in(desk.news, comment)
    note = Note(WIRE, NOW, url="https://herald.example/wire", kind=Kind.ARTICLE)
    add_note(desk.house, note, now=NOW)
    assert {item.story for item in desk.items()} == {None}
    assert len(desk.items(QUEUE)) == 3


def test_what_waits_does_not_hide_behind_what_came_before_we_listened(desk: Desk) -> None:
    early = desk.add_source("https://early.example/rss", None)
    old = copy("mercury", at=early.starts_at - HOUR)
    desk.take_in(early, old, now=early.starts_at + HOUR)
    desk.take_in(desk.news, copy("gazette", at=early.starts_at + 2 * HOUR))
    states = {item.publisher: item.state for item in desk.items()}
    assert states == {"Mercury": State.HISTORY, "Gazette": State.OPEN}


def test_the_doctor_gives_a_case_to_who_lost_the_storys_lead(desk: Desk) -> None:
    first, _ = carried(desk, "mercury", "gazette")
    with desk.house.store.unit() as connection:
        for table in ("mentions", "cases", "promises"):
            connection.execute(f"DELETE FROM {table} WHERE id = ?", [first.id])
        found = {each.check: each for each in examine(connection, repair=True)}
    lost, rebuilt = found["cases"].problems
    assert "belongs to a story that nothing leads; it stands alone now" in lost
    assert rebuilt.endswith("is missing; rebuilt")
    assert found["cases"].left == ()
    assert sound(desk)
    assert desk.item().state is State.OPEN


def test_the_doctor_removes_a_second_case_of_a_story(desk: Desk) -> None:
    _, second = carried(desk, "mercury", "gazette")
    with desk.house.store.unit() as connection:
        connection.execute("INSERT INTO cases SELECT * REPLACE (? AS id) FROM cases", [second.id])
        found = {each.check: each for each in examine(connection, repair=True)}
    assert found["cases"].problems == (f"case {second.id} is a second one of its story; removed",)
    assert sound(desk)
