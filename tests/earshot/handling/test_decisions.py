"""What people decide: the clock stops, the verdict is kept, and nobody overwrites anybody."""

from datetime import UTC, date, datetime, timedelta

import pytest

from collectors.post import DateMark, Published
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.rules.events import EventKind
from earshot.store import log
from earshot.store.questions import Wanted
from earshot.telling.compliance import Standing, standing, tally
from earshot.words.errors import Refused
from earshot.words.vocabulary import State, Verdict
from tests.earshot.desk import NOW, Desk, post

HOUR = timedelta(hours=1)
LINK = "https://page.example/comments/1/reply"


def open_comment(desk: Desk) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))


def test_an_acknowledgement_stops_the_clock_and_an_answer_is_still_owed(desk: Desk) -> None:
    open_comment(desk)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="under the comment", now=NOW + HOUR)
    item = desk.item()
    assert (item.state, item.verdict) == (State.ACKNOWLEDGED, Verdict.MET_ON_WORD)
    assert (item.due_at, item.follow_up_on) == (None, date(2026, 11, 25))


def test_a_reply_with_its_address_is_met_with_evidence(desk: Desk) -> None:
    open_comment(desk)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=NOW + HOUR)
    assert desk.item().verdict is Verdict.MET_WITH_EVIDENCE


def test_an_answer_after_the_acknowledgement_leaves_the_first_response_standing(desk: Desk) -> None:
    open_comment(desk)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="telephone", now=NOW + HOUR)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=NOW + 50 * HOUR)
    item = desk.item()
    assert (item.state, item.responded_at) == (State.ANSWERED, NOW + HOUR)
    assert item.verdict is Verdict.MET_ON_WORD


def test_a_deadline_that_passes_is_a_miss_dated_at_the_deadline(desk: Desk) -> None:
    open_comment(desk)
    assert desk.settle(NOW + 25 * HOUR) == 1
    assert desk.settle(NOW + 26 * HOUR) == 0
    item = desk.item()
    assert (item.state, item.verdict) == (State.OPEN, Verdict.MISSED)
    with desk.house.store.unit() as connection:
        (missed,) = log.of_subjects(connection, [item.id])[item.id]
    assert missed.details["happened_at"] == "2026-11-19T09:00:00Z"


def test_a_reply_to_the_second_is_in_time_and_one_second_more_is_not(desk: Desk) -> None:
    desk.take_in(desk.feed, post("One?"), post("Two?", url="https://page.example/c/2"))
    one, two = sorted(desk.items(), key=lambda item: item.text)
    desk.decide(Action.ANSWER, one, link=LINK, now=NOW + 24 * HOUR)
    desk.decide(Action.ANSWER, two, link=LINK, now=NOW + 24 * HOUR + timedelta(seconds=1))
    verdicts = [item.verdict for item in sorted(desk.items(), key=lambda item: item.text)]
    assert verdicts == [Verdict.MET_WITH_EVIDENCE, Verdict.MISSED]


def test_a_reply_entered_late_replaces_the_miss_and_says_so(desk: Desk) -> None:
    open_comment(desk)
    desk.settle(NOW + 30 * HOUR)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, at=NOW + HOUR, now=NOW + 49 * HOUR)
    item = desk.item()
    assert (item.verdict, item.entered_late) == (Verdict.MET_WITH_EVIDENCE, True)
    with desk.house.store.unit() as connection:
        kinds = [event.kind for event in log.of_subjects(connection, [item.id])[item.id]]
    assert kinds == [EventKind.MISSED, EventKind.ANSWERED]  # the miss stays in the log


def test_no_reply_needed_before_the_deadline_is_counted_apart(desk: Desk) -> None:
    open_comment(desk)
    desk.decide(Action.NO_REPLY_NEEDED, desk.item(), reason="a tag, no question", now=NOW + HOUR)
    assert standing(desk.item(), NOW + 100 * HOUR) is Standing.NO_REPLY_NEEDED


def test_no_reply_needed_after_the_deadline_is_missed(desk: Desk) -> None:
    open_comment(desk)
    late = NOW + 25 * HOUR
    desk.decide(Action.NO_REPLY_NEEDED, desk.item(), reason="too late anyway", now=late)
    assert standing(desk.item(), late) is Standing.MISSED


def test_out_of_scope_after_the_deadline_does_not_wash_the_miss_away(desk: Desk) -> None:
    open_comment(desk)
    desk.settle(NOW + 25 * HOUR)
    desk.decide(Action.OUT_OF_SCOPE, desk.item(), reason="not ours", now=NOW + 26 * HOUR)
    assert standing(desk.item(), NOW + 26 * HOUR) is Standing.MISSED


def promises(desk: Desk) -> list[Verdict | None]:
    """How each promise ever made stands, in the order of their deadlines."""
    ever = Wanted(deadline_from=date(2026, 1, 1), deadline_to=date(2027, 1, 1))
    return [item.verdict for item in sorted(desk.items(ever), key=lambda i: str(i.promised_at))]


