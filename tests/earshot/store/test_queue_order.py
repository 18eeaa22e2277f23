"""The queue's order: what is to be brought up at once, before whatever is due first."""

import json
from datetime import timedelta

from earshot.handling.correcting import Correction, correct
from earshot.handling.decisions import Action
from earshot.rules.findings import Judged
from earshot.store import questions
from earshot.store.questions import Item, Order, Wanted
from earshot.telling.item_concerns import concerns_of
from tests.earshot.desk import NOW, Desk, post

HOUR = timedelta(hours=1)


def concern(name: str, severity: str) -> dict[str, object]:
    piece = {"text": "Example", "start": 0, "end": 7}
    clause = f"conduct.{name}"
    told = {"concern": name, "severity": severity, "confidence": 0.8, "clause": clause}
    return told | {"evidence": [piece]}


def comment(desk: Desk, number: int, *concerns: dict[str, object], elsewhere: bool = False) -> str:
    """One an hour, the first the earliest; with what a machine finds possible in it."""
    url = f"https://page.example/{'news' if elsewhere else 'comments'}/{number}"
    said = post(f"Where is room {number}, Example Training?", url=url, at=NOW + number * HOUR)
    desk.take_in(desk.news if elsewhere else desk.feed, said, now=NOW + 9 * HOUR)
    item = next(each for each in desk.items() if each.url == url)
    with desk.house.store.unit() as connection:
        connection.execute(
            "UPDATE judgements SET concerns = ? WHERE mention = ?",
            [json.dumps(list(concerns)), item.id],
        )
    return item.id


def queue(desk: Desk, wanted: Wanted = Wanted(owed=True)) -> list[str]:  # noqa: B008 - frozen
    with desk.house.store.unit() as connection:
        return [i.id for i in questions.items(connection, wanted, order=Order.QUEUE)]


def item_of(desk: Desk, mention: str) -> Item:
    return next(each for each in desk.items() if each.id == mention)


def say(desk: Desk, mention: str, name: str, person: str) -> None:
    told = Correction(
        mention, item_of(desk, mention).version, Judged.CONCERN, person, "it is plain", name
    )
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        correct(connection, told, rules, actor=desk.sam.id, now=NOW + 9 * HOUR)


def test_monitoring_intervention_possible_bullying_stands_before_what_is_due_first(
    desk: Desk,
) -> None:
    early = comment(desk, 1)
    medium = comment(desk, 2, concern("offensive", "medium"))
    high = comment(desk, 3, concern("bullying", "high"))
    assert queue(desk) == [high, medium, early]


def test_a_concern_that_a_person_has_dismissed_brings_nothing_to_the_front(desk: Desk) -> None:
    early, mocked = comment(desk, 1), comment(desk, 2, concern("bullying", "high"))
    say(desk, mocked, "bullying", "absent")
    assert queue(desk) == [early, mocked]
    assert concerns_of(item_of(desk, mocked)) == []


def test_one_that_the_machine_missed_and_a_person_found_stands_in_front(desk: Desk) -> None:
    early, found = comment(desk, 1), comment(desk, 2)
    say(desk, found, "harassing", "present")
    assert queue(desk) == [found, early]
    (standing,) = concerns_of(item_of(desk, found))
    assert (standing.words, standing.severity) == ("Confirmed: harassment", None)


def test_what_is_said_elsewhere_and_what_is_no_conduct_waits_its_turn(desk: Desk) -> None:
    desk.state_purpose()
    early = comment(desk, 1)
    personal = comment(desk, 2, concern("data_protection", "high"))
    elsewhere = comment(desk, 3, concern("bullying", "critical"), elsewhere=True)
    assert queue(desk) == [early, personal, elsewhere]


def test_what_was_acknowledged_stays_behind_what_is_open(desk: Desk) -> None:
    early, mocked = comment(desk, 1), comment(desk, 2, concern("bullying", "high"))
    desk.decide(Action.ACKNOWLEDGE, item_of(desk, mocked), where="there", now=NOW + 9 * HOUR)
    assert queue(desk) == [early, mocked]


def test_items_are_found_by_a_concern_that_stands_and_not_by_one_dismissed(desk: Desk) -> None:
    mocked = comment(desk, 1, concern("bullying", "high"), concern("offensive", "low"))
    found = comment(desk, 2)
    say(desk, found, "bullying", "present")
    assert set(queue(desk, Wanted(concerns=("bullying",)))) == {mocked, found}
    say(desk, mocked, "bullying", "absent")
    assert queue(desk, Wanted(concerns=("bullying",))) == [found]
    assert queue(desk, Wanted(concerns=("bullying", "offensive"))).count(mocked) == 1


def test_no_concern_that_restricts_is_told_of_an_item_in_the_open(desk: Desk) -> None:
    """Once the safeguarding lead has brought it back, nothing tells what it was taken for."""
    lifted = comment(desk, 1, concern("threat", "critical"), concern("offensive", "low"))
    assert [each.words for each in concerns_of(item_of(desk, lifted))] == [
        "Possible: offensive language"
    ]
