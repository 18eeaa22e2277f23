"""A draft is read before it goes out: what is wrong with it is said with where and why."""

from dataclasses import replace

import pytest

from collectors.post import Platform
from earshot.rules.draft_checks import Draft, check
from earshot.rules.playbook import filled
from earshot.rules.policy import default_policy_path, load_policy

PLAYBOOKS = load_policy(default_policy_path()).playbooks
RULES = PLAYBOOKS.drafts
PLAIN = Draft("", "Example Training", Platform.FACEBOOK, ours=("Wednesday 25 November",))
GOOD = (
    "Thank you for telling us, and sorry for the wait. We will answer you by Wednesday 25 November."
    " Example Training"
)


def told(text: str, **about: object) -> list[str]:
    """What is found in a draft that is otherwise kind and signed."""
    draft = replace(PLAIN, text=f"Hello. {text} Example Training", **about)  # type: ignore[arg-type]
    return [remark.words for remark in check(draft, RULES)]


def test_tone_a_kind_draft_with_our_own_date_has_nothing_to_look_at() -> None:
    assert check(replace(PLAIN, text=GOOD), RULES) == ()


@pytest.mark.parametrize("template", PLAYBOOKS.templates, ids=lambda each: each.id)
def test_tone_every_shipped_reply_passes_its_own_checks(template: object) -> None:
    text = filled(
        template.text.strip(),  # type: ignore[attr-defined]
        {
            "company": "Example Training",
            "answer_by": "Wednesday 25 November",
            "contact": "01632 960000",
            "complaints": "https://example.org/complaints",
        },
    )
    draft = replace(PLAIN, text=text, may_remove=template.removes)  # type: ignore[attr-defined]
    assert check(draft, RULES) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How dare you say so.", "How dare you"),
        ("That is ridiculous.", "ridiculous"),
        ("Well, good for you.", "good for you"),
        ("You should have read the letter.", "You should have"),
        ("Sorry you feel that way.", "Sorry you feel"),
        ("We will look at it going forward.", "going forward"),
        ("Your complaint has been noted.", "Your complaint has been noted"),
        ("We guarantee it.", "guarantee"),
        ("We will refund you.", "will refund"),
        ("It will be with you by Friday.", "by Friday"),
        ("You hear from us within 2 working days.", "within 2 working days"),
        ("We meet on 3 December.", "3 December"),
        ("It is done by tomorrow.", "by tomorrow"),
        ("We will write in a couple of days.", "in a couple of days"),
        ("Give us a couple of days.", "a couple of days"),
        ("You hear from us within a few days.", "within a few days"),
        ("You hear from us within the hour.", "within the hour"),
        ("We will ring you before 5pm.", "before 5pm"),
        ("We will ring you by 17:30.", "by 17:30"),
        ("We will ring you by the weekend.", "by the weekend"),
        ("We will ring you before lunch.", "before lunch"),
        ("Really??", "??"),
        ("We NEVER said so.", "NEVER"),
        ("Your portfolio was late.", "Your portfolio"),
        ("Personally I like it.", "Personally"),
        ("Please take your post down.", "take your post down"),
        ("We write to [name].", "[name]"),
    ],
)
def test_tone_each_fault_is_marked_where_it_stands(text: str, words: str) -> None:
    assert words in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Our BTEC and NVQ courses are open.",
        "We never had that.",
        "The room is on the second floor.",
        "You can read it in the letter.",
        "The course has 12 weeks of lessons.",
        "We were shut for a couple of days.",
        "The door closed a couple of minutes late.",
        "We are open until 5pm, and at the weekend.",
        "We are sorry for your trouble!",
    ],
)
def test_tone_ordinary_words_are_no_fault(text: str) -> None:
    assert told(text) == []


def test_tone_every_remark_names_its_clause_its_place_and_its_reason() -> None:
    text = "Hello. We guarantee it. Example Training"
    (remark,) = check(replace(PLAIN, text=text), RULES)
    assert text[remark.start : remark.end] == remark.words == "guarantee"
    assert remark.clause == "tone"
    assert remark.why


@pytest.mark.parametrize(
    ("platform", "most"),
    [(Platform.X, 280), (Platform.BLUESKY, 300), (Platform.TIKTOK, 150), (Platform.LINKEDIN, 1250)],
)
def test_a_draft_longer_than_the_platform_takes_says_by_how_much(
    platform: Platform, most: int
) -> None:
    start = "Thank you. Example Training "
    fits = start + "a" * (most - len(start))
    assert check(replace(PLAIN, text=fits, platform=platform), RULES) == ()
    (remark,) = check(replace(PLAIN, text=fits + "bb", platform=platform), RULES)
    assert (remark.words, remark.start) == ("bb", most)
    assert f"{most:,}" in remark.why
    assert "2 too many" in remark.why


def test_whoever_may_be_under_18_is_not_named_in_public() -> None:
    text = "Thank you, Kayleigh."
    assert "Kayleigh" in told(text, author="Kayleigh B.")
    assert told(text, author="Kayleigh B.", public=False) == []
    assert told(text, author="Kayleigh B.", young=False) == []


def test_one_persons_affairs_are_for_a_private_message() -> None:
    text = "Your portfolio is here."
    assert told(text) == ["Your portfolio"]
    assert told(text, public=False) == []


def test_a_removal_may_be_asked_for_once_it_is_open() -> None:
    assert told("Please take your post down.", may_remove=True) == []


def test_an_own_opinion_needs_a_disclaimer() -> None:
    plain = "I think the new rules are poor."
    assert "I think" in told(plain)
    assert told(f"{plain} These views are my own.") == []


def test_a_staff_members_own_post_needs_a_disclaimer() -> None:
    staff = replace(PLAIN, text="Thank you all for a lovely day.", staff=True)
    (remark,) = check(staff, RULES)
    assert "disclaimer" in remark.why


def test_a_reply_that_nobody_signs_or_that_greets_nobody_is_said_so() -> None:
    cold = "The certificates are with the awarding body and will be sent on as soon as they come."
    whys = [remark.why for remark in check(replace(PLAIN, text=cold), RULES)]
    assert len(whys) == 2
    assert "cold" in whys[0]
    assert "Nobody signs it" in whys[1]


def test_an_empty_page_has_no_faults() -> None:
    assert check(replace(PLAIN, text="  \n"), RULES) == ()


@pytest.mark.parametrize(
    ("ours", "text", "marked"),
    [
        (("Friday",), "You hear by Friday.", []),
        (("Friday",), "You hear by Friday 27 November.", ["by Friday 27 November"]),
        (("Friday",), "You hear next Friday.", ["next Friday"]),
        (("Friday 27 November",), "You hear by Friday 27 November.", []),
        (("Friday 27 November",), "You hear on Friday 27 November.", []),
        (
            ("Friday 27 November",),
            "You hear by Friday 27 November 2027.",
            ["by Friday 27 November 2027"],
        ),
    ],
)
def test_only_the_very_day_that_is_promised_may_be_named(
    ours: tuple[str, ...], text: str, marked: list[str]
) -> None:
    assert told(text, ours=ours) == marked


@pytest.mark.parametrize("author", ["Jo", "Jo B.", "jo_92"])
def test_a_name_of_two_letters_is_a_name_too(author: str) -> None:
    assert told("Thank you, Jo.", author=author) == ["Jo"]


def test_a_word_of_two_letters_is_no_name_because_an_author_has_it() -> None:
    assert told("We hear you, it is up to us.", author="it_is_up_to_us") == []