def answered_and_reopened(desk: Desk, answered: datetime, reopened: datetime) -> None:
    open_comment(desk)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=answered)
    desk.decide(Action.REOPEN, desk.item(), reason="they asked again", now=reopened)


def test_reopening_a_missed_case_and_answering_does_not_wash_the_miss_away(desk: Desk) -> None:
    desk.settle(NOW + 25 * HOUR)
    answered_and_reopened(desk, NOW + 26 * HOUR, NOW + 27 * HOUR)
    assert desk.item().due_at == NOW + 51 * HOUR
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=NOW + 28 * HOUR)
    assert desk.item().state is State.ANSWERED
    assert promises(desk) == [Verdict.MISSED, Verdict.MET_WITH_EVIDENCE]


def test_a_promise_that_was_kept_stays_kept_when_a_later_one_is_broken(desk: Desk) -> None:
    answered_and_reopened(desk, NOW + HOUR, NOW + 2 * HOUR)
    assert desk.settle(NOW + 30 * HOUR) == 1
    assert desk.settle(NOW + 31 * HOUR) == 0
    assert promises(desk) == [Verdict.MET_WITH_EVIDENCE, Verdict.MISSED]


def test_two_promises_with_one_deadline_are_told_apart(desk: Desk) -> None:
    saturday = datetime(2026, 11, 14, 10, tzinfo=UTC)
    desk.take_in(desk.feed, post("When?", at=saturday), now=saturday)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=saturday + HOUR)
    desk.decide(Action.REOPEN, desk.item(), reason="again", now=saturday + 24 * HOUR)
    desk.settle(NOW)
    assert sorted(map(str, promises(desk))) == ["met_with_evidence", "missed"]


def test_a_second_thought_after_no_reply_needed_wins_no_time(desk: Desk) -> None:
    open_comment(desk)
    due = desk.item().due_at
    desk.decide(Action.NO_REPLY_NEEDED, desk.item(), reason="a tag", now=NOW + 23 * HOUR)
    desk.decide(Action.REOPEN, desk.item(), reason="it was a question", now=NOW + 25 * HOUR)
    assert desk.item().due_at == due
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=NOW + 26 * HOUR)
    assert promises(desk) == [Verdict.MISSED]


def test_undoing_a_reopening_takes_its_miss_away_with_it(desk: Desk) -> None:
    answered_and_reopened(desk, NOW + HOUR, NOW + 2 * HOUR)
    desk.settle(NOW + 30 * HOUR)
    desk.decide(Action.UNDO, desk.item(), now=NOW + 31 * HOUR)
    assert desk.item().state is State.ANSWERED
    assert promises(desk) == [Verdict.MET_WITH_EVIDENCE]


def test_undoing_a_late_answer_leaves_a_miss_that_the_next_look_notes(desk: Desk) -> None:
    open_comment(desk)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=NOW + 26 * HOUR)
    desk.take_in(desk.feed, post("Still waiting, I want a refund!"), now=NOW + 27 * HOUR)
    desk.decide(Action.UNDO, desk.item(), now=NOW + 28 * HOUR)
    desk.settle(NOW + 29 * HOUR)
    assert promises(desk)[0] is Verdict.MISSED


def test_a_reply_from_before_a_reopening_is_no_reply_to_it(desk: Desk) -> None:
    answered_and_reopened(desk, NOW + HOUR, NOW + 5 * HOUR)
    late = desk.decide(Action.ANSWER, desk.item(), link=LINK, at=NOW + 2 * HOUR, now=NOW + 6 * HOUR)
    assert late.refused[0][1] == "The reply is dated before what it answers."


def test_an_earlier_reply_that_turns_up_after_a_late_one_replaces_the_miss(desk: Desk) -> None:
    open_comment(desk)
    desk.decide(Action.ACKNOWLEDGE, desk.item(), where="telephone", now=NOW + 26 * HOUR)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, at=NOW + 2 * HOUR, now=NOW + 50 * HOUR)
    assert promises(desk) == [Verdict.MET_WITH_EVIDENCE]
    assert desk.item().entered_late


def test_no_reply_needed_and_answered_much_later_all_the_same_stays_apart(desk: Desk) -> None:
    open_comment(desk)
    desk.decide(Action.NO_REPLY_NEEDED, desk.item(), reason="a tag", now=NOW + HOUR)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=NOW + 99 * HOUR)
    assert standing(desk.item(), NOW + 99 * HOUR) is Standing.NO_REPLY_NEEDED


def test_a_deadline_that_passes_while_somebody_decides_is_in_nobodys_way(desk: Desk) -> None:
    open_comment(desk)
    seen = desk.item()
    desk.settle(NOW + 25 * HOUR)
    outcome = desk.decide(Action.ANSWER, seen, link=LINK, now=NOW + 25 * HOUR)
    assert outcome.done == (seen.id,)
    assert promises(desk) == [Verdict.MISSED]


def test_after_all_of_this_every_case_is_what_the_log_says(desk: Desk) -> None:
    answered_and_reopened(desk, NOW + HOUR, NOW + 2 * HOUR)
    desk.settle(NOW + 30 * HOUR)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=NOW + 31 * HOUR)
    desk.decide(Action.UNDO, desk.item(), now=NOW + 32 * HOUR)
    with desk.house.store.unit() as connection:
        assert all(not finding.problems for finding in examine(connection, repair=False))


