"""Sameness: when two items say the same words, however these are set."""

import pytest

from earshot.rules.sameness import say_the_same, words_of

LONG = "Xylophonic words about somebody who wrote them yesterday"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((None, "I am here!"), (None, "i AM  hére…")),
        (("Found", LONG), ("Another title", LONG)),
        (("Found", LONG), (None, f"Found: {LONG}")),
        ((None, LONG), (None, f"“{LONG.upper()}”, said somebody")),
        ((None, f"They said: {LONG}. And more."), (None, LONG)),
        ((LONG, ""), (None, LONG)),
    ],
)
def test_case_blanks_and_punctuation_do_not_count(
    one: tuple[str | None, str], other: tuple[str | None, str]
) -> None:
    assert say_the_same(words_of(*one), words_of(*other))
    assert say_the_same(words_of(*other), words_of(*one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((None, "Thanks!"), (None, "Thanks, that was quick")),
        ((None, "…"), (None, "!")),
        (("Same title", "One text"), ("Same title", "Another text")),
        ((None, LONG), (None, LONG.replace("yesterday", "today"))),
    ],
)
def test_other_words_are_not_the_same(
    one: tuple[str | None, str], other: tuple[str | None, str]
) -> None:
    assert not say_the_same(words_of(*one), words_of(*other))
