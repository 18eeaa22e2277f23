"""The dangers: what may restrict an item, beside look-alikes that must not; all invented."""

import json
import re
from pathlib import Path

import pytest

from earshot.judging.judge import Judge
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.phrases import Phrases
from earshot.words.reading import Reading
from earshot.words.vocabulary import ConcernName, Severity

JUDGE = Judge(load_policy(default_policy_path()))
DANGERS = {
    ConcernName.THREAT,
    ConcernName.SELF_HARM,
    ConcernName.ABUSE_DISCLOSURE,
    ConcernName.STAFF_ALLEGATION,
    ConcernName.SEXUAL,
    ConcernName.EXTREMISM,
    ConcernName.MISSING_PERSON,
}


def dangers(text: str) -> set[ConcernName]:
    return {each.concern for each in JUDGE.judge(text).concerns} & DANGERS


@pytest.mark.parametrize(
    "text",
    [
        "gonna put that assessor in the ground I swear on my kids life",
        "I know what time the blonde one finishes and where she parks",
        "nice house your manager has got. would be a shame if something happened to it",
        "fail my lad again and see what happens to your windows",
        "keep talking and you'll be eating your dinner through a straw",
        "hope the whole admin team gets run over by the bus they made me miss",
    ],
)
def test_a_threat_needs_no_bad_word(text: str) -> None:
    assert ConcernName.THREAT in dangers(text)


@pytest.mark.parametrize(
    "text",
    [
        "not going to be a bother to anybody after tonight",
        "been clean 3 months and cut again last night",
        "Tell my mum I'm sorry and it isn't her fault",
        "i keep standing at the edge of the platform and it gets harder to step back",
    ],
)
def test_self_harm_is_heard_in_understatement(text: str) -> None:
    assert ConcernName.SELF_HARM in dangers(text)


def test_a_friend_who_speaks_of_suicide_is_a_danger_of_medium_weight() -> None:
    text = "my best mate on the course said she's going to kill herself and i dont know what to do"
    found = [c for c in JUDGE.judge(text).concerns if c.concern is ConcernName.SELF_HARM]
    assert [each.severity for each in found] == [Severity.MEDIUM]


@pytest.mark.parametrize(
    "text",
    [
        "my mum's boyfriend comes in my room when she's on nights and I pretend to be asleep",
        "she comes in with a different bruise every monday and says its the dog",
        "They are taking my cousin to Gambia in the summer to be cut and she thinks its a holiday",
        "my brother's 14, he's got two phones and older lads picking him up, he owes them money",
        "boss keeps our passports and we sleep nine to a room above the restaurant",
        "Dad says I'm getting married at Easter to a man I've never met and I can't say no",
    ],
)
def test_a_disclosure_seldom_uses_the_word(text: str) -> None:
    assert ConcernName.ABUSE_DISCLOSURE in dangers(text)


@pytest.mark.parametrize(
    "text",
    [
        "the sports tutor grabbed my son by the throat in the changing room",
        "my support worker told me not to tell anyone we went to his flat",
        "tutor called my daughter a fat lump in front of the class",
        "miss keeps buying him trainers and telling him hes special, hes 16",
    ],
)
def test_an_allegation_is_about_staff_and_a_learner(text: str) -> None:
    assert ConcernName.STAFF_ALLEGATION in dangers(text)


def test_a_tutor_who_asks_for_nudes_is_an_allegation_and_sexual() -> None:
    both = {ConcernName.STAFF_ALLEGATION, ConcernName.SEXUAL}
    assert dangers("my tutor keeps asking me for nudes on snap") >= both


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("boys in my class are making fake nudes of us with some app", ConcernName.SEXUAL),
        ("he wants me to meet him at a hotel, he's 40. im 14", ConcernName.SEXUAL),
        ("the chef on placement slaps my bum every time i walk past", ConcernName.SEXUAL),
        ("burn every mosque in the county, start with ours", ConcernName.EXTREMISM),
        ("the lad who ran over those people at the mosque deserves a medal", ConcernName.EXTREMISM),
        (
            "my sister didnt come home last night and her phone is dead",
            ConcernName.MISSING_PERSON,
        ),
        (
            "Our Liam left for college yesterday and never arrived. Please share.",
            ConcernName.MISSING_PERSON,
        ),
    ],
)
def test_a_danger_is_noticed(text: str, concern: ConcernName) -> None:
    assert concern in dangers(text)