def test_where_only_the_date_is_known_an_answer_between_the_bounds_cannot_be_told(
    desk: Desk,
) -> None:
    day = Published(datetime(2026, 11, 18, tzinfo=UTC), DateMark.DAY, "2026-11-18")
    desk.take_in(desk.feed, post("When?", published=day))
    at = datetime(2026, 11, 19, 12, tzinfo=UTC)
    desk.decide(Action.ANSWER, desk.item(), link=LINK, now=at)
    assert desk.item().verdict is Verdict.CANNOT_BE_TOLD


def test_somebody_elses_decision_meanwhile_is_told_and_nothing_is_overwritten(desk: Desk) -> None:
    open_comment(desk)
    seen = desk.item()
    desk.decide(Action.ACKNOWLEDGE, seen, where="telephone", by=desk.sam.id)
    outcome = desk.decide(Action.NO_REPLY_NEEDED, seen, reason="looks like spam")
    assert outcome.done == ()
    assert "acknowledged by Sam Sample (telephone)" in outcome.refused[0][1]
    assert desk.item().state is State.ACKNOWLEDGED


def test_several_at_once_do_what_can_be_done_and_name_what_could_not(desk: Desk) -> None:
    desk.take_in(desk.feed, *[post(f"Q{n}?", url=f"https://page.example/c/{n}") for n in range(3)])
    items = desk.items()
    desk.decide(Action.ACKNOWLEDGE, items[0], where="telephone")
    outcome = desk.decide(Action.NO_REPLY_NEEDED, *items, reason="duplicates")
    assert (len(outcome.done), len(outcome.refused)) == (2, 1)


def test_undo_brings_back_what_was_and_both_stay_in_the_log(desk: Desk) -> None:
    open_comment(desk)
    before = desk.item()
    desk.decide(Action.NO_REPLY_NEEDED, before, reason="slip of the finger", now=NOW + HOUR)
    desk.decide(Action.UNDO, desk.item(), now=NOW + HOUR)
    item = desk.item()
    assert (item.state, item.due_at, item.exempt) == (State.OPEN, before.due_at, None)
    with desk.house.store.unit() as connection:
        kinds = [event.kind for event in log.of_subjects(connection, [item.id])[item.id]]
    assert kinds == [EventKind.NO_REPLY_NEEDED, EventKind.UNDONE]


def test_undo_takes_back_a_decision_and_never_a_miss(desk: Desk) -> None:
    open_comment(desk)
    desk.settle(NOW + 25 * HOUR)
    outcome = desk.decide(Action.UNDO, desk.item(), now=NOW + 26 * HOUR)
    assert "no decision about this item to undo" in outcome.refused[0][1]
    assert desk.item().verdict is Verdict.MISSED


def test_history_that_is_taken_in_runs_from_then(desk: Desk) -> None:
    desk.take_in(desk.feed, post(at=datetime(2026, 9, 1, tzinfo=UTC)))
    desk.decide(Action.TAKE_IN, desk.item())
    assert (desk.item().state, desk.item().due_at) == (State.OPEN, NOW + 24 * HOUR)


@pytest.mark.parametrize(
    ("action", "how", "words"),
    [
        (Action.NO_REPLY_NEEDED, {}, "Give a reason"),
        (Action.ACKNOWLEDGE, {}, "Say where the reply was made"),
        (Action.ANSWER, {"link": "javascript:alert(1)"}, "must begin with http"),
        (Action.ANSWER, {"link": LINK, "at": NOW + HOUR}, "lies in the future"),
        (Action.ANSWER, {"link": LINK, "by": "p-nobody"}, "Say who you are"),
    ],
)
def test_a_decision_that_lacks_something_is_refused_in_words(
    desk: Desk, action: Action, how: dict[str, object], words: str
) -> None:
    open_comment(desk)
    with pytest.raises(Refused, match=words):
        desk.decide(action, desk.item(), **how)  # type: ignore[arg-type]


def test_a_reply_cannot_be_dated_before_what_it_answers(desk: Desk) -> None:
    open_comment(desk)
    outcome = desk.decide(Action.ANSWER, desk.item(), link=LINK, at=NOW - HOUR)
    assert outcome.refused[0][1] == "The reply is dated before what it answers."


def test_the_share_in_time_leaves_out_what_is_pending_or_needed_no_reply(desk: Desk) -> None:
    texts = [post(f"Q{n}?", url=f"https://page.example/c/{n}") for n in range(4)]
    desk.take_in(desk.feed, *texts)
    first, second, third, _ = desk.items()
    desk.decide(Action.ANSWER, first, link=LINK)
    desk.decide(Action.ANSWER, second, link=LINK, now=NOW + 30 * HOUR)
    desk.decide(Action.NO_REPLY_NEEDED, third, reason="a tag")
    found = tally(desk.items(), NOW + HOUR)
    assert (found.met, found.settled, found.share) == (1, 2, 0.5)
    assert found.by[Standing.PENDING] == 1
