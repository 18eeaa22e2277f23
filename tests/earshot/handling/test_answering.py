"""Replies of our own that a download or a feed shows are matched to what they answer."""

from datetime import UTC, datetime, timedelta

import pytest

from collectors.post import DateMark, Kind, Platform, Post, Published, Reply
from earshot.handling.answering import record_replies
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.rules.answering import OwnReply
from earshot.rules.mention import known_as
from earshot.store import log
from earshot.store.questions import Wanted
from earshot.words.vocabulary import State, Verdict
from tests.earshot.desk import NOW, Desk, post

HOUR = timedelta(hours=1)
ASKED = NOW - 2 * HOUR


def comment(text: str = "When does the course start?", **more: object) -> Post:
    given: dict[str, object] = {"native_id": "c-1", "at": ASKED, "platform": Platform.FACEBOOK}
    return post(text, kind=Kind.COMMENT, **(given | more))  # type: ignore[arg-type]


def answer(at: datetime = NOW - HOUR, to: str = "c-1", **more: object) -> Post:
    given: dict[str, object] = {
        "url": "https://page.example/answers/1",
        "platform": Platform.FACEBOOK,
        "own": True,
        "in_reply_to": to,
    }
    return post("On Monday at nine.", at=at, **(given | more))  # type: ignore[arg-type]


def exact(at: datetime) -> Published:
    return Published(at, DateMark.EXACT)


def test_our_reply_in_a_download_meets_the_promise_with_evidence(desk: Desk) -> None:
    desk.take_in(desk.feed, comment())
    run = desk.take_in(desk.feed, answer())
    item = desk.item()
    assert (run.counts.outgoing, run.counts.new) == (1, 0)
    assert (item.state, item.verdict) == (State.ANSWERED, Verdict.MET_WITH_EVIDENCE)
    assert item.responded_at == NOW - HOUR
    assert item.response_link == "https://page.example/answers/1"
    assert item.response_place == f"found in {desk.feed.name}"


def test_it_does_not_matter_which_of_the_two_comes_first(desk: Desk) -> None:
    desk.take_in(desk.feed, answer())
    desk.take_in(desk.feed, comment())
    assert desk.item().verdict is Verdict.MET_WITH_EVIDENCE


def test_both_may_come_in_one_delivery(desk: Desk) -> None:
    desk.take_in(desk.feed, answer(), comment())
    assert desk.item().state is State.ANSWERED


def test_the_same_download_twice_records_a_reply_once(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(), answer())
    version = desk.item().version
    desk.take_in(desk.feed, comment(), answer())
    assert desk.item().version == version


def test_an_answer_to_somebody_else_settles_nothing(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(), answer(to="c-2"))
    assert desk.item().state is State.OPEN


def test_a_reply_after_the_deadline_is_a_miss_and_an_answer(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(at=NOW - 30 * HOUR))
    desk.take_in(desk.feed, answer())
    assert (desk.item().state, desk.item().verdict) == (State.ANSWERED, Verdict.MISSED)


def test_a_miss_that_was_noted_gives_way_to_the_reply_that_was_made_in_time(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(at=NOW - 30 * HOUR))
    desk.settle(NOW)
    missed = desk.item()
    desk.take_in(desk.feed, answer(at=NOW - 20 * HOUR))
    found = desk.item()
    assert (missed.verdict, found.verdict) == (Verdict.MISSED, Verdict.MET_WITH_EVIDENCE)
    with desk.house.store.unit() as connection:
        kinds = [e.kind.value for e in log.of_subjects(connection, [found.id])[found.id]]
        (before,) = connection.execute("SELECT earlier_verdict FROM promises").fetchall()
        assert not any(found.problems for found in examine(connection, repair=False))
    assert kinds == ["missed", "reply_found"]
    assert before == ("missed",)


