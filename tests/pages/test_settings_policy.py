"""Settings, Policy: shown before it is saved, refused where it is broken, signed by the senior
team; and every page says it where the files are broken by hand."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea

from earshot.handling.house import company_of
from earshot.handling.policy_desk import opened, save
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
MARKS = "concerns/marks.toml"
RULE = """
[[rules]]
id = "seaside-copies"
concern = "copyright"
severity = "low"
confidence = 0.9
phrases = ["pirate of the pier"]
"""


def box(at: AppTest, name: str) -> TextArea:
    return next(b for b in at.text_area if str(b.key).startswith(f"policy_text {name} "))


def typed(at: AppTest, name: str, text: str) -> AppTest:
    """The file chosen, this text in its box, and what it would change asked for."""
    at.selectbox(key="policy_file").set_value(name).run()
    box(at, name).input(text).run()
    return at.button(key="policy_show").click().run()


def keys(at: AppTest) -> set[str]:
    return {str(button.key) for button in at.button}


def test_a_rule_is_shown_with_what_it_would_find_and_saved_in_the_persons_name(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note("A pirate of the pier")
    at = open_page("settings", office.sam)
    assert "policy_save" not in keys(at)
    at = typed(at, MARKS, opened(office.house, MARKS).text + RULE)
    said = unescape(shown(at))
    assert "a new rule of concern, seaside-copies" in said
    assert "Of the one text kept 1 would be judged otherwise" in said
    assert "newly copyright" in said
    at.button(key="policy_save").click().run()
    assert not at.exception
    assert "Saved: a new rule of concern, seaside-copies. What is kept has to be judged" in shown(
        at
    )
    assert "Sam Sample saved concerns/marks.toml" in unescape(shown(at))
    assert office.house.policy.concerns.rules[-1].id == "seaside-copies"


def test_a_broken_text_is_refused_in_words_and_stays_in_the_box(
    office: Office, open_page: Open, shown: Shown
) -> None:
    before = opened(office.house, MARKS).text
    broken = before + RULE.replace("copyright", "<b>gossip</b>")
    at = typed(open_page("settings", office.sam), MARKS, broken)
    said = unescape(shown(at))
    assert "concerns/marks.toml, line" in said
    assert "concern:" in said
    assert box(at, MARKS).value == broken
    assert "policy_save" not in keys(at)
    assert opened(office.house, MARKS).text == before


def test_a_save_by_somebody_else_meanwhile_is_told_and_nothing_typed_is_lost(
    office: Office, open_page: Open, shown: Shown
) -> None:
    seen = opened(office.house, MARKS)
    mine = seen.text + RULE.replace("seaside-copies", "mine")
    at = typed(open_page("settings", office.sam), MARKS, mine)
    with office.house.store.unit() as connection:
        theirs = seen.text + RULE
        now = datetime.now(UTC)
        save(connection, office.house, seen, theirs, actor=office.sam.id, now=now)
    at.button(key="policy_save").click().run()
    assert "was changed since you opened it: Sam Sample saved it" in shown(at)
    assert box(at, MARKS).value == mine
    assert opened(office.house, MARKS).text == theirs


def test_a_clock_is_changed_in_a_form(office: Office, open_page: Open, shown: Shown) -> None:
    at = open_page("settings", office.sam)
    at.number_input(key="policy_hours").set_value(12).run()
    at.button(key="policy_put_clocks").click().run()
    at.button(key="policy_show").click().run()
    assert "hours to answer what comes on a weekday: 24, from now on 12" in shown(at)
    assert "nothing has to be judged again" in shown(at)
    at.button(key="policy_save").click().run()
    assert office.house.policy.clocks.policy_hours == 12


def test_who_is_not_of_the_senior_team_reads_the_policy_and_changes_and_signs_nothing(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.kay)
    assert "Your role does not let you sign for the senior team" in shown(at)
    assert not {key for key in keys(at) if key.startswith(("policy_", "sign_"))}


def test_a_choice_is_signed_on_the_screen_and_the_reports_say_by_whom(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("settings", office.sam)
    key = next(k for k in keys(at) if k.startswith("sign_praise-counts"))
    at.button(key=key).click().run()
    assert "Signed by Sam Sample" in shown(at)
    assert company_of(office.house.store).signatures["praise-counts"].by == office.sam.id
    said = shown(open_page("reports", office.kay))
    assert "1 of " in said
    assert "Signed by Sam Sample" in said
    assert "Not signed yet." in said
    assert "Praise runs the clock" in said


def test_every_page_says_which_file_is_broken_and_works_on_by_the_last_good_policy(
    office: Office, open_page: Open, shown: Shown
) -> None:
    office.note("When does it start?")
    (office.house.folder / MARKS).write_text("[[rules", "utf-8")
    for page in ("triage", "settings", "mentions"):
        at = open_page(page, office.sam)
        assert not at.exception
        assert "concerns/marks.toml, line 1" in shown(at)
        assert "The last good policy stays in force" in shown(at)
    at = open_page("settings", office.sam)
    at.selectbox(key="policy_file").set_value(MARKS).run()
    assert box(at, MARKS).value == "[[rules"
