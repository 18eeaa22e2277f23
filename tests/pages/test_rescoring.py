"""Rescoring on the screen: earlier rules are told of, and nothing that waits leaves by itself."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from earshot.words.vocabulary import State
from tests.earshot.rulebook import with_dangers, with_word
from tests.pages.office import Office
from tests.pages.test_safeguarding import Role, SignIn, sign_in, somebody  # noqa: F401

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
STALE = "1 item is judged by earlier rules"


def shambles(office: Office, feeling: float) -> None:
    with_word(office.house.folder, "wibble", feeling)


def test_while_judgements_are_of_earlier_rules_every_page_says_so(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note_elsewhere("Example Training has a wibble")
    assert "earlier rules" not in shown(open_page("triage", office.sam))
    shambles(office, -3)
    for page in ("triage", "mentions", "overview"):
        assert STALE in shown(open_page(page, office.sam))


def test_a_press_judges_again_and_says_what_came_of_it(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = office.note_elsewhere("Example Training has a wibble")
    shambles(office, -3)
    at = open_page("settings", office.sam)
    at.button(key="rescore").click().run()
    text = shown(at)
    assert "1 item judged again, 1 of them otherwise. 1 newly to be answered." in text
    assert "earlier rules" not in text
    assert office.item(item).state is State.OPEN


def test_who_may_not_set_up_is_offered_no_rescoring(office: Office, open_page: Open) -> None:
    office.note_elsewhere("Example Training has a wibble")
    shambles(office, -3)
    reader = somebody(office, Role.READ_ONLY)
    at = open_page("settings", reader)
    assert "rescore" not in [button.key for button in at.button]


def test_what_needs_no_reply_any_more_is_listed_and_confirmed_with_one_press(
    office: Office, open_page: Open, shown: Shown
) -> None:
    shambles(office, -3)
    ids = [office.note_elsewhere(f"Example Training has a wibble, n{n}") for n in range(2)]
    shambles(office, 0.1)
    open_page("settings", office.sam).button(key="rescore").click().run()
    assert {office.item(each).state for each in ids} == {State.OPEN}
    at = open_page("triage", office.sam)
    assert "2 open items may need no reply by the rules of now" in [e.label for e in at.expander]
    press = next(b for b in at.button if b.label == "No reply needed: these 2")
    at = press.click().run()
    assert "No reply needed: 2 items." in shown(at)
    assert {office.item(each).state for each in ids} == {State.NO_REPLY_NEEDED}


def test_a_suspected_item_shows_why_with_the_words_marked(
    office: Office,
    open_page: Open,
    shown: Shown,
    sign_in: SignIn,  # noqa: F811
) -> None:
    with_dangers(office.house.folder)
    item = office.note("We will zonk you tonight, all of you")
    lead = somebody(office, Role.DSL)
    sign_in(lead)
    text = shown(open_page("safeguarding", lead, item=item))
    assert "<mark>zonk you tonight</mark>" in text
    assert "threat of harm" in text
    assert 'severity <bdi dir="auto">critical</bdi> · 99% sure' in text
    assert "somebody may be in danger now" in text
    assert "conduct.escalation" in text
