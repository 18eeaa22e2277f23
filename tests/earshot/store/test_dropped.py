"""Claims about what feeds brought and was dropped: kept for some days, once, shortly, no names."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collectors.post import Platform
from earshot.handling.forgetting import forget
from earshot.handling.listening import new_source
from earshot.rules.company import SourceKind
from earshot.rules.mention import fingerprint, identities
from earshot.store import dropped
from earshot.store.dropped import KEPT, Dropped, beginning
from earshot.store.rows import Row
from tests.earshot.desk import NOW, Desk, post

DAY = timedelta(days=1)
RAIN = post("Rain in Hull", url="https://n.example/rain", title="Weather", publisher="Echo")


def recent(desk: Desk, now: datetime = NOW) -> list[Dropped]:
    with desk.house.store.unit() as connection:
        return dropped.recent(connection, now - 7 * DAY)


def forgotten(desk: Desk, now: datetime = NOW, **kept: int) -> None:
    """Forget what is too old, by the shipped policy with some of its times changed."""
    policy = desk.house.policy
    changed = policy.model_copy(update={"retention": policy.retention.model_copy(update=kept)})
    with desk.house.store.unit() as connection:
        forget(connection, changed, now)


def all_rows(desk: Desk) -> list[Row]:
    with desk.house.store.unit() as connection:
        return connection.execute("FROM dropped").fetchall()


def test_an_item_that_is_dropped_comes_back_as_it_was_said(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, RAIN)], NOW)
    (found,) = recent(desk)
    assert (found.id, found.source, found.dropped_at) == (identities(RAIN)[0], desk.news.id, NOW)
    same = "platform kind text published title url native_id guid host publisher".split()
    assert [getattr(found.post, name) for name in same] == [getattr(RAIN, name) for name in same]
    assert found.fingerprint == fingerprint(RAIN)


def test_who_said_it_is_not_kept(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, RAIN)], NOW)
    assert RAIN.author
    assert RAIN.author not in str(all_rows(desk))
    assert recent(desk)[0].post.author is None


def test_an_item_that_a_feed_brings_again_is_kept_once(desk: Desk) -> None:
    for hours in range(3):
        with desk.house.store.unit() as connection:
            twice = [(desk.news.id, RAIN), (desk.feed.id, RAIN)]
            dropped.add(connection, twice, NOW + timedelta(hours=hours))
    assert [each.dropped_at for each in recent(desk)] == [NOW]


def test_nothing_of_an_item_dropped_eight_days_ago_is_left_in_the_table(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, RAIN)], NOW - 8 * DAY)
        dropped.add(connection, [(desk.news.id, post("Snow", url="https://n.example/s"))], NOW)
    forgotten(desk)
    (row,) = all_rows(desk)
    assert "Rain" not in str(row)
    assert "Snow" in str(row)


def test_the_policy_says_for_how_many_days(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, RAIN)], NOW - 8 * DAY)
    forgotten(desk, dropped_summaries_days=9)
    assert len(all_rows(desk)) == 1
    forgotten(desk, dropped_summaries_days=8)
    assert all_rows(desk) == []


def test_a_round_that_drops_nothing_forgets_all_the_same(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, RAIN)], NOW - 8 * DAY)
    desk.take_in(desk.news, post("Example Training wins", url="https://n.example/w"))
    assert all_rows(desk) == []


def test_what_people_brought_in_by_hand_is_not_kept_once_it_is_not_about_us(desk: Desk) -> None:
    for kind in (SourceKind.TABLE, SourceKind.EXPORT, SourceKind.MAILBOX):
        source = new_source(f"https://n.example/{kind}", name=None, account=None, now=NOW)
        desk.take_in(replace(source, kind=kind), RAIN)
    assert all_rows(desk) == []


def test_what_is_too_old_is_not_read_even_before_it_is_forgotten(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, RAIN)], NOW)
    assert len(recent(desk, NOW + 7 * DAY - timedelta(seconds=1))) == 1
    assert recent(desk, NOW + 7 * DAY) == []


def test_what_is_a_mention_by_now_is_dropped_no_more(desk: Desk) -> None:
    desk.take_in(desk.news, RAIN)
    assert len(recent(desk)) == 1
    edited = post("Rain floods Example Training", url=RAIN.url)
    desk.take_in(desk.news, edited, now=NOW + timedelta(hours=1))
    assert recent(desk) == []


def test_of_a_long_text_no_more_is_kept_than_its_beginning(desk: Desk) -> None:
    long = post("word " * 500 + "end", url="https://n.example/long", title="t" * 900)
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, long)], NOW)
    (found,) = recent(desk)
    assert len(found.post.text) <= KEPT
    assert found.post.text.endswith("word…")
    assert len(found.post.title or "") <= KEPT
    assert found.fingerprint == fingerprint(long)


def test_what_would_not_be_known_again_by_what_is_kept_of_it_is_not_kept(desk: Desk) -> None:
    bare = [
        post("Short words", url=None, author=None),
        post("long " * 200, url=None, author=None),
        post("Under a long title", url=None, author=None, title="long " * 200),
        post("By somebody", url=None),
    ]
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, each) for each in bare], NOW)
    assert [each.post.text for each in recent(desk)] == ["Short words"]


def test_the_newest_comes_first_and_what_is_removed_is_gone(desk: Desk) -> None:
    old = post("Old", url="https://n.example/old", at=NOW - 3 * DAY, platform=Platform.BLOG)
    undated = post("Undated", url="https://n.example/undated", at=None)
    with desk.house.store.unit() as connection:
        dropped.add(connection, [(desk.news.id, each) for each in (old, undated)], NOW)
    found = recent(desk)
    assert [each.post.text for each in found] == ["Undated", "Old"]
    with desk.house.store.unit() as connection:
        dropped.remove(connection, [found[0].id])
    assert [each.post.text for each in recent(desk)] == ["Old"]


@given(st.text(max_size=KEPT + 50) | st.text("ab ", min_size=KEPT - 3, max_size=KEPT + 9))
def test_a_beginning_is_short_and_holds_whole_words_of_its_text(text: str) -> None:
    kept = beginning(text)
    assert len(kept) <= KEPT
    assert kept == text or text.startswith(kept.removesuffix("…"))
    if kept != text and " " in kept:
        assert set(kept.removesuffix("…").split(" ")) <= set(text.split(" "))