def test_evidence_takes_the_place_of_a_persons_word(desk: Desk) -> None:
    desk.take_in(desk.feed, comment())
    desk.decide(Action.ANSWER, desk.item(), at=NOW - 90 * HOUR / 60, where="public reply")
    assert desk.item().verdict is Verdict.MET_ON_WORD
    desk.take_in(desk.feed, answer())
    assert desk.item().verdict is Verdict.MET_WITH_EVIDENCE


def test_a_late_find_does_not_overrule_an_earlier_answer_given_by_telephone(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(at=NOW - 30 * HOUR))
    desk.decide(Action.ANSWER, desk.item(), at=NOW - 29 * HOUR, where="telephone")
    desk.take_in(desk.feed, answer())
    assert desk.item().verdict is Verdict.MET_ON_WORD


def test_a_decision_that_no_reply_is_needed_stands(desk: Desk) -> None:
    desk.take_in(desk.feed, comment("Lovely"))
    desk.decide(Action.NO_REPLY_NEEDED, desk.item(), reason="thanks enough")
    desk.take_in(desk.feed, answer())
    assert desk.item().state is State.NO_REPLY_NEEDED


def test_a_reply_made_before_it_was_reopened_settles_the_first_promise_only(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(at=NOW - 30 * HOUR))
    desk.settle(NOW)
    desk.decide(Action.ANSWER, desk.item(), where="public reply")
    desk.decide(Action.REOPEN, desk.item(), reason="asked again")
    desk.take_in(desk.feed, answer(at=NOW - 20 * HOUR))
    assert desk.item().state is State.OPEN
    with desk.house.store.unit() as connection:
        rows = connection.execute("SELECT verdict FROM promises ORDER BY number").fetchall()
    assert rows == [("met_with_evidence",), (None,)]


def test_only_the_day_of_a_reply_is_known_and_the_deadline_falls_on_it(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(at=NOW - 30 * HOUR))  # due on the 18th at 03:00
    day = Published(datetime(2026, 11, 18, tzinfo=UTC), DateMark.DAY)
    desk.take_in(desk.feed, comment(at=NOW - 30 * HOUR, reply=Reply(day, "Sorry to hear it")))
    assert desk.item().verdict is Verdict.CANNOT_BE_TOLD


def test_only_the_day_of_a_reply_is_known_and_all_of_it_is_in_time(desk: Desk) -> None:
    asked = datetime(2026, 11, 16, 12, tzinfo=UTC)
    day = Published(datetime(2026, 11, 16, tzinfo=UTC), DateMark.DAY)
    desk.take_in(desk.feed, comment(at=asked, reply=Reply(day, "Thank you")))
    assert desk.item().verdict is Verdict.MET_WITH_EVIDENCE


def test_when_a_reply_was_made_is_not_known_and_the_deadline_has_passed(desk: Desk) -> None:
    undated = Reply(Published(None, DateMark.MISSING), "Sorry")
    desk.take_in(desk.feed, comment(at=NOW - 30 * HOUR, reply=undated))
    assert (desk.item().state, desk.item().verdict) == (State.ANSWERED, Verdict.CANNOT_BE_TOLD)
    assert desk.item().response_place.endswith("; when it was made is not known")


def test_a_reply_without_a_time_that_is_there_before_the_deadline_is_in_time(desk: Desk) -> None:
    undated = Reply(Published(None, DateMark.MISSING), "Sorry")
    desk.take_in(desk.feed, comment(reply=undated))
    assert desk.item().verdict is Verdict.MET_WITH_EVIDENCE


def test_a_reply_beside_a_review_answers_it_as_it_arrives(desk: Desk) -> None:
    review = post(
        "Slow", native_id="r-1", at=ASKED, rating=2.0, reply=Reply(exact(NOW - HOUR), "Sorry")
    )
    desk.take_in(desk.feed, review)
    assert (desk.item().state, desk.item().verdict) == (
        State.ANSWERED,
        Verdict.MET_WITH_EVIDENCE,
    )


