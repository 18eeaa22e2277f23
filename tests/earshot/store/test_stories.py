"""Copies of a text are found by keys among many, and a story is always led by its first."""

import random
import time
from dataclasses import replace
from datetime import timedelta

from earshot.rules.stories import Telling, telling
from earshot.store import stories
from tests.earshot.desk import NOW, Desk, post

RANDOM = random.Random(7)
WORDS = [f"word{number}x" for number in range(3_000)]


def article(length: int = 60) -> str:
    return "Example Training " + " ".join(RANDOM.choices(WORDS, k=length))


def fresh(text: str, at_day: int = 0) -> Telling:
    return telling(
        "m-fresh",
        title=None,
        text=text,
        text_included=True,
        publisher="The Gazette",
        url="https://gazette.example/1",
        published=post(at=NOW + timedelta(days=at_day)).published,
        seen_at=NOW,
    )


def found(desk: Desk, told: Telling) -> list[str]:
    with desk.house.store.unit() as connection:
        return [each.telling.text for each in stories.likely(connection, [told])[told.id]]


def test_a_copy_is_found_among_many_by_its_words(desk: Desk) -> None:
    texts = [article() for _ in range(300)]
    urls = (f"https://mercury.example/{number}" for number in range(300))
    entries = [post(text, url=url) for text, url in zip(texts, urls, strict=True)]
    desk.take_in(desk.news, *entries)
    changed = texts[170].replace(texts[170].split()[30], "elsewhere")
    assert found(desk, fresh(changed)) == [texts[170]]
    assert found(desk, fresh(article())) == []
    assert found(desk, fresh(texts[170], at_day=8)) == []


def test_what_all_outlets_write_finds_nothing(desk: Desk) -> None:
    """Boilerplate must not make every text a candidate for every other."""
    always = "Subscribe to read this and every other story that we bring " * 12
    many = [post(always + article(), url=f"https://m{n}.example/1") for n in range(60)]
    desk.take_in(desk.news, *[replace(each, kind=post().kind) for each in many])
    assert found(desk, fresh(always + article())) == []


def test_comments_and_own_accounts_are_no_candidates(desk: Desk) -> None:
    text = article()
    desk.take_in(desk.feed, post(text, url="https://page.example/comments/9"))
    assert found(desk, fresh(text)) == []


def test_many_new_against_many_stored_stay_within_seconds(desk: Desk) -> None:
    texts = [article() for _ in range(2_000)]
    entries = [post(text, url=f"https://m{n}.example/1") for n, text in enumerate(texts)]
    desk.take_in(desk.news, *entries)
    new = [replace(fresh(text), id=f"m-{n}") for n, text in enumerate(texts[:500])]
    began = time.perf_counter()
    with desk.house.store.unit() as connection:
        likely = stories.likely(connection, new)
    assert time.perf_counter() - began < 5  # a fraction of a second; more where others work too
    for told in new:
        assert told.text in [each.telling.text for each in likely[told.id]]
