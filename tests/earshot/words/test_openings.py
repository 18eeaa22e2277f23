"""Phrases are tried only where their first words stand, and found as if tried everywhere."""

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.phrases import BadPhrase, Compiled, Found, Phrases
from earshot.words.reading import Reading

LISTS = {"reply": ["reply", "get back", "can't"], "time": ["day", "days", "week*"]}
RULES = load_policy(default_policy_path()).intents
PHRASES = Phrases(RULES.words)
WRITTEN = [RULES.addressed, *RULES.rules]
COMPILED = [PHRASES.compiled(each) for rule in WRITTEN for each in (rule.phrases, rule.unless)]


def tried_everywhere(compiled: Compiled, text: str) -> Found | None:
    """What the phrases mean, by their patterns alone: slow, and plainly right."""
    reading = Reading(text)
    tried = (phrase.pattern.search(reading.lowered) for phrase in compiled.phrases)
    first = min(filter(None, tried), key=lambda m: (m.start(), -m.end()), default=None)
    return Found(text[first.start() : first.end()], first.start(), first.end()) if first else None


def assert_found_as_everywhere(compiled: Compiled, text: str) -> None:
    assert compiled.search(Reading(text)) == tried_everywhere(compiled, text), text


TOKENS = (
    "a can't *ing week* day's no @dm ^ ? # .. ... ( ) [ ] | {reply} {time} 'cause no-one".split()
)
WORDS = "a A can't cant can’t CAN ing sing week weeks day's days no @dm @you 12 two reply".split()
WORDS += [
    *"get back cause 'cause one . , ? ! : ; … “ ” ( - \n".split(" "),
    "@" + "n" * 40 + ".",
    "İ",
]


@given(
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=7).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=14),
    st.sampled_from([" ", "", ", "]),
)
def test_any_phrase_is_found_as_if_it_were_tried_at_every_place(
    written: str, words: list[str], between: str
) -> None:
    try:
        compiled = Phrases(LISTS).compiled([written])
    except BadPhrase:
        return
    assert_found_as_everywhere(compiled, between.join(words))


@given(st.data())
def test_a_well_formed_phrase_is_found_as_if_it_were_tried_at_every_place(
    data: st.DataObject,
) -> None:
    words = st.sampled_from("a can't *ing week* day's no # {reply} {time}".split())
    groups = st.lists(words, min_size=1, max_size=3).map(" | ".join)
    items = st.one_of(words, groups.map("( {} )".format), groups.map("[ {} ]".format))
    written = " ".join(data.draw(st.lists(items, min_size=1, max_size=4)))
    start = data.draw(st.sampled_from(["", "^ ", ".. ", "a | "]))
    text = " ".join(data.draw(st.lists(st.sampled_from(WORDS), max_size=14)))
    try:
        compiled = Phrases(LISTS).compiled([start + written, "no reply"])
    except BadPhrase:
        return
    assert_found_as_everywhere(compiled, text)


def invented() -> list[str]:
    path = Path(__file__).parents[1] / "fixtures" / "intents.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def test_the_policy_s_phrases_are_found_in_invented_texts_as_if_tried_everywhere() -> None:
    texts = random.Random(1).sample(invented(), 60)
    for compiled in COMPILED:
        for text in (*texts, " ".join(texts[:20])):
            assert_found_as_everywhere(compiled, text)


@pytest.mark.real_data
def test_the_policy_s_phrases_are_found_in_real_texts_as_if_tried_everywhere(
    real_data: Path,
) -> None:
    lines = [
        line
        for path in sorted((real_data / "labelled").rglob("*english*text*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) > 500
    for text in random.Random(2).sample(lines, 60):
        for compiled in COMPILED:
            assert_found_as_everywhere(compiled, text)


def test_most_phrases_of_the_policy_are_looked_for_only_where_their_words_stand() -> None:
    """Else judging takes ten times as long; what has no opening is tried at every place."""
    phrases = [phrase for compiled in COMPILED for phrase in compiled.phrases]
    assert sum(phrase.openings is None for phrase in phrases) < len(phrases) / 50
    assert sum(bool(phrase.told_by) for phrase in phrases) > 0.9 * len(phrases)
