"""What collectors deliver becomes Mentions, each once, with a Case that says where it stands."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from collectors.post import DateMark, Platform, Published, Rejected
from earshot.bringing.handnotes import Note, add_note
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.keeping import Delivery
from earshot.handling.listening import set_source_state
from earshot.rules.company import SourceState
from earshot.rules.events import EventKind
from earshot.store import log, mentions
from earshot.store.mentions import Judged
from earshot.store.questions import Wanted
from earshot.store.runs import Run, Status
from earshot.words.vocabulary import Clock, State
from tests.earshot.desk import NOW, Desk, post

TWO_DAYS = timedelta(days=2)


def test_a_comment_on_our_page_is_open_on_the_policys_clock(desk: Desk) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    item = desk.item()
    assert (item.state, item.clock) == (State.OPEN, Clock.POLICY)
    assert item.due_at == NOW + timedelta(hours=24)


def test_elsewhere_only_what_names_the_company_is_kept(desk: Desk) -> None:
    run = desk.take_in(
        desk.news,
        post("Example Training opens in Hull", url="https://news.example/1"),
        post("A training example for dogs", url="https://news.example/2"),
    )
    assert (run.counts.new, run.counts.not_about_us) == (1, 1)
    assert desk.item().hits == [["Example Training", 0, 16]]


def test_friendly_news_elsewhere_needs_no_reply_and_has_no_deadline(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training opens in Hull", url="https://news.example/1"))
    item = desk.item()
    assert (item.state, item.clock, item.due_at) == (State.NO_REPLY_NEEDED, Clock.AIM, None)


def test_a_complaint_elsewhere_runs_on_the_aims_clock(desk: Desk) -> None:
    desk.take_in(desk.news, post(url="https://news.example/3"))
    item = desk.item()
    assert (item.state, item.clock) == (State.OPEN, Clock.AIM)
    assert item.due_at == datetime(2026, 11, 19, 23, 59, 59, tzinfo=UTC)


def test_praise_and_even_spam_on_our_page_keep_a_clock_until_a_person_decides(desk: Desk) -> None:
    desk.take_in(
        desk.feed,
        post("Brilliant course, thank you!", url="https://page.example/c/1"),
        post("Buy 10000 followers cheap, DM for promo", url="https://page.example/c/2"),
    )
    assert all(item.due_at is not None for item in desk.items())


def test_what_our_account_posted_itself_is_outgoing(desk: Desk) -> None:
    run = desk.take_in(
        desk.feed,
        post("New dates!", author="@ExampleTraining"),
        post("New dates!", url="https://page.example/c/2", author="example  training"),
        post("Nice dates", url="https://page.example/c/3", author="Somebody Else"),
    )
    assert (run.counts.outgoing, run.counts.new) == (2, 1)


def test_the_same_comment_by_two_feeds_is_one_mention(desk: Desk) -> None:
    other = desk.add_source("https://mirror.example/feed", desk.page)
    desk.take_in(desk.feed, post())
    run = desk.take_in(other, post("Example Training never … (shortened)"))
    assert (run.counts.known, run.counts.changed) == (1, 0)
    assert desk.item().text == "Example Training never answers the phone"


def test_an_edit_is_a_new_version_and_its_clock_is_unchanged(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Where do I park?"))
    before = desk.item()
    run = desk.take_in(desk.feed, post("Where do I park? EDIT: found it"), now=NOW + TWO_DAYS)
    after = desk.item()
    assert run.counts.changed == 1
    assert (after.edition, after.promised_at) == (2, before.promised_at)
    assert after.seen_at == before.seen_at


def test_praise_that_was_answered_and_turns_into_a_complaint_reopens_from_first_sight(
    desk: Desk,
) -> None:
    desk.take_in(desk.feed, post("Brilliant course, thank you!"))
    item = desk.item()
    desk.decide(Action.ANSWER, item, where="under the comment")
    seen = NOW + TWO_DAYS  # Friday 20 November, 09:00
    desk.take_in(desk.feed, post("Still waiting for my refund, nobody answers"), now=seen)
    again = desk.item()
    assert (again.state, again.due_at) == (State.OPEN, seen + timedelta(hours=24))


def test_an_overlapping_delivery_changes_nothing(desk: Desk) -> None:
    desk.take_in(desk.feed, post(), post("Hi", url="https://page.example/c/9"))
    run = desk.take_in(desk.feed, post(), post("Hi", url="https://page.example/c/9"))
    assert (run.counts.new, run.counts.known) == (0, 2)


def test_one_address_for_many_comments_keeps_them_apart(desk: Desk) -> None:
    page = "https://page.example/reviews"
    first = [post(f"Review {n}", url=page, guid=f"g{n}", host="page.example") for n in range(3)]
    assert desk.take_in(desk.feed, *first).counts.new == 3
    later = post("Review 9", url=page, guid="g9", host="page.example")
    assert desk.take_in(desk.feed, later, first[2]).counts == replace(
        desk.take_in(desk.feed).counts, new=1, known=1
    )
    assert len(desk.items()) == 4


def test_one_address_and_no_ids_at_all_loses_nothing_within_a_delivery(desk: Desk) -> None:
    page = "https://page.example/reviews"
    assert desk.take_in(desk.feed, post("One", url=page), post("Two", url=page)).counts.new == 2


def test_what_was_published_before_we_listened_is_history(desk: Desk) -> None:
    desk.take_in(desk.feed, post(at=datetime(2026, 9, 30, 22, 59, tzinfo=UTC)))
    item = desk.item()
    assert (item.state, item.due_at) == (State.HISTORY, None)


@pytest.mark.parametrize("mark", [DateMark.FUTURE, DateMark.MISSING, DateMark.UNREADABLE])
def test_a_date_that_cannot_be_believed_starts_the_clock_at_first_sight(
    desk: Desk, mark: DateMark
) -> None:
    at = NOW + timedelta(days=30) if mark is DateMark.FUTURE else None
    desk.take_in(desk.feed, replace(post(), published=Published(at, mark, "as it said")))
    item = desk.item()
    assert item.received_at == NOW
    assert (item.published_mark, item.published_said) == (mark.value, "as it said")


def test_a_bare_date_is_read_strictly_and_says_what_cannot_be_told(desk: Desk) -> None:
    day = Published(datetime(2026, 11, 18, tzinfo=UTC), DateMark.DAY, "2026-11-18")
    desk.take_in(desk.feed, replace(post(), published=day))
    item = desk.item()
    assert item.due_at == datetime(2026, 11, 19, tzinfo=UTC)
    assert item.latest_due_at == datetime(2026, 11, 19, 23, 59, 59, tzinfo=UTC)


def test_known_from_the_news_and_found_on_our_page_moves_to_the_policys_clock(desk: Desk) -> None:
    desk.take_in(desk.news, post("Example Training is fine", url="https://page.example/c/5"))
    assert desk.item().state is State.NO_REPLY_NEEDED
    desk.take_in(desk.feed, post("Example Training is fine", url="https://page.example/c/5"))
    item = desk.item()
    assert (item.account, item.clock, item.state) == (desk.page.id, Clock.POLICY, State.OPEN)


def test_a_rejected_item_is_counted_and_kept_with_its_place(desk: Desk) -> None:
    run = desk.take_in(desk.feed, post(), Rejected("it has no text and no link", "item 2", "<x/>"))
    assert (run.counts.fetched, run.counts.rejected) == (1, 1)


def test_every_case_is_what_the_log_says_after_all_of_this(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Brilliant!"), post("Hi", url="https://page.example/c/2"))
    desk.take_in(desk.feed, post("Awful, I want a refund"), now=NOW + TWO_DAYS)
    with desk.house.store.unit() as connection:
        assert all(not finding.problems for finding in examine(connection, repair=False))


def test_a_source_that_moves_keeps_its_history_in_the_log(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        set_source_state(connection, desk.feed.id, SourceState.PAUSED, actor=desk.kay.id, now=NOW)
        events = log.of_subjects(connection, [desk.feed.id])[desk.feed.id]
    assert [event.kind for event in events] == [EventKind.SOURCE_SET] * 2
    assert desk.company.sources[desk.feed.id].state is SourceState.PAUSED


def test_a_bridges_item_on_our_account_counts_as_said_on_its_platform(desk: Desk) -> None:
    desk.take_in(desk.feed, post())
    assert (desk.item().platform, desk.item().kind) == (Platform.FACEBOOK, "comment")


def test_a_source_that_moves_while_somebody_pauses_it_has_moved_and_is_paused(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        set_source_state(connection, desk.feed.id, SourceState.PAUSED, actor=desk.kay.id, now=NOW)
    run = Run("r-moved", desk.feed.id, NOW, NOW, Status.OK)
    brought = Delivery(desk.feed, run, moved_to="https://page.example/new")  # as the round began
    desk.house.intake(desk.company).take_in(desk.house.store, [brought], now=NOW)
    after = desk.company.sources[desk.feed.id]
    assert (after.url, after.state) == ("https://page.example/new", SourceState.PAUSED)


@pytest.mark.parametrize("page_first", [True, False])
def test_met_by_a_search_and_on_our_page_at_once_it_counts_as_said_on_our_page(
    desk: Desk, page_first: bool
) -> None:
    said = post("Example Training is fine", url="https://page.example/c/5")
    runs = [Run(each.id, each.id, NOW, NOW, Status.OK) for each in (desk.feed, desk.news)]
    brought = [Delivery(desk.feed, runs[0], [said]), Delivery(desk.news, runs[1], [said])]
    intake = desk.house.intake(desk.company)
    written = intake.take_in(desk.house.store, brought if page_first else brought[::-1], now=NOW)
    assert sum(run.counts.new for run in written) == 1
    assert (desk.item().clock, desk.item().state) == (Clock.POLICY, State.OPEN)


def test_history_that_is_found_on_our_page_keeps_the_policys_clock_for_later(desk: Desk) -> None:
    before = datetime(2026, 9, 1, tzinfo=UTC)
    said = post("Example Training is fine", url="https://page.example/c/5", at=before)
    desk.take_in(desk.news, said)
    desk.take_in(desk.feed, said)
    assert (desk.item().clock, desk.item().state) == (Clock.POLICY, State.HISTORY)


def test_an_aim_that_was_missed_stays_beside_the_promise_of_our_own_page(desk: Desk) -> None:
    complaint = post(url="https://page.example/c/6")
    desk.take_in(desk.news, complaint)
    desk.settle(NOW + 5 * TWO_DAYS)
    desk.take_in(desk.feed, complaint, now=NOW + 5 * TWO_DAYS)
    assert (desk.item().clock, desk.item().verdict) == (Clock.POLICY, None)
    ever = Wanted(deadline_from=date(2026, 1, 1), deadline_to=date(2027, 1, 1))
    assert sorted(item.clock for item in desk.items(ever)) == [Clock.AIM, Clock.POLICY]


def test_two_notes_at_one_address_are_two_comments_and_the_same_note_twice_is_one(
    desk: Desk,
) -> None:
    address = "https://facebook.com/exampletraining/posts/1"
    for text in ("Where do I park?", "Is it open on Sunday?", "Where do I park?"):
        note = Note(text, NOW, address, account=desk.page)
        add_note(desk.house, note, actor=desk.kay.id, now=NOW)
    assert sorted(item.text for item in desk.items()) == [
        "Is it open on Sunday?",
        "Where do I park?",
    ]


def test_an_edit_that_was_planned_without_the_account_does_not_take_it_away(desk: Desk) -> None:
    desk.take_in(desk.news, post())
    mention = desk.item().id
    with desk.house.store.unit() as connection:
        before = mentions.get(connection, mention)
    desk.take_in(desk.feed, post())
    judged = desk.house.judge.judge("Another text")
    edited = replace(before, version=2, post=replace(before.post, text="Another text"))
    with desk.house.store.unit() as connection:
        mentions.add_versions(connection, [Judged(edited, judged, True, None)])
    item = desk.item()
    assert (item.text, item.account) == ("Another text", desk.page.id)