def test_a_reply_whose_last_change_came_late_may_have_been_in_time(desk: Desk) -> None:
    changed = Reply(exact(NOW - HOUR), "Sorry", changed=True)
    desk.take_in(desk.feed, comment(at=NOW - 30 * HOUR, reply=changed))
    assert desk.item().verdict is Verdict.CANNOT_BE_TOLD
    assert desk.item().response_place.endswith("; it was made by then, and perhaps earlier")


def test_a_reply_whose_last_change_came_in_time_was_in_time(desk: Desk) -> None:
    changed = Reply(exact(NOW - HOUR), "Sorry", changed=True)
    desk.take_in(desk.feed, comment(reply=changed))
    assert desk.item().verdict is Verdict.MET_WITH_EVIDENCE


def test_a_reply_of_the_day_on_which_it_was_reopened_settles_nothing_new(desk: Desk) -> None:
    desk.take_in(desk.feed, comment(at=NOW - 4 * HOUR))
    desk.decide(Action.ANSWER, desk.item(), at=NOW - 3 * HOUR, where="public reply")
    desk.decide(Action.REOPEN, desk.item(), reason="asked again")
    day = Published(NOW.replace(hour=0), DateMark.DAY)
    later = NOW + 48 * HOUR
    desk.take_in(desk.feed, comment(at=NOW - 4 * HOUR, reply=Reply(day, "Sorry")), now=later)
    assert desk.item().state is State.OPEN


def test_a_reply_to_the_platforms_id_answers_what_was_first_known_by_its_address(
    desk: Desk,
) -> None:
    address = "https://page.example/comments/9"
    desk.take_in(desk.feed, comment(native_id=None, url=address))
    desk.take_in(desk.feed, answer(to="c-9"))
    assert desk.item().state is State.OPEN
    desk.take_in(desk.feed, comment(native_id="c-9", url=address))
    assert desk.item().state is State.ANSWERED


def test_a_reply_from_before_its_question_was_seen_answers_it_and_nothing_can_be_told(
    desk: Desk,
) -> None:
    desk.take_in(desk.feed, comment(at=None))
    desk.take_in(desk.feed, answer(at=NOW - 5 * HOUR))
    assert (desk.item().state, desk.item().verdict) == (State.ANSWERED, Verdict.CANNOT_BE_TOLD)


def test_a_reply_to_a_pages_address_answers_none_of_the_comments_below_it(desk: Desk) -> None:
    page = "https://page.example/posts/1"
    desk.take_in(desk.feed, answer(to=page))
    below = [comment(f"Question {n}", native_id=f"c-{n}", url=page) for n in range(2)]
    desk.take_in(desk.feed, *below)
    assert {item.state for item in desk.items()} == {State.OPEN}


def test_history_stays_history_whatever_was_replied(desk: Desk) -> None:
    old = NOW - timedelta(days=90)
    desk.take_in(desk.feed, comment(at=old, reply=Reply(exact(old + HOUR), "Sorry")))
    assert desk.item().state is State.HISTORY


@pytest.mark.parametrize(
    "said",
    [
        "https://x.com/example/status/123",
        "https://twitter.com/other/status/123?s=20",
        "https://x.com/i/web/status/123",
    ],
)
def test_an_address_and_a_bare_id_stand_for_the_same(said: str) -> None:
    assert known_as(Platform.X, "123")[0] in known_as(Platform.OTHER, said)


def test_a_thousand_replies_are_matched_at_once(desk: Desk) -> None:
    asked = [comment(f"Question {n}", native_id=f"c-{n}", url=None) for n in range(1000)]
    desk.take_in(desk.feed, *asked)
    replies = [
        OwnReply(known_as(Platform.FACEBOOK, f"c-{n}"), exact(NOW - HOUR), "", "found in a file")
        for n in range(0, 1000, 2)
    ]
    zone = desk.company.zone
    with desk.house.store.unit() as connection:
        recorded = record_replies(connection, replies, zone, now=NOW)
    assert recorded == 500
    assert len(desk.items(Wanted(states=("answered",)))) == 500