@pytest.mark.parametrize(
    "text",
    [
        "gonna kill this assessment tomorrow, been revising all week",
        "Can someone shoot me an email with the induction times please",
        "watch your back when lifting, best tip from the manual handling day",
        "Final warning for the bursary deadline folks, midnight Friday",
        "My brother looks scary but he would never hurt anybody",
        "I won't be here next week as I'm on holiday, can someone get my certificate",
        "Thank you for the mental health first aid course, I know what to say to the suicidal",
        "this deadline will be the death of me",
        "my dad locks up the centre at 9 so be out by then",
        "He beats me at pool every dinner time",
        "We did a session on coercive control today with the police, eye opening",
        "Tutor shouted out my name at the awards and I nearly died of embarrassment",
        "Our instructor pushed me to do my level 3 and I'm glad",
        "My tutor is disorganised, never answers an email and has cancelled four sessions.",
        "great tits on the feeder outside the classroom this morning",
        "Does the safeguarding course cover online grooming and sexting?",
        "The Prevent session explained how far right groups use memes to recruit",
        "Proud to be Muslim and a mechanic, salaam to all my classmates",
        "Palestine will be free, see you at the march",
        "missing my certificate since June, no one has got back to me",
        "Has anyone seen the assessor since Tuesday? need my log book signed",
        "my son came home from your taster day buzzing",
    ],
)
def test_a_look_alike_restricts_nothing(text: str) -> None:
    assert not dangers(text)


def test_evidence_is_a_piece_of_the_text() -> None:
    text = "😀 my dad hits us if the house isnt tidy"
    evidence = [each for found in JUDGE.judge(text).concerns for each in found.evidence]
    assert evidence
    assert all(text[each.start : each.end] == each.text for each in evidence)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("that * there", "see that man there", "that man there"),
        ("🔪 you", "see🔪 you", "🔪 you"),
        ("(lol|😂)", "so fun😂", "😂"),
    ],
)
def test_a_phrase_may_hold_any_word_or_a_sign(phrase: str, text: str, found: str) -> None:
    place = Phrases({}).compiled([phrase]).search(Reading(text))
    assert place
    assert place.text == found


@pytest.mark.parametrize(
    ("text", "concern", "severity"),
    [
        ("I am going to kill Sarah", ConcernName.THREAT, Severity.CRITICAL),
        ("i'm going to kill sarah", ConcernName.THREAT, Severity.CRITICAL),
        ("I'm going to kill Mr Harris", ConcernName.THREAT, Severity.CRITICAL),
        ("I will stab Mr Harris on Friday", ConcernName.THREAT, Severity.CRITICAL),
        ("I'm going to shoot Mr Harris", ConcernName.THREAT, Severity.CRITICAL),
        ("I'm going to stab Harris", ConcernName.THREAT, Severity.CRITICAL),
        ("I will burn Mr Harris's house down", ConcernName.THREAT, Severity.CRITICAL),
        ("I know where Sarah lives", ConcernName.THREAT, Severity.CRITICAL),
        ("Hope Mr Harris gets cancer", ConcernName.THREAT, Severity.HIGH),
        ("Jake is going to kill himself", ConcernName.SELF_HARM, Severity.MEDIUM),
        ("Uncle Dave hurts me", ConcernName.ABUSE_DISCLOSURE, Severity.CRITICAL),
        ("Mr Harris touched me", ConcernName.ABUSE_DISCLOSURE, Severity.CRITICAL),
        ("Sarah in reception hit a learner", ConcernName.STAFF_ALLEGATION, Severity.CRITICAL),
        ("the receptionist hit a learner", ConcernName.STAFF_ALLEGATION, Severity.CRITICAL),
    ],
)
def test_a_danger_is_as_grave_with_a_name(
    text: str, concern: ConcernName, severity: Severity
) -> None:
    found = {each.concern: each for each in JUDGE.judge(text).concerns}
    assert found[concern].severity is severity
    assert all(text[each.start : each.end] == each.text for each in found[concern].evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Sarah is going to kill it on stage",
        "Mr Harris killed my motivation with that spreadsheet",
        "Jake is going to kill himself laughing",
        "I could murder a Greggs",
        "I could murder Nandos",
        "I'm gonna murder a KFC",
        "Mr Harris touched us all with his story",
        "We're gonna smash Chelsea on Saturday",
        "Dan beats me at pool every dinner time",
        "I'm going to hit Becky up for the notes",
        "Steve hit me up with the details",
        "Mrs Taylor beat me to it",
        "Dr Khan hurt his back lifting",
        "Emma kicks off a new course on Monday",
        "Has anyone seen Callum's drill since Friday's session? his phone goes straight to"
        " voicemail so I can't ask the muppet",
        "i'm dead 😂😂 did you see his face",
        "Sarah in reception was lovely when a learner cut her hand",
    ],
)
def test_a_name_in_a_look_alike_restricts_nothing(text: str) -> None:
    assert not dangers(text)


SEEN = Path(__file__).resolve().parents[3] / "benchmarks" / "sentences" / "seen.jsonl"
SOMEBODY = re.compile(r"\b(?:he|she|him)\b(?!')", re.IGNORECASE)


def test_any_danger_is_found_with_a_name_where_a_pronoun_stood() -> None:
    swapped = 0
    for line in SEEN.read_text("utf-8").splitlines():
        sentence = json.loads(line)
        before = dangers(sentence["text"]) & set(sentence["concerns"])
        for found in SOMEBODY.finditer(sentence["text"]) if before else ():
            for name in ("Mr Harris", "Sarah", "Gaz Bickerdyke"):
                text = f"{found.string[: found.start()]}{name}{found.string[found.end() :]}"
                assert before <= dangers(text), text
                swapped += 1
    assert swapped > 100
