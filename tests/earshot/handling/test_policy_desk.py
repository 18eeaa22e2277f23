"""The policy desk: what would change is told first, what is broken or overtaken is refused."""

import pytest

from earshot.handling import casework, last_good
from earshot.handling.house import House
from earshot.handling.policy_desk import Opened, Proposal, opened, propose, save
from earshot.handling.policy_forms import with_clocks
from earshot.handling.policy_trial import in_words, texts, trial
from earshot.judging.judge import Judge
from earshot.rules.company import POLICY
from earshot.rules.events import EventKind, NewEvent
from earshot.store import log
from earshot.words.errors import BadPolicy, NotFound, Refused
from tests.earshot.desk import NOW, Desk, post

CLOCKS, MARKS = "policy.toml", "concerns/marks.toml"
SEASIDE = """
[[rules]]
id = "seaside-copies"
concern = "copyright"
severity = "low"
confidence = 0.9
phrases = ["pirate of the pier"]
"""
DANGER = SEASIDE.replace("seaside-copies", "pier-threat").replace("copyright", "threat")


def saves(desk: Desk, seen: Opened, text: str, by: str = "") -> Proposal:
    with desk.house.store.unit() as connection:
        return save(connection, desk.house, seen, text, actor=by or desk.kay.id, now=NOW)


def on_disk(desk: Desk, name: str) -> str:
    return (desk.house.folder / name).read_text("utf-8")


def noted(desk: Desk) -> list[tuple[str, str]]:
    with desk.house.store.unit() as connection:
        events = log.of_subjects(connection, [POLICY])[POLICY]
    return [(event.actor, event.details.get("file", "")) for event in events]


def test_what_would_change_is_told_before_anything_is_saved(desk: Desk) -> None:
    seen = opened(desk.house, CLOCKS)
    text = seen.text.replace("policy_hours = 24", "policy_hours = 12")
    found = propose(desk.house, CLOCKS, text)
    assert found.changes.said == ("hours to answer what comes on a weekday: 24, from now on 12",)
    assert not found.changes.rescores
    assert desk.house.policy.clocks.policy_hours == 24
    assert noted(desk) == [("earshot", "")]


def test_a_saved_policy_counts_at_once_and_bears_the_name_of_who_saved_it(desk: Desk) -> None:
    seen = opened(desk.house, MARKS)
    saved = saves(desk, seen, seen.text + SEASIDE)
    assert saved.changes.said == ("a new rule of concern, seaside-copies",)
    assert saved.changes.rescores
    assert desk.house.policy.fingerprint == saved.policy.fingerprint
    assert desk.company.policy_fingerprint == saved.policy.fingerprint
    assert noted(desk)[-1] == (desk.kay.id, MARKS)
    assert [c.concern for c in desk.house.judge.judge("A pirate of the pier").concerns]
    assert (desk.house.folder / MARKS).stat().st_mode & 0o777 == 0o600


def test_only_the_senior_team_saves_the_policy(desk: Desk) -> None:
    seen = opened(desk.house, MARKS)
    with pytest.raises(Refused, match="Kay Example can"):
        saves(desk, seen, seen.text + SEASIDE, by=desk.sam.id)
    assert on_disk(desk, MARKS) == seen.text


def test_a_broken_text_is_refused_with_file_line_and_field_and_the_file_stays(desk: Desk) -> None:
    seen = opened(desk.house, CLOCKS)
    line = 1 + seen.text[: seen.text.index("policy_hours")].count("\n")
    with pytest.raises(BadPolicy, match=rf"policy\.toml, line {line}, clocks\.policy_hours: "):
        saves(desk, seen, seen.text.replace("policy_hours = 24", "policy_hours = 0"))
    seen = opened(desk.house, MARKS)
    with pytest.raises(BadPolicy, match=r"concerns/marks\.toml, line \d+, rules\.\d+\.concern: "):
        saves(desk, seen, seen.text + SEASIDE.replace("copyright", "gossip"))
    assert on_disk(desk, MARKS) == seen.text
    assert noted(desk) == [("earshot", "")]


def test_what_somebody_else_has_saved_meanwhile_is_told_and_not_overwritten(desk: Desk) -> None:
    seen = opened(desk.house, MARKS)
    saves(desk, seen, seen.text + SEASIDE)
    with pytest.raises(Refused, match=r"Kay Example saved it Wed 18 Nov, 09:00 \(a new rule"):
        saves(desk, seen, seen.text + DANGER)
    (desk.house.folder / MARKS).write_text(seen.text + "\n# by hand\n", "utf-8")
    with pytest.raises(Refused, match="changed by hand since you opened it"):
        saves(desk, seen, seen.text + DANGER)
    assert on_disk(desk, MARKS).endswith("# by hand\n")


