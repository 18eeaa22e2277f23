"""Persons: what is said of "him" is found of whoever is named, and a name makes nothing worse."""

import pytest

from earshot.judging.persons import named
from earshot.words.phrases import NAME, NAMES_OWN, Phrases
from earshot.words.reading import Reading

KIN, DONE = frozenset({"uncle"}), frozenset({"stab"})


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ask Mr Harris today", f"Ask {NAME} today"),
        ("ask mrs. o'neil", f"ask {NAME}"),
        ("ask mr harris", f"ask {NAME}"),
        ("i saw sarah", f"i saw {NAME}"),
        ("I SAW SARAH", f"I SAW {NAME}"),
        ("I saw Sarah Bickerdyke-Jones there", f"I saw {NAME} there"),
        ("It is Sarah's bag", f"It is {NAMES_OWN} bag"),
        ("Mark hurts me", f"{NAME} hurts me"),
        ("I saw Mark", f"I saw {NAME}"),
        ("my uncle Dave said", "my uncle said"),
        ("stab Bickerdyke", f"stab {NAME}"),
    ],
)
def test_a_name_is_one_word_and_keeps_its_place(text: str, read: str) -> None:
    found = named(text, KIN, DONE)
    assert found
    assert found.text == read
    assert len(found.places) == len(read)
    assert list(found.places) == sorted(found.places)
    (start, end) = found.persons[0]
    assert found.is_about_one(start, end)
    assert not found.is_about_one(0, start) or start == 0


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "no one here", "Miss you all", "miss work", "Will you come", "Mark my words",
        "see you in June", "I will mark it", "ask Bickerdyke", "mr", "Sir", "@sarah", "#jake",
        "sarah@example.org", "stab Friday", "Nothing in Paris", "a bill, an art, a grant",
    ],
)  # fmt: skip
def test_what_is_nobody_is_left_alone(text: str) -> None:
    assert named(text, KIN, DONE) is None


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("see (him|her)", f"see {NAME}", True),
        ("he hurts", f"{NAME} hurts", True),
        ("(my|her) bag", f"{NAMES_OWN} bag", True),
        ("his bag", f"{NAMES_OWN} bag", True),
        ("seen (her|my *) since", f"seen {NAMES_OWN} drill since", False),
        ("he she", f"{NAME} {NAME}", False),
        ("@ told", f"{NAME} told", True),
        ("@ told", "he told", False),
        ("they hurt", f"{NAME} hurt", False),
    ],
)
def test_phrases_take_a_name_for_him_or_her(phrase: str, text: str, *, found: bool) -> None:
    compiled = Phrases({}).compiled([phrase])
    assert bool(compiled.search(Reading(text))) is found
    assert bool(compiled.about_persons.search(Reading(text))) is found


def test_many_names_are_read_in_one_go() -> None:
    text = "Sarah and Mr Harris and jake. " * 5_000
    found = named(text, KIN, DONE)
    assert found
    assert len(found.persons) == 15_000
