"""Claims about our own replies that wait for what they answer: kept once, and not for ever."""

from datetime import datetime, timedelta

from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.store.rows import Row
from earshot.words.vocabulary import Verdict
from tests.earshot.desk import NOW, Desk, post

HOUR = timedelta(hours=1)
ASKED = post(native_id="c-1", platform=Platform.FACEBOOK, kind=Kind.COMMENT, at=NOW - 2 * HOUR)


def answer(at: datetime | None) -> Post:
    said = {"platform": Platform.FACEBOOK, "own": True, "in_reply_to": "c-1", "url": None}
    return post("On Monday at nine.", at=at, **said)  # type: ignore[arg-type]


def waiting(desk: Desk) -> list[Row]:
    with desk.house.store.unit() as connection:
        return connection.execute("FROM own_replies").fetchall()


def test_a_reply_waits_for_what_it_answers_once_however_often_it_is_found(desk: Desk) -> None:
    for hours in range(3):
        desk.take_in(desk.feed, answer(NOW - HOUR), now=NOW + hours * HOUR)
    assert len({row[0] for row in waiting(desk)}) == len(waiting(desk))
    desk.take_in(desk.feed, ASKED, now=NOW + 3 * HOUR)
    assert desk.item().verdict is Verdict.MET_WITH_EVIDENCE


def test_it_is_forgotten_after_the_policys_months_by_any_later_round(desk: Desk) -> None:
    desk.take_in(desk.feed, answer(NOW - HOUR))
    desk.take_in(desk.feed, now=datetime(2027, 11, 18, 8, 59, tzinfo=NOW.tzinfo))
    assert waiting(desk)
    desk.take_in(desk.feed, now=datetime(2027, 11, 18, 9, 0, tzinfo=NOW.tzinfo))
    assert waiting(desk) == []


def test_an_old_reply_that_was_found_lately_still_waits(desk: Desk) -> None:
    undated = Published(None, DateMark.MISSING)
    for said in (answer(NOW - timedelta(days=3_000)), answer(None)):
        assert said.published == undated or said.published.at
        desk.take_in(desk.feed, said)
    desk.take_in(desk.feed, now=NOW + timedelta(days=300))
    assert len({row[1] for row in waiting(desk)}) == 2
