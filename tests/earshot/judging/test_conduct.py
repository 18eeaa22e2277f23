"""Conduct: harassing, bullying, discriminatory, offensive, defamatory, and what only looks so."""

import pytest

from earshot.judging.concerns import ConcernFinder
from earshot.rules.policy import default_policy_path, load_policy

FINDER = ConcernFinder(load_policy(default_policy_path()).concerns)
CONDUCT = {"harassing", "bullying", "discriminatory", "offensive", "defamatory"}


def found(text: str) -> set[str]:
    return {each.concern.value for each in FINDER.find(text)} & CONDUCT


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("you can delete your insta but i know your mums address babe", "harassing"),
        ("I've made it my mission to ruin that mans career", "harassing"),
        ("he keeps waiting at my train and wont take no for an answer", "harassing"),
        ("imagine failing level 1 three times. imagine being callum", "bullying"),
        ("We've all voted and Mia isn't coming on the trip, sorry not sorry", "bullying"),
        ("keep your mosque out of our college", "discriminatory"),
        ("women can't park so how is she going to teach HGV", "discriminatory"),
        ("Go fuck yourselves DA, 9 weeks for a bit of paper", "offensive"),
        ("ur tutor is a fat ugly bitch", "offensive"),
        ("She stole from the charity tin and they promoted her", "defamatory"),
        ("Managing director is a convicted fraudster look him up", "defamatory"),
    ],
)
def test_unacceptable_conduct_is_found(text: str, concern: str) -> None:
    assert concern in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "That exam was an absolute bastard, thank fuck it's over",
        "fuck me I passed!!!! fucking get in!!! cheers to everyone",
        "I was an idiot and missed the deadline, is there any way to resubmit?",
        "faggots and peas in the canteen today",
        "Mrs Cockburn from Scunthorpe was so kind",
        "Proud gay man, proud plumber, proud of this lot",
        "They refused me a place because I'm pregnant. That's discrimination.",
        "Some idiot shouted go back to your own country at my mum outside your centre.",
        "My lad was bullied all through school and you have given him his smile back",
        "everyone's invited on Friday, even the tutors, bring cake",
        "I will keep emailing until someone tells me where my refund is",
        "Rubbish course, rip off prices, would not go again",
        "Is it true the old director went to prison?",
        "A college boss in Kent was jailed for fraud, shocking read",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()


def test_bullying_told_by_a_parent_reaches_somebody_who_can_step_in() -> None:
    """monitoring.intervention: a report of bullying is no attack, and must be seen at once."""
    text = "my son is being bullied in your class"
    (concern,) = [each for each in FINDER.find(text) if each.concern.value == "bullying"]
    assert (concern.severity.value, concern.clause) == ("medium", "conduct.bullying")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("absolute c u n t s", "c u n t s"),
        ("send the p4k1s home", "p4k1s"),
        ("what a d1ckh3ad", "d1ckh3ad"),
        ("fu\u0441k off the lot of you", "fu\u0441k off"),
    ],
)
def test_evidence_in_disguise_is_shown_as_it_was_written(text: str, written: str) -> None:
    shown = [piece for each in FINDER.find(text) for piece in each.evidence]
    assert any(written in piece.text for piece in shown)
    assert all(text[piece.start : piece.end] == piece.text for piece in shown)
