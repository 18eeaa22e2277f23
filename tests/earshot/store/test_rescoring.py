"""Former Judgements and findings: they go, and are struck, with what was judged."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from earshot.handling import casework
from earshot.handling.correcting import Correction, correct
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.rescoring import rescore
from earshot.protection import erasing, person_export, retention
from earshot.rules.case import Case
from earshot.rules.events import PROGRAM
from earshot.rules.findings import Judged
from earshot.store.rows import Row
from tests.earshot.desk import NOW, Desk, post
from tests.earshot.rulebook import with_dangers, with_word

NAME = "Zebedee Quill"
LATER = NOW + timedelta(hours=1)
ELSEWHERE = "https://outlet{}.example/wire"
STORY = (
    "Example Training opened its new building in the middle of the town on Monday, and the mayor "
    "cut the ribbon before some forty guests, who saw a wibble in the kitchen and in the workshops"
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    with_dangers(desk.house.folder, "")
    desk.state_purpose()
    return desk


def judge_again(desk: Desk) -> None:
    with_word(desk.house.folder, "wibble", -3)
    with_word(desk.house.folder, "quill", -3)
    rescore(desk.house, actor=PROGRAM, now=NOW)


def say(desk: Desk, mention: str, reason: str) -> None:
    version = next(i.version for i in desk.items() if i.id == mention)
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        told = Correction(mention, version, Judged.SENTIMENT, "positive", reason)
        correct(connection, told, rules, actor=desk.kay.id, now=NOW)


def rows(desk: Desk, table: str) -> list[Row]:
    with desk.house.store.unit() as connection:
        return connection.execute(f"FROM {table}").fetchall()


def cases_of(desk: Desk, item: str) -> Case:
    with desk.house.store.unit() as connection:
        return casework.current(connection, [item])[item]


def problems(desk: Desk) -> list[str]:
    with desk.house.store.unit() as connection:
        return [p for found in examine(connection, repair=False) for p in found.problems]


def test_nothing_of_an_erased_person_is_left_in_former_judgements_or_findings(desk: Desk) -> None:
    own = post("Example Training has a wibble", author=NAME, url=ELSEWHERE.format(1))
    other = post("Example Training, Quill is no wibble", url=ELSEWHERE.format(2))
    desk.take_in(desk.news, own, other)
    judge_again(desk)
    theirs = next(i.id for i in desk.items() if i.author == NAME)
    say(desk, theirs, "They rang us")
    assert len(rows(desk, "former_judgements")) == 2
    assert len(rows(desk, "findings")) == 1
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert [row[0] for row in rows(desk, "former_judgements")] == [desk.item().id]
    assert rows(desk, "findings") == []
    assert problems(desk) == []


def test_a_name_is_struck_out_of_what_earlier_rules_had_made_of_others_words(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training, Zebedee Quill is superb"))
    with_word(desk.house.folder, "zebedee", -3)
    rescore(desk.house, actor=PROGRAM, now=NOW)
    with_word(desk.house.folder, "zebedee", 0.1)
    rescore(desk.house, actor=PROGRAM, now=NOW)
    assert "ebedee" in str(rows(desk, "former_judgements"))
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert "ebedee" not in str(rows(desk, "former_judgements")) + str(rows(desk, "judgements"))


@pytest.mark.parametrize("leads", [True, False])
def test_what_was_said_of_an_erased_persons_share_of_a_story_goes_with_it(
    desk: Desk, leads: bool
) -> None:
    theirs = post(STORY, author=NAME, url=ELSEWHERE.format(1))
    others = post(STORY, author="Mo Made-Up", url=ELSEWHERE.format(2))
    desk.take_in(desk.news, *((theirs, others) if leads else (others, theirs)))
    judge_again(desk)
    (story,) = {item.story for item in desk.items()}
    assert story is not None
    say(desk, next(i.id for i in desk.items() if i.author == NAME), "An oddly private reason")
    assert "oddly private" in str(rows(desk, "event_details"))
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    kept = "".join(str(rows(desk, each)) for each in ("findings", "event_details", "judgements"))
    assert "oddly private" not in kept
    assert problems(desk) == []


def test_a_hold_that_was_taken_back_stays_so_when_what_it_came_with_is_erased(desk: Desk) -> None:
    """conduct.journalist"""
    for number, by in enumerate(("Mo Made-Up", NAME)):
        desk.take_in(desk.news, post(STORY, author=by, url=ELSEWHERE.format(number)))
    judge_again(desk)
    member = next(item for item in desk.items() if item.author == NAME)
    led = next(item for item in desk.items() if item.author != NAME)
    assert member.story == led.id
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        told = Correction(member.id, member.version, Judged.INTENT, "press", "a reporter")
        correct(connection, told, rules, actor=desk.kay.id, now=NOW)
    assert cases_of(desk, led.id).held
    desk.decide(Action.UNDO, replace(led, version=cases_of(desk, led.id).version), by=desk.kay.id)
    assert not cases_of(desk, led.id).held
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert not cases_of(desk, led.id).held
    assert problems(desk) == []


def test_what_is_past_its_time_goes_with_its_former_judgements_and_findings(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training has a wibble"))
    judge_again(desk)
    say(desk, desk.item().id, "They laugh")
    with desk.house.store.unit() as connection:
        connection.execute("UPDATE cases SET state = 'answered', answered_at = '2026-11-18 10:00'")
        connection.execute(
            "UPDATE promises SET responded_at = '2026-11-18 10:00', verdict = 'met_on_word'"
        )
    retention.retain(desk.house, actor=PROGRAM, now=NOW + timedelta(days=1500))
    assert desk.items() == []
    assert rows(desk, "former_judgements") == rows(desk, "findings") == []


def test_a_person_is_handed_what_earlier_rules_made_of_their_words_and_what_we_said_of_it(
    desk: Desk,
) -> None:
    desk.take_in(desk.news, post("Example Training has a wibble", author=NAME))
    judge_again(desk)
    say(desk, desk.item().id, "They laugh")
    made = person_export.export(desk.house, NAME, PROGRAM, now=LATER)
    (item,) = json.loads(made.files[person_export.FOR_THE_PERSON])["items"]
    assert [each["sentiment"] for each in item["earlier_judgements"]] == ["neutral"]
    (said,) = item["what_people_said_of_them"]
    assert (said["machine"], said["person"], said["reason"]) == (
        "negative",
        "positive",
        "They laugh",
    )
    assert desk.kay.id not in made.files[person_export.FOR_THE_PERSON]
