"""No page runs before the front door, and the address that was asked for is kept."""

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.office import ROOT, TIMEOUT, Office
from ui.addresses import ENTRIES

PAGES = sorted((ROOT / "pages").glob("*.py"))
TWO_HOURS = timedelta(hours=2)
TITLES = {entry.path.name: entry.title for entry in ENTRIES}


def ask_for(page: Path, **parameters: str) -> AppTest:
    """Ask for a page's address on a server whose front page nobody has opened."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT)
    for name, value in parameters.items():
        at.query_params[name] = value
    return at.switch_page(f"pages/{page.name}").run()


def test_there_are_pages_to_guard() -> None:
    assert {"triage.py", "add.py", "mentions.py"} <= {page.name for page in PAGES}


@pytest.mark.parametrize("page", [p for p in PAGES if p.name != "setup.py"], ids=lambda p: p.stem)
def test_a_page_asked_for_by_its_address_is_reached_through_the_front_door(
    page: Path, office: Office
) -> None:
    at = ask_for(page)
    assert not at.exception
    assert at.title[0].value == TITLES[page.name]
    assert at.selectbox(key="_person").label == "You are"  # which only the front door asks


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_no_page_shows_anything_before_a_company_is_set_up(page: Path, data: Path) -> None:
    at = ask_for(page)
    assert not at.exception
    assert [title.value for title in at.title] == ["Set up"]


def test_the_item_that_was_asked_for_is_still_asked_for_behind_the_front_door(
    office: Office, shown: Callable[[AppTest], str]
) -> None:
    office.note("Is there parking?")
    asked = office.note("When does the course start?", ago=TWO_HOURS)
    at = ask_for(ROOT / "pages" / "triage.py", item=asked)
    assert at.query_params["item"] == asked
    assert "When does the course start?" in shown(at)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_nothing_but_imports_stands_before_the_guard_of_a_page(page: Path) -> None:
    statements = ast.parse(page.read_text(encoding="utf-8")).body
    first = next(s for s in statements[1:] if not isinstance(s, ast.Import | ast.ImportFrom))
    assert ast.unparse(first) == "visit = enter(__file__)"
