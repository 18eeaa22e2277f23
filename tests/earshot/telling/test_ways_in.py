"""What came by notice, by stars alone or as a reply that was found is told as what it is."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TextIO

import pytest

from collectors.post import DateMark, Kind, Platform, Post, Published, Reply
from earshot.handling.decisions import Action, what_happened
from earshot.handling.desk import opened
from earshot.rules.policy import default_policy_path, load_policy
from earshot.telling import exports, reports
from earshot.telling.compliance import earlier_verdict, rests_on_found
from earshot.telling.item_words import next_step, said, stars, verdict_words
from earshot.words.period import Period
from earshot.words.vocabulary import Intent, Verdict
from tests.earshot.desk import NOW, Desk, post

HOUR = timedelta(hours=1)
PLAYBOOKS = load_policy(default_policy_path()).playbooks
LATE = NOW - 30 * HOUR  # asked then, it was due six hours before NOW


def comment(text: str = "When does the course start?", **more: object) -> Post:
    given: dict[str, object] = {"native_id": "c-1", "at": LATE, "platform": Platform.FACEBOOK}
    return post(text, kind=Kind.COMMENT, **(given | more))  # type: ignore[arg-type]


def answer(at: datetime) -> Post:
    return comment("On Monday.", at=at, native_id="c-2", own=True, in_reply_to="c-1")


def found_after_a_miss(desk: Desk, at: datetime) -> None:
    desk.take_in(desk.feed, comment())
    desk.settle(NOW)
    desk.take_in(desk.feed, answer(at))


def rows(write: Callable[[TextIO], None]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exports.as_file(write).decode("utf-8-sig"), newline="")))


def compliance(desk: Desk) -> dict[str, str]:
    (row,) = rows(lambda s: exports.write_compliance(s, desk.items(), desk.company, NOW))
    return row


def summary(desk: Desk) -> dict[str, reports.Figure]:
    week = Period(date(2026, 11, 16), date(2026, 11, 22))
    with desk.house.store.unit() as connection:
        return {each.name: each for each in reports.summary_in(connection, week, NOW).figures}


def test_a_notice_is_to_be_read_before_anything_else_whatever_its_first_words_seem(
    desk: Desk,
) -> None:
    desk.take_in(desk.feed, comment("This is awful", text_included=False))
    item = desk.item()
    for intent in Intent:
        assert "add its text" in next_step(replace(item, intent=intent.value), PLAYBOOKS)
    assert "add its text" not in next_step(replace(item, text_included=True), PLAYBOOKS)


@pytest.mark.parametrize(
    ("rating", "words"),
    [(2.0, "A review of 2 stars without words"), (1.0, "A review of 1 star without words")],
)
def test_stars_without_words_are_said_in_words(desk: Desk, rating: float, words: str) -> None:
    desk.take_in(desk.feed, comment("", rating=rating))
    assert said(desk.item()) == words


def test_a_rating_is_said_out_of_five(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(rating=4.5))
    assert stars(desk.item()) == "4.5 of 5 stars"
    assert stars(replace(desk.item(), rating=None)) == ""


def test_a_miss_that_a_found_reply_overturned_stands_beside_its_verdict(desk: Desk) -> None:
    found_after_a_miss(desk, NOW - 20 * HOUR)
    item = desk.item()
    assert (item.verdict, item.earlier_verdict) == (Verdict.MET_WITH_EVIDENCE, Verdict.MISSED)
    told = verdict_words(item)
    assert told.endswith("answered in time. Before that it counted as missed.")
    assert f"found in {desk.feed.name}" in told
    row = compliance(desk)
    assert (row["standing"], row["earlier_verdict"]) == ("met_with_evidence", "missed")
    assert row["reply_found"] == "yes"


def test_a_late_reply_that_was_found_changes_no_verdict_and_says_that_it_was_late(
    desk: Desk,
) -> None:
    found_after_a_miss(desk, NOW - HOUR)
    item = desk.item()
    assert earlier_verdict(item) is None
    assert verdict_words(item).endswith(": answered late.")


def test_of_a_reply_whose_day_alone_is_known_it_is_said_that_it_cannot_be_told(desk: Desk) -> None:
    day = Published(datetime(2026, 11, 18, tzinfo=UTC), DateMark.DAY)  # it was due on that day
    desk.take_in(desk.feed, comment(), comment(reply=Reply(day, "Sorry")))
    desk.take_in(desk.feed, comment(reply=Reply(day, "Sorry")))
    assert "cannot be told, since only its day is known" in verdict_words(desk.item())


def test_the_history_says_where_the_reply_was_found_and_what_that_came_to(desk: Desk) -> None:
    found_after_a_miss(desk, NOW - 20 * HOUR)
    item = desk.item()
    with desk.house.store.unit() as connection:
        *_, last = opened(connection, item.id).events
    told = what_happened(last, desk.house.rules(desk.company))
    assert told == f"Wed 18 Nov, 09:00: our reply was found in {desk.feed.name}: answered in time"


def test_what_a_person_wrote_is_no_found_reply_even_in_the_same_words(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(at=NOW - HOUR))
    desk.decide(Action.ANSWER, desk.item(), where="found in the thread, answered")
    assert not rests_on_found(desk.item())
    assert compliance(desk)["reply_found"] == "no"
    assert verdict_words(desk.item()).startswith("Answered in time, on the word of")


def test_the_summary_counts_verdicts_on_found_replies_with_what_they_cannot_know(
    desk: Desk,
) -> None:
    name = "Verdicts that rest on replies found in downloads or feeds"
    assert (summary(desk)[name].value, summary(desk)[name].note) == (0, "")
    found_after_a_miss(desk, NOW - 20 * HOUR)
    assert summary(desk)[name].value == 1
    assert "never answered is not in it" in summary(desk)[name].note


def test_both_files_say_whether_the_text_is_there(desk: Desk) -> None:
    desk.take_in(desk.feed, comment("Shameful", text_included=False))
    (mention,) = rows(lambda s: exports.write_mentions(s, desk.items(), desk.company))
    assert mention["text_included"] == compliance(desk)["text_included"] == "no"
