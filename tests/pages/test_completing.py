"""A notice without its text is marked, judged by nobody, and completed by a person."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from collectors.post import Kind, Platform
from earshot.handling.decisions import Action
from earshot.words.vocabulary import Intent, State
from tests.pages.deliveries import HOUR, deliver, said, source
from tests.pages.office import Office
from tests.pages.test_triage import begin

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
FIRST_WORDS = "Shameful, my certificate"


def notice(office: Office, text: str = FIRST_WORDS, **more: object) -> str:
    """A notice of something said two hours ago; its id."""
    post = said(text, ago=2 * HOUR, text_included=False, **more)
    deliver(office, source(office, "Notices"), post)
    return office.all_items()[0].id


def paste(at: AppTest, item: str, text: str) -> AppTest:
    at.text_area(key=f"paste_{item}").input(text)
    return at.button(key="add_text").click().run()


def test_a_notice_is_marked_in_the_queue_and_not_shown_as_if_it_were_judged(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = notice(office)
    at = open_page("triage", office.kay)
    assert at.button(key=f"open_{item}").label.startswith("**Text not included**")
    text = shown(at)
    assert "Not judged yet</span>: its text is not here" in text
    assert "Tone:" not in text
    assert "We only had a notice of it, with its first words." in text
    assert 'href="https://www.facebook.com/example/posts/1"' in text


def test_mentions_claim_no_tone_of_a_notice(office: Office, open_page: Open) -> None:
    notice(office)
    (row,) = open_page("mentions", office.kay).dataframe[0].value.to_dict("records")
    assert (row["What"], row["Tone"]) == ("Text not included", "not judged yet")


def test_a_notice_without_a_link_says_where_to_look(
    office: Office, open_page: Open, shown: Shown
) -> None:
    notice(office, "", url=None, platform=Platform.GOOGLE_BUSINESS, kind=Kind.REVIEW)
    text = shown(open_page("triage", office.kay))
    assert "Its text is not here yet." in text
    assert "look it up on Google" in text


def test_the_text_that_is_pasted_is_judged_and_the_clock_is_unchanged(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = notice(office)
    before = office.item(item)
    at = open_page("triage", office.kay, item=item)
    at = paste(at, item, "Shameful, my certificate never came. I want <b>my money</b> back.")
    after = office.item(item)
    assert (after.text_included, after.intent) == (True, Intent.COMPLAINT)
    assert (after.due_at, after.state) == (before.due_at, State.OPEN)
    text = shown(at)
    assert "Its clock is unchanged." in text
    assert "&lt;b&gt;my money&lt;/b&gt;" in text
    assert "its text added and judged anew, the clock unchanged, by Kay Example" in text
    assert not [each for each in at.button if each.key == "add_text"]


def test_an_empty_box_is_refused_in_words(office: Office, open_page: Open, shown: Shown) -> None:
    item = notice(office)
    at = paste(open_page("triage", office.kay, item=item), item, "  ")
    assert "Paste what it says." in shown(at)
    assert not office.item(item).text_included


def test_nobody_can_add_a_text_without_a_name(office: Office, open_page: Open) -> None:
    notice(office)
    assert open_page("triage").button(key="add_text").disabled


def test_what_was_begun_without_the_text_is_not_recorded_with_it(
    office: Office, open_page: Open
) -> None:
    item = notice(office)
    at = begin(open_page("triage", office.kay, item=item), Action.ACKNOWLEDGE)
    at = paste(at, item, "Shameful, my certificate never came.")
    assert not [each for each in at.button if each.key == "record"]
    at = begin(at, Action.ACKNOWLEDGE).button(key="record").click().run()
    assert office.item(item).state is State.ACKNOWLEDGED


def test_a_settled_notice_does_not_promise_an_unchanged_clock(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = notice(office, "Hello")
    at = begin(open_page("triage", office.kay, item=item), Action.NO_REPLY_NEEDED)
    at.text_input(key="reason").input("only a greeting")
    at.button(key="record").click().run()
    at = open_page("triage", office.kay, item=item)
    at = paste(at, item, "Hello, when will I get my certificate? How do I apply for a refund?")
    assert office.item(item).state is State.OPEN
    assert "it is open again" in shown(at)


def test_stars_are_words_and_a_review_without_words_is_no_empty_box(
    office: Office, open_page: Open, shown: Shown
) -> None:
    review = {"platform": Platform.GOOGLE_BUSINESS, "kind": Kind.REVIEW, "rating": 2.0}
    deliver(office, source(office), said("", url=None, **review))
    at = open_page("triage", office.kay)
    (item,) = office.all_items()
    assert "2 of 5 stars" in at.button(key=f"open_{item.id}").label
    text = shown(at)
    assert text.count("A review of 2 stars without words") == 2  # the card, the pane
    assert "Tone:" not in text


def test_a_notice_is_not_said_to_have_been_edited_when_its_text_was_added(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = notice(office)
    at = paste(open_page("triage", office.kay, item=item), item, "Shameful, it never came.")
    labels = [each.label for each in at.expander]
    assert "What the notice said, before its text was added" in labels
    assert not any(label.startswith("Edited") for label in labels)
    text = shown(at)
    assert "The notice said, seen " in text
    assert FIRST_WORDS in text


def test_a_text_that_its_author_changed_is_said_to_be_edited(
    office: Office, open_page: Open, shown: Shown
) -> None:
    where = source(office)
    deliver(office, where, said("When is the open day?"), ago=HOUR)
    deliver(office, where, said("When is the open day, and where?"))
    at = open_page("triage", office.kay)
    assert "Edited once: what it said before" in [each.label for each in at.expander]
    assert "First said, seen " in shown(at)
