"""Intent: what writers want, in sentences invented for the purpose."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.judging.intent import IntentFinder
from earshot.judging.judge import Judge
from earshot.judging.judgement import needs_reply
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.phrases import BadPhrase, Phrases
from earshot.words.reading import Reading
from earshot.words.vocabulary import Intent, Sentiment

JUDGE = Judge(load_policy(default_policy_path()))


def labelled() -> list[tuple[str, str, str]]:
    path = Path(__file__).parents[1] / "fixtures" / "intents.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["intent"], row["needs_reply"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "intent", "reply"), labelled())
def test_a_sentence_is_understood(text: str, intent: str, reply: str) -> None:
    judged = JUDGE.judge(text)
    assert judged.intent == intent
    assert needs_reply(judged.intent, judged.sentiment, own_account=True) is (reply == "yes")


def test_the_reasons_are_pieces_of_the_text() -> None:
    text = "İ said: 👏 I’ve been chasing my assessor since March"
    reasons = JUDGE.judge(text).reasons
    assert reasons
    assert all(text[one.start : one.end] == one.text for one in reasons)


@given(st.text(max_size=200))
def test_any_text_has_an_intent_and_reasons_within_it(text: str) -> None:
    judged = JUDGE.judge(text)
    assert all(text[one.start : one.end] == one.text for one in judged.reasons)


@pytest.mark.parametrize("own_account", [True, False])
@pytest.mark.parametrize("sentiment", Sentiment)
@pytest.mark.parametrize("intent", Intent)
def test_who_is_owed_a_reply(intent: Intent, sentiment: Sentiment, own_account: bool) -> None:
    asks = intent in (Intent.QUERY, Intent.COMPLAINT, Intent.DATA_REQUEST)
    elsewhere = asks or sentiment is Sentiment.NEGATIVE
    expected = intent is not Intent.SPAM if own_account else elsewhere
    assert needs_reply(intent, sentiment, own_account=own_account) is expected


LISTS = {"reply": ["reply", "get back"]}


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("can't wait", "I CANT wait", "CANT wait"),
        ("can't wait", "I can’t  wait", "can’t  wait"),
        ("cancel* my", "Cancelled, my", "Cancelled, my"),
        ("cancel*", "uncancelled", None),
        ("(been|still) waiting", "still waiting", "still waiting"),
        ("so [very] far", "so far", "so far"),
        ("so [very] far", "so very far", "so very far"),
        ("[so] far", "so far", "so far"),
        ("no {reply}", "no get back", "no get back"),
        ("no .. reply", "no one ever did reply", "no one ever did reply"),
        ("no .. reply", "no a b c d e reply", None),
        ("no .. reply", "no. A reply", None),
        ("no ... reply", "no. A reply", "no. A reply"),
        ("no ... reply", "no" + " a" * 150 + " reply", None),
        ("not been *ed", "not been marked", "not been marked"),
        ("not been *ed", "not been eddying", None),
        ("# emails", "three emails", "three emails"),
        ("# emails", "12 emails", "12 emails"),
        ("^ avoid", "Well. Avoid them", "Avoid"),
        ("^ avoid", "to avoid them", None),
        ("^ avoid", "@harbour Avoid", "@harbour Avoid"),
        ("when ?", "and when is it? Soon", "when"),
        ("when ?", "when it is. What?", None),
        ("no-one", "no one", "no one"),
        ("?", "so؟", "؟"),
    ],
)
def test_a_phrase_means_what_the_policy_file_says(
    phrase: str, text: str, found: str | None
) -> None:
    result = Phrases(LISTS).compiled([phrase]).search(Reading(text))
    assert (result.text.strip() if result else None) == found


@pytest.mark.parametrize("phrase", ["(a", "a)", "()", "", "{none}", "a \\d+", "[a", "|"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(BadPhrase):
        Phrases(LISTS).compiled([phrase])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("It has not been replaced", Intent.COMMENT),
        ("It has not been replaced since March", Intent.COMPLAINT),
        ("It has not been marked since March, thank you for asking", Intent.PRAISE),
    ],
)
def test_two_hints_are_a_complaint_unless_somebody_gives_thanks(text: str, intent: Intent) -> None:
    hints = load_policy(default_policy_path()).intents
    light = [r for r in hints.rules if r.intent is not Intent.COMPLAINT or r.weight < hints.strong]
    finder = IntentFinder(hints.model_copy(update={"rules": tuple(light)}))
    assert finder.find(text, 0.0).intent is intent


def test_a_list_may_hold_lists_but_not_itself() -> None:
    lists = {"who": ["{staff}", "you"], "staff": ["tutor"], "a": ["{b}"], "b": ["{a}"]}
    assert Phrases(lists).compiled(["{who} left"]).search(Reading("my tutor left"))
    with pytest.raises(BadPhrase, match="holds itself"):
        Phrases(lists).compiled(["{a}"])


def test_a_phrase_is_compiled_only_when_a_text_may_hold_it() -> None:
    compiled = Phrases(LISTS).compiled(["waiting", "refund"])
    compiled.search(Reading("a refund"))
    assert ["pattern" in vars(phrase) for phrase in compiled.phrases] == [False, True]


@given(st.text(alphabet="ab(){}[]|.#^?*'- ", max_size=25))
def test_no_phrase_fails_in_any_other_way(phrase: str) -> None:
    try:
        Phrases(LISTS).compiled([phrase]).search(Reading("a b a"))
    except BadPhrase:
        return
