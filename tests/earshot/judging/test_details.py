"""Personal details in the open are noticed, and what is public or no detail is left alone."""

import pytest

from earshot.judging.details import Details
from earshot.judging.judge import Judge
from earshot.rules.policy import default_policy_path, load_policy
from earshot.words.vocabulary import ConcernName, Severity


def found(text: str, *contacts: str) -> list[str]:
    return [text[sign.start : sign.end] for sign in Details(contacts)(text)]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("call me on 07700 900123", "07700 900123"),
        ("Text Deano on 07982.114.265", "07982.114.265"),
        ("oh double seven double oh, nine hundred, one two three", "oh double seven"),
        ("her number is 0 7 7 0 0 - 9 0 0 - 3 6 1", "0 7 7 0 0 - 9 0 0 - 3 6 1"),
        ("write to jo.sample88@example.com please", "jo.sample88@example.com"),
        ("jo dot sample at example dot com", "jo dot sample at example dot com"),
        ("she lives at 42 Thornfield Avenue, Batley", "42 Thornfield Avenue"),
        ("Date of birth 03/09/2007", "Date of birth 03/09/2007"),
        ("my NI is AB 12 34 56 C", "AB 12 34 56 C"),
        ("sort code 20-45-12 account 88213746", "20-45-12 account 88213746"),
        ("Kayleigh Brownlow in my level 2 group failed again", "Kayleigh Brownlow"),
    ],
)
def test_a_persons_detail_is_marked_where_it_stands(text: str, detail: str) -> None:
    assert any(detail in each for each in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "order number 07700900123 has not come",
        "the course costs 1250.00 and starts 03/09/2026",
        "ISBN 978-0-13-468599-1",
        "Childline is 0800 1111, Samaritans 116 123",
        "call our office on 0113 496 0123",
        "write to info@example.com",
        "visit us at 12 High Street, Leeds LS1 4AP",
        "my tutor Sarah Lane was great with all her students",
        "My class was cancelled again. Kind regards, Kayleigh Brownlow",
        "my birthday party is on 14/11/2026",
        "https://social.example/@jo.sample",
        "policy ZZ123456C, GB123456C",
        "1L ol 0I oO",
    ],
)
def test_what_is_public_or_no_detail_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_companys_own_contacts_are_nobodys_details() -> None:
    text = "it is 0113 496 0177 and jo@example-training.example"
    assert len(found(text)) == 2
    assert found(text, "01134960177", "@example-training.example") == []


def test_somebody_elses_details_are_graver_than_ones_own() -> None:
    (own,) = Details()("call me on 07700 900123")
    (others,) = Details()("her number is 07700 900123")
    assert (own.severity, others.severity) == (Severity.LOW, Severity.HIGH)


def test_a_judge_knows_the_contacts_and_its_fingerprint_tells() -> None:
    policy = load_policy(default_policy_path())
    plain, knowing = Judge(policy), Judge(policy, ["01134960177"])
    text = "it is 0113 496 0177"
    assert ConcernName.DATA_PROTECTION in [c.concern for c in plain.judge(text).concerns]
    assert not knowing.judge(text).concerns
    assert plain.fingerprint != knowing.fingerprint
