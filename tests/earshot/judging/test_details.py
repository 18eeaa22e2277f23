"""Personal details in the open are noticed, and what is public or no detail is left alone."""

from typing import SupportsIndex

import pytest

from earshot.judging.details import Details
from earshot.judging.judge import Judge
from earshot.judging.learner_names import learner_names
from earshot.judging.mail_and_homes import is_an_office
from earshot.judging.personal_numbers import births
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
        ("My daughter Chloe Bickerdyke was told to leave.", "Chloe Bickerdyke"),
        ("Our son Jake Thornley got pushed today.", "Jake Thornley"),
        ("my son Jake Halifax was left out", "Jake Halifax"),
        ("The apprentice Lincoln Brown was late.", "Lincoln Brown"),
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


@pytest.mark.parametrize(
    "said", ["phone no: ", "mobile no ", "tel no. ", "contact no - ", "my no is ", "whatsapp id "]
)
def test_a_telephone_called_by_no_is_a_telephone(said: str) -> None:
    assert found(f"{said}07700 900123") == ["07700 900123"]


@pytest.mark.parametrize(
    "said", ["order no: ", "ref no. ", "order no is ", "learner no. ", "id no ", "company number "]
)
def test_a_number_of_another_kind_is_no_telephone(said: str) -> None:
    assert found(f"{said}07700900123") == []


@pytest.mark.parametrize("said", ["text the learner: ", "ring this student, ", "for the job "])
def test_whoever_a_number_may_belong_to_does_not_make_it_another_kind(said: str) -> None:
    assert found(f"{said}07700 900123") == ["07700 900123"]


@pytest.mark.parametrize("detail", ["07700 900123", "kit.sample88@gmail.com"])
@pytest.mark.parametrize(
    "said",
    [
        "Leanne at the shop fancies you, ",
        "leanne from the college wants you to ring ",
        "he drinks in the pub, ",
        "the bloke from the pub is on ",
        "her nan is in hospital, ring ",
        "Gemma from reception's own mobile is ",
        "Mr Harris in the office, ",
        "I work in the shop, ",
        "Get in touch with Leanne on ",
        "She sits in reception: ",
        "drinks in the pub, ",
        "it is opposite the church hall. ",
    ],
)
def test_a_person_at_a_place_is_not_the_place(said: str, detail: str) -> None:
    assert found(said + detail) == [detail]


@pytest.mark.parametrize(
    "text",
    [
        "call our office on 07700 900123",
        "Reception: 07700 900123",
        "the shop's number is 07700 900123",
        "Tell your friends to call us on 07700 900123",
        "Ask your manager to ring the office on 07700 900123",
        "To book a place: 07700 900123",
        "Boys and girls football, bookings 07700 900123",
        "07700 900123 is our switchboard",
        "Gemma on reception 0113 496 0123",
        "ring the switchboard 0113 496 0123 and ask for Gemma",
        "my son is at the college and nobody answers 0113 496 0123",
        "Example College, 12 High Street, Leeds LS1 4AP. Tel: 0113 496 0123",
        "Email our team at example.salon@gmail.com",
        "if she is in danger ring 999 or 101, not urgent 111, Childline 0800 1111",
    ],
)
def test_what_an_organisation_gives_out_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_companys_own_mobile_is_nobodys_even_beside_a_person() -> None:
    text = "Gemma at the shop is on 07700 900123"
    assert found(text) == ["07700 900123"]
    assert found(text, "07700 900123") == []


@pytest.mark.parametrize(
    ("address", "office"),
    [
        ("jo.head@hotmail.com", False),
        ("sam.post@gmail.com", False),
        ("no.1mum@gmail.com", False),
        ("hi.jess@hotmail.co.uk", False),
        ("mary.press@btinternet.com", False),
        ("info@outlook.com", False),
        ("jo.head@example.org", False),
        ("hi.jess@example.org", False),
        ("leeds@example.org", False),
        ("info@example.org", True),
        ("no-reply@example.org", True),
        ("press.office@example.org", True),
        ("info.leeds@example.org", True),
        ("admissions2026@example.org", True),
    ],
)
def test_a_mailbox_is_an_offices_by_the_whole_of_its_name(address: str, office: bool) -> None:
    assert is_an_office(address) is office


@pytest.mark.parametrize(
    "text",
    [
        "the paint is called Naked Oak and it is not dry",
        "Students in Greater Swindon do well",
        "learners at Aberdeen Harbour were great",
    ],
)
def test_what_is_called_by_a_name_and_a_place_are_no_learners(text: str) -> None:
    assert found(text) == []


class Counted(str):
    """A text that counts the characters that are copied out of it."""

    copied = 0

    def __getitem__(self, key: SupportsIndex | slice) -> str:  # type: ignore[override]
        piece = super().__getitem__(key)
        self.copied += len(piece)
        return piece


@pytest.mark.parametrize("said", ["My student Kayleigh Brownlow, ", "born 03/09/2007, "])
def test_what_is_copied_grows_with_the_text_and_not_with_its_square(said: str) -> None:
    copied = []
    for times in (20, 200):
        text = Counted(said * times)
        assert len([*learner_names(text), *births(text)]) == times
        copied.append(text.copied)
    assert copied[1] < 12 * copied[0]
