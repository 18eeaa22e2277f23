"""What only a notice was had of: waits for a person, and gets its text by whatever brings it."""

from datetime import timedelta

import pytest

from collectors.post import Kind, Platform, Post
from earshot.handling.completing import complete_text
from earshot.handling.decisions import Action
from earshot.handling.keeping import Delivery
from earshot.rules.events import EventKind
from earshot.store import log, mentions
from earshot.store.runs import Run, Status
from earshot.words.errors import Refused
from earshot.words.vocabulary import Clock, Intent, State
from tests.earshot.desk import NOW, Desk, post

HOUR = timedelta(hours=1)


def notice(**more: object) -> Post:
    """What an e-mail tells: that there is something, where, and by whom."""
    given: dict[str, object] = {
        "kind": Kind.COMMENT,
        "platform": Platform.FACEBOOK,
        "native_id": "c-1",
        "text_included": False,
    }
    return post(**(given | {"text": "My certificate", "at": NOW - HOUR} | more))  # type: ignore[arg-type]


def whole(text: str = "My certificate never came. Shameful.") -> Post:
    return notice(text=text, text_included=True)


def complete(desk: Desk, text: str) -> None:
    intake = desk.house.intake(desk.company)
    item = desk.item()
    with desk.house.store.unit() as connection:
        complete_text(connection, intake, item.id, text, actor=desk.sam.id, now=NOW)


def test_a_notice_waits_for_a_person_even_where_its_first_words_ask_for_nothing(
    desk: Desk,
) -> None:
    desk.take_in(desk.news, notice(text="Example Training news", platform=Platform.X))
    item = desk.item()
    assert (item.state, item.clock, item.needs_reply) == (State.OPEN, Clock.AIM, True)


def test_a_person_adds_the_text_and_it_is_judged_anew_with_the_clock_unchanged(desk: Desk) -> None:
    desk.take_in(desk.feed, notice())
    before = desk.item()
    complete(desk, "My certificate never came. This is a disgrace, I want a refund.")
    after = desk.item()
    assert (after.edition, after.intent) == (2, Intent.COMPLAINT)
    assert after.text.startswith("My certificate never came")
    assert (after.due_at, after.state) == (before.due_at, State.OPEN)
    with desk.house.store.unit() as connection:
        events = log.of_subjects(connection, [after.id])[after.id]
    assert [(e.kind, e.actor, e.details) for e in events] == [
        (EventKind.TEXT_COMPLETED, desk.sam.id, {})
    ]


def test_it_can_be_completed_once(desk: Desk) -> None:
    desk.take_in(desk.feed, notice())
    complete(desk, "My certificate never came.")
    with pytest.raises(Refused, match="there already"):
        complete(desk, "Something else")


def test_an_empty_text_completes_nothing(desk: Desk) -> None:
    desk.take_in(desk.feed, notice())
    with pytest.raises(Refused, match="Paste what it says"):
        complete(desk, "  \n ")


def test_a_download_brings_the_text_that_the_notice_left_out(desk: Desk) -> None:
    desk.take_in(desk.feed, notice())
    run = desk.take_in(desk.feed, whole())
    assert run.counts.changed == 1
    assert desk.item().text == "My certificate never came. Shameful."


def test_a_notice_of_what_is_known_in_full_changes_nothing(desk: Desk) -> None:
    desk.take_in(
        desk.news,
        post(
            "Example Training: my certificate never came",
            native_id="c-1",
            platform=Platform.FACEBOOK,
        ),
    )
    run = desk.take_in(desk.feed, notice())
    assert (run.counts.known, run.counts.changed) == (1, 0)
    assert desk.item().edition == 1


def test_the_same_notice_twice_is_known(desk: Desk) -> None:
    desk.take_in(desk.feed, notice())
    run = desk.take_in(desk.feed, notice(text="My certi"))
    assert (run.counts.known, desk.item().edition) == (1, 1)


def test_notice_and_text_in_one_delivery_are_one_with_the_text(desk: Desk) -> None:
    run = desk.take_in(desk.feed, notice(), whole())
    assert (run.counts.new, run.counts.known) == (1, 1)
    assert desk.item().text == "My certificate never came. Shameful."


def test_a_notice_that_was_answered_stays_answered_when_its_text_comes(desk: Desk) -> None:
    desk.take_in(desk.feed, notice())
    desk.decide(Action.ANSWER, desk.item(), where="public reply")
    desk.take_in(desk.feed, whole("My certificate never came. When will it? I want a refund."))
    assert (desk.item().state, desk.item().edition) == (State.ANSWERED, 2)


def test_a_notice_after_the_text_in_one_delivery_takes_nothing_away(desk: Desk) -> None:
    intake = desk.house.intake(desk.company)
    runs = [
        Run(f"r-{n}", source.id, NOW, NOW, Status.OK)
        for n, source in enumerate((desk.news, desk.feed))
    ]
    first = Delivery(desk.news, runs[0], [whole("Example Training never answers.")])
    intake.take_in(desk.house.store, [first, Delivery(desk.feed, runs[1], [notice()])], now=NOW)
    item = desk.item()
    assert (item.text, item.account) == ("Example Training never answers.", desk.page.id)


def test_where_the_terms_stand_in_a_completed_text_is_kept(desk: Desk) -> None:
    desk.take_in(desk.feed, notice(title="A title", text="My"))
    complete(desk, "I like Example Training")
    assert desk.item().hits == [["Example Training", 16, 32]]
    mention = desk.item().id
    with desk.house.store.unit() as connection:
        (hit,) = mentions.get(connection, mention).hits
    assert (hit.start, hit.end, hit.term) == (16, 32, "Example Training")


def test_a_settled_notice_whose_text_asks_opens_again(desk: Desk) -> None:
    desk.take_in(desk.feed, notice(text="Hello"))
    desk.decide(Action.NO_REPLY_NEEDED, desk.item(), reason="only a greeting")
    complete(desk, "Hello, when will I get my certificate? How do I apply for a refund?")
    assert desk.item().state is State.OPEN


def review(**more: object) -> Post:
    """One review, as a notice or a download tells of it: dated differently."""
    given: dict[str, object] = {
        "kind": Kind.REVIEW,
        "platform": Platform.GOOGLE_BUSINESS,
        "author": "Robin Sample",
        "account": "Facebook page",
        "url": None,
        "rating": 2.0,
    }
    return post(**(given | {"text": "Nobody came.", "at": NOW - HOUR} | more))  # type: ignore[arg-type]


def test_a_review_by_notice_and_by_download_is_one_whichever_comes_first(desk: Desk) -> None:
    by_mail, downloaded = review(), review(native_id="g-1", at=NOW - HOUR * 1.02)
    desk.take_in(desk.feed, by_mail)
    assert desk.take_in(desk.feed, downloaded).counts.new == 0
    desk.take_in(desk.feed, review(author="Kim Sample", native_id="g-2"))
    assert desk.take_in(desk.feed, review(author="Kim Sample")).counts.new == 0
    assert len(desk.items()) == 2


def test_reviews_of_other_words_or_people_stay_apart(desk: Desk) -> None:
    reviews = [review(), review(author="Kim Sample"), review(text="Somebody came after all.")]
    assert desk.take_in(desk.feed, *reviews).counts.new == 3
