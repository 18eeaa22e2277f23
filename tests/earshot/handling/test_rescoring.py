"""Rescoring: all that is kept is judged again by the rules of now, and no waiting item is lost."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from earshot.handling import administration, holding, rescoring
from earshot.handling.correcting import Correction, correct
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.rescoring import Rescored, confirm_no_reply, rescore
from earshot.protection import safeguarding
from earshot.rules.company import Role
from earshot.rules.events import PROGRAM, EventKind
from earshot.rules.findings import Judged
from earshot.store import log, restricted
from earshot.store import rescoring as store
from earshot.store.rows import Row
from earshot.words.errors import EarshotError, Refused
from earshot.words.vocabulary import State
from tests.earshot.desk import NOW, Desk, post
from tests.earshot.handling.test_correcting import say
from tests.earshot.handling.test_playing import act, case
from tests.earshot.rulebook import with_dangers, with_word

IMAGES = """
[[rules]]
id = "test_images"
concern = "images"
severity = "medium"
confidence = 0.9
phrases = ["in the hall"]
"""
LATER = NOW + timedelta(days=2)
NEUTRAL = "Example Training has a wibble in the hall"  # until a wibble is something bad
ELSEWHERE = "https://outlet.example/{}"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    with_dangers(desk.house.folder, "")
    desk.state_purpose()
    return desk


def again(desk: Desk, **how: object) -> Rescored:
    return rescore(desk.house, actor=PROGRAM, now=LATER, **how)  # type: ignore[arg-type]


def bad(desk: Desk, feeling: float = -3.0) -> None:
    with_word(desk.house.folder, "wibble", feeling)


def rows(desk: Desk, question: str) -> list[Row]:
    with desk.house.store.unit() as connection:
        return connection.execute(question).fetchall()


def problems(desk: Desk) -> list[str]:
    with desk.house.store.unit() as connection:
        return [p for found in examine(connection, repair=False) for p in found.problems]


def many(desk: Desk, number: int, text: str = NEUTRAL) -> None:
    made = [
        post(f"{text}, number n{n}", url=ELSEWHERE.format(n), author=f"A{n}") for n in range(number)
    ]
    desk.take_in(desk.feed, *made)


def to_confirm(desk: Desk) -> list[tuple[str, int]]:
    with desk.house.store.unit() as connection:
        return store.to_confirm(connection)


def test_what_the_program_found_to_need_no_reply_begins_its_clock_at_the_rescoring(
    desk: Desk,
) -> None:
    desk.take_in(desk.news, post(NEUTRAL))
    assert desk.item().state is State.NO_REPLY_NEEDED
    bad(desk)
    done = again(desk)
    assert (done.judged, done.changed, done.newly_due, done.remaining) == (1, 1, 1, 0)
    item = desk.item()
    assert (item.state, item.received_at, item.sentiment) == (State.OPEN, LATER, "negative")
    assert problems(desk) == []


def test_what_a_person_decided_needs_no_reply_stays_so(desk: Desk) -> None:
    bad(desk)
    desk.take_in(desk.news, post(NEUTRAL))
    desk.decide(Action.NO_REPLY_NEEDED, desk.item(), reason="A joke")
    with_word(desk.house.folder, "wibble", 0.1)
    again(desk)
    bad(desk)
    assert (again(desk).newly_due, desk.item().state) == (0, State.NO_REPLY_NEEDED)


def wibbling_is_press(desk: Desk) -> None:
    path = desk.house.folder / "policy.toml"
    head, found, rest = path.read_text("utf-8").partition('id = "press_person"')
    assert found
    path.write_text(
        head + found + rest.replace("phrases = [", 'phrases = ["a wibble", ', 1), "utf-8"
    )


def test_press_contact_that_the_rules_of_now_find_is_held_once(desk: Desk) -> None:
    desk.take_in(desk.feed, post(NEUTRAL))
    wibbling_is_press(desk)
    again(desk)
    assert (desk.item().intent, case(desk).held) == ("press", True)
    act(desk, holding.release, by=desk.kay.id)
    with_dangers(desk.house.folder, IMAGES)
    again(desk)
    assert "images" in [each["concern"] for each in desk.item().concerns]
    assert not case(desk).held  # what the senior team has released stays so


def test_press_contact_of_which_a_person_said_otherwise_is_not_held(desk: Desk) -> None:
    desk.take_in(desk.feed, post(NEUTRAL))
    say(desk, Judged.INTENT, "query")
    wibbling_is_press(desk)
    again(desk)
    assert not case(desk).held


def test_history_stays_history(desk: Desk) -> None:
    desk.take_in(desk.news, post(NEUTRAL, at=NOW - timedelta(days=300)))
    bad(desk)
    assert (again(desk).newly_due, desk.item().state) == (0, State.HISTORY)


def test_nothing_pending_is_removed_it_is_listed_until_a_person_confirms(desk: Desk) -> None:
    bad(desk)
    desk.take_in(desk.news, post(NEUTRAL))
    before = desk.item()
    assert before.state is State.OPEN
    bad(desk, 0.1)
    assert again(desk).no_longer_needed == 1
    item = desk.item()
    assert (item.state, item.due_at, item.needs_reply) == (State.OPEN, before.due_at, False)
    assert to_confirm(desk) == [(item.id, item.version)]
    assert again(desk, everything=True).no_longer_needed == 0  # nothing new, and still listed
    assert len(to_confirm(desk)) == 1
    rules, listed = desk.house.rules(desk.company), to_confirm(desk)
    with desk.house.store.unit() as connection:
        outcome = confirm_no_reply(connection, listed, rules, actor=desk.kay.id, now=LATER)
    assert (len(outcome.done), desk.item().state) == (1, State.NO_REPLY_NEEDED)
    assert to_confirm(desk) == []


def test_a_new_row_is_written_only_where_the_result_differs(desk: Desk) -> None:
    desk.take_in(desk.news, post(NEUTRAL), post("Example Training", url=ELSEWHERE.format(2)))
    (old,) = rows(desk, "SELECT DISTINCT rules FROM judgements")
    bad(desk)
    done = again(desk)
    assert (done.judged, done.changed) == (2, 1)
    assert rows(desk, "SELECT DISTINCT rules FROM judgements") == [(done.rules,)]
    assert rows(desk, "SELECT rules, sentiment FROM former_judgements") == [(old[0], "neutral")]
    assert rows(desk, "SELECT count(*) FROM judgements WHERE arrival IS NULL") == [(0,)]
    at, changed = LATER.replace(tzinfo=None), next(i.id for i in desk.items() if i.text == NEUTRAL)
    assert rows(desk, f"SELECT mention FROM judgements WHERE judged_at = '{at}'") == [(changed,)]
    assert rows(desk, "FROM rescored") == []


def test_what_a_person_has_corrected_stays_beside_the_machines_new_word(desk: Desk) -> None:
    desk.take_in(desk.news, post(NEUTRAL))
    item = desk.item()
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        told = Correction(item.id, item.version, Judged.SENTIMENT, "positive", "They laugh")
        correct(connection, told, rules, actor=desk.kay.id, now=NOW)
    bad(desk)
    again(desk)
    assert desk.item().sentiment == "positive"
    said = rows(desk, "SELECT sentiment, machine_sentiment FROM judgements")
    assert said == [("positive", "negative")]
    assert problems(desk) == []


def test_a_word_of_the_machine_that_a_person_has_confirmed_stays_as_well(desk: Desk) -> None:
    desk.take_in(desk.news, post(NEUTRAL))
    item = desk.item()
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        told = Correction(item.id, item.version, Judged.NEEDS_REPLY, "no")
        correct(connection, told, rules, actor=desk.kay.id, now=NOW)
    bad(desk)
    assert again(desk).newly_due == 0
    assert desk.item().needs_reply is False
    assert problems(desk) == []


def test_a_danger_that_the_rules_of_now_find_is_restricted(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Example Training, we will flatten you"))
    with_dangers(desk.house.folder)
    done = again(desk)
    assert (done.restricted, desk.items()) == (1, [])
    assert again(desk, everything=True).restricted == 0
    assert problems(desk) == []


def test_what_was_lifted_is_not_restricted_again_by_a_rescoring(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Example Training, we will flatten you"))
    with_dangers(desk.house.folder)
    again(desk)
    rules = desk.house.rules(desk.company)
    with desk.house.store.unit() as connection:
        (each,) = restricted.kept(connection)
        lead = administration.add_person(connection, "Dee Example", Role.DSL, now=LATER).id
        safeguarding.lift(connection, each.id, lead, reason="A song", rules=rules, now=LATER)
    assert again(desk, everything=True).restricted == 0
    assert len(desk.items()) == 1


def test_an_event_tells_of_it_once_and_a_second_time_does_nothing(desk: Desk) -> None:
    desk.take_in(desk.news, post(NEUTRAL))
    bad(desk)
    done = again(desk)
    assert again(desk).judged == 0
    with desk.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.RESCORED])
    assert (event.details["rules"], event.details["judged"]) == (done.rules, 1)
    assert event.details["in_all"] == 1


def test_a_second_one_at_the_same_time_is_refused(desk: Desk) -> None:
    with store.alone(desk.house.folder), pytest.raises(Refused, match="already"):
        again(desk)
    assert again(desk).judged == 0


def test_what_is_edited_while_it_is_judged_keeps_the_judgement_of_its_edit(desk: Desk) -> None:
    many(desk, 3)
    bad(desk)
    first = desk.items()[0]
    waiting = store.waiting

    def edited_then(connection, *given, **more):  # type: ignore[no-untyped-def]
        found = waiting(connection, *given, **more)
        connection.execute("UPDATE mentions SET version = 2 WHERE id = ?", [first.id])
        connection.execute("UPDATE judgements SET version = 2 WHERE mention = ?", [first.id])
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "waiting", edited_then)
        assert again(desk).judged == 2
    assert rows(desk, "SELECT sentiment FROM judgements WHERE version = 2") == [(first.sentiment,)]


def test_several_processes_judge_as_one_does_and_in_parts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "FEW", 10)
    monkeypatch.setattr(rescoring, "PART", 16)
    many(desk, 50)
    bad(desk)
    heard: list[Rescored] = []
    done = again(desk, told=heard.append)
    assert (done.judged, done.changed, len(heard)) == (50, 50, 4)
    assert [each.remaining for each in heard] == [34, 18, 2, 0]
    by_one = again_alone(desk)
    assert rows(desk, "SELECT mention, words, reasons, concerns FROM judgements ORDER BY ALL") == (
        by_one
    )


def again_alone(desk: Desk) -> list[Row]:
    """The same Judgements by this process alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rescoring, "FEW", 1000)
        assert again(desk, everything=True).changed == 0
    return rows(desk, "SELECT mention, words, reasons, concerns FROM judgements ORDER BY ALL")


