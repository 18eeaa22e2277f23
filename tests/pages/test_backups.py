"""Data protection, Backups: those there are, a new one, and who is offered them."""

from collections.abc import Callable
from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from earshot.protection import backups
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def test_a_backup_is_made_with_one_click_and_stands_in_the_list_with_its_end(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = open_page("privacy", office.sam)
    assert "There is no backup yet" in shown(at)
    at.button(key="make_backup").click().run()
    assert not at.exception
    (made,) = backups.listed(office.house, datetime.now(UTC))
    assert f"{made.name} is made" in shown(at)
    (table,) = [each.value for each in at.dataframe if "Backup" in each.value.columns]
    assert list(table["Backup"]) == [made.name]
    assert str(made.expires_on.year) in table["Deleted on"][0]


def test_how_to_go_back_to_one_is_one_sentence_with_the_command(
    office: Office, open_page: Open, shown: Shown
) -> None:
    said = shown(open_page("privacy", office.sam))
    assert "earshot restore FILE" in said
    assert "has to be erased again" in said


def test_a_backup_that_cannot_be_made_is_said_in_words(
    office: Office, open_page: Open, shown: Shown
) -> None:
    (office.house.folder / "backups").write_text("in the way")
    at = open_page("privacy", office.sam)
    at.button(key="make_backup").click().run()
    assert not at.exception
    assert "backups cannot be written to" in shown(at)


def test_a_moderator_is_not_offered_backups(office: Office, open_page: Open) -> None:
    at = open_page("privacy", office.kay)
    assert not [each for each in at.button if each.key == "make_backup"]