def test_a_file_the_policy_does_not_have_is_never_written(desk: Desk) -> None:
    with pytest.raises(NotFound, match="no file"):
        opened(desk.house, "../sign-in.toml")


def test_a_company_without_files_of_its_own_gets_all_of_them_with_the_first_saved(
    desk: Desk,
) -> None:
    for each in ("policy.toml", MARKS):
        (desk.house.folder / each).unlink()
    seen = opened(desk.house, MARKS)
    saves(desk, seen, seen.text + SEASIDE)
    assert "seaside-copies" in {rule.id for rule in desk.house.policy.concerns.rules}


def test_a_clock_is_changed_in_a_form_and_every_comment_stays(desk: Desk) -> None:
    text = opened(desk.house, CLOCKS).text
    changed = with_clocks(text, {"policy_hours": 12, "close_of_business": "17:00"})
    before, after = text.splitlines(), changed.splitlines()
    (at,) = [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert after[at].replace("12", "24", 1).split() == before[at].split()


def test_a_trial_shows_what_would_be_judged_otherwise_and_only_counts_dangers(desk: Desk) -> None:
    desk.take_in(
        desk.feed,
        post("A pirate of the pier", url="https://page.example/1"),
        post("When does the course start?", url="https://page.example/2"),
    )
    text = opened(desk.house, MARKS).text
    with desk.house.store.unit() as connection:
        found, left_out = texts(connection)
    fresh = Judge(propose(desk.house, MARKS, text + SEASIDE).policy)
    tried = trial(found, left_out, desk.house.judge, fresh)
    assert (tried.tried, tried.differing, tried.left_out) == (2, 1, 0)
    assert [(e.text, e.said) for e in tried.examples] == [
        ("A pirate of the pier", "newly copyright")
    ]
    dangerous = Judge(propose(desk.house, MARKS, text + DANGER).policy)
    tried = trial(found, left_out, desk.house.judge, dangerous)
    assert (tried.differing, tried.newly_restricted, tried.examples) == (1, 1, ())
    assert "1 would be judged otherwise; 1 of them would be restricted" in in_words(tried)


def test_rules_are_never_tried_on_a_restricted_item_for_that_would_find_out_its_words(
    desk: Desk,
) -> None:
    desk.take_in(desk.feed, post("A pirate of the pier"))
    details = {"concern": "threat", "urgent": False, "reason": "Seen"}
    event = NewEvent(EventKind.RESTRICTED, desk.item().id, details, "earshot")
    with desk.house.store.unit() as connection:
        casework.record(connection, [event], now=NOW)
        found, left_out = texts(connection)
    assert (found, left_out) == ([], 1)


def test_a_file_that_is_broken_by_hand_leaves_the_last_good_policy_in_force(desk: Desk) -> None:
    path = desk.house.folder / MARKS
    path.write_text(path.read_text("utf-8") + SEASIDE, "utf-8")
    good = desk.house.policy
    path.write_text("[[rules", "utf-8")
    again = House(desk.house.folder)
    assert again.policy.fingerprint == good.fingerprint
    assert again.policy_problem.startswith("concerns/marks.toml, line 1")
    assert [c.concern for c in again.judge.judge("A pirate of the pier").concerns]


def test_a_last_good_policy_that_somebody_has_touched_is_not_believed(desk: Desk) -> None:
    assert desk.house.policy
    kept = desk.house.folder / last_good.FILE
    kept.write_text(kept.read_text("utf-8").replace("policy_hours = 24", "policy_hours = 99"))
    desk.house.policy_path.write_text("version = ", "utf-8")
    with pytest.raises(BadPolicy, match=r"policy\.toml, line 1"):
        _ = desk.house.policy
    assert desk.house.sound_policy is None


def test_what_is_broken_is_said_once_and_again_when_it_breaks_anew(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    path = desk.house.policy_path
    whole = path.read_text("utf-8")
    for text in ("version = ", "version = ", whole, "version = "):
        path.write_text(text, "utf-8")
        _ = desk.house.policy
    assert [record.getMessage() for record in caplog.records] == [
        "earshot: policy.toml, line 1: Invalid value (the file ends too early). "
        "The last good policy stays in force until this is put right."
    ] * 2