def test_a_process_that_judges_and_is_killed_ends_it_in_words_and_it_goes_on_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "FEW", 10)
    monkeypatch.setattr(rescoring, "PART", 10)
    monkeypatch.setattr(rescoring, "cores", lambda: 1)
    many(desk, 40)
    bad(desk)
    with pytest.raises(EarshotError, match="goes on from there"):
        again(desk, told=lambda done: kill_children())
    assert 0 < len(rows(desk, "FROM rescored")) < 40
    done = again(desk)
    assert done.total < 40
    assert done.remaining == 0
    assert problems(desk) == []


def kill_children() -> None:
    mine = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "earshot.handling.judges"],
        capture_output=True,
        text=True,
        check=False,
    )
    for child in mine.stdout.split():
        os.kill(int(child), signal.SIGKILL)


def test_killed_at_any_moment_it_goes_on_where_it_was_and_says_the_same_at_the_end(
    desk: Desk,
) -> None:
    many(desk, 900)
    bad(desk)
    killed = 0
    for moment in (1.3, 1.9):
        process = started(desk.house.folder)
        time.sleep(moment)
        killed += process.poll() is None
        process.kill()
        process.wait()
        assert problems(desk) == []
    assert killed, "it was never broken off"
    done = again(desk, everything=True)
    assert done.remaining == 0
    assert rows(desk, "SELECT sentiment, count(*) FROM judgements GROUP BY ALL") == [
        ("negative", 900)
    ]
    assert rows(desk, "SELECT count(*) FROM former_judgements") == [(900,)]
    with desk.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.RESCORED])
    assert event.details["in_all"] == 900


def started(folder: Path) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "earshot", "rescore", "--all"]
    environment = os.environ | {"EARSHOT_DATA": str(folder)}
    return subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
