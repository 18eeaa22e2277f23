"""What each clause on conduct asks to be dealt with is found, its harmless look-alike is not."""

import pytest

from earshot.judging.judge import Judge
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.vocabulary import ConcernName


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(load_policy(default_policy_path()), names=["Example Training"])


def tells_apart(judge: Judge, concern: ConcernName, said: str, looks_like_it: str) -> bool:
    there, not_there = (
        {each.concern for each in judge.judge(text).concerns} for text in (said, looks_like_it)
    )
    return concern in there and concern not in not_there


def test_conduct_defamatory_an_accusation_as_fact_and_no_disappointment(judge: Judge) -> None:
    said = "Example Training is run by crooks who stole my deposit and forged my signature"
    harmless = "I was promised a refund and I am still waiting"
    assert tells_apart(judge, ConcernName.DEFAMATORY, said, harmless)


def test_conduct_discriminatory_contempt_for_a_people_and_no_pride(judge: Judge) -> None:
    said = "Typical of you to hire immigrants, they are all thick and should go back home"
    harmless = "Proud to be an immigrant and a tutor here"
    assert tells_apart(judge, ConcernName.DISCRIMINATORY, said, harmless)


def test_conduct_offensive_an_insult_and_no_quoted_one(judge: Judge) -> None:
    said = "You lot are a bunch of useless wankers"
    mild = "Somebody called our tutor a useless person and the trainer stepped in at once"
    assert tells_apart(judge, ConcernName.OFFENSIVE, said, mild)


def test_conduct_harassing_somebody_hounded_and_no_lost_address(judge: Judge) -> None:
    said = "you can delete your insta but i know your mums address babe"
    harmless = "I deleted the app, could you send me the address?"
    assert tells_apart(judge, ConcernName.HARASSING, said, harmless)


def test_conduct_bullying_of_a_learner_and_no_vote_about_a_trip(judge: Judge) -> None:
    said = "We've all voted and Mia isn't coming on the trip, sorry not sorry"
    harmless = "We have all voted and the trip is off, sorry"
    assert tells_apart(judge, ConcernName.BULLYING, said, harmless)


def test_conduct_data_protection_somebodys_number_and_no_public_one(judge: Judge) -> None:
    said = "Leanne fancies you, text her on 07700 900123"
    harmless = "Ring Childline on 0800 1111"
    assert tells_apart(judge, ConcernName.DATA_PROTECTION, said, harmless)


def test_conduct_confidentiality_what_is_not_for_the_public_and_no_open_secret(
    judge: Judge,
) -> None:
    said = (
        "This is from the confidential minutes, not to be shared outside: the centre closes in May"
    )
    harmless = "Is my application kept confidential?"
    assert tells_apart(judge, ConcernName.CONFIDENTIALITY, said, harmless)


def test_conduct_copyright_copies_handed_round_and_no_copy_of_ones_own(judge: Judge) -> None:
    said = "Got the full textbook as a pirated PDF, message me and I will send it for free"
    harmless = "Could you send me a copy of my certificate?"
    assert tells_apart(judge, ConcernName.COPYRIGHT, said, harmless)


def test_conduct_identity_a_page_that_poses_as_us_and_no_confusion(judge: Judge) -> None:
    said = (
        "Beware, there is a fake page pretending to be Example Training and asking for bank details"
    )
    real = "This is the official Example Training account, message us with your questions"
    other = "Is this the right page for the Hull centre?"
    assert tells_apart(judge, ConcernName.IDENTITY, said, other) or tells_apart(
        judge, ConcernName.IDENTITY, real, other
    )
