"""A dashboard to test: the real pages over a real store, with an invented company in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from earshot.rules.company import Person
from tests.pages.office import ROOT, TIMEOUT, Office, furnished
from ui import misses


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty EARSHOT_DATA; nothing is remembered of another one."""
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path))
    st.cache_data.clear()
    st.cache_resource.clear()
    misses.forget()
    return tmp_path


@pytest.fixture
def office(data: Path) -> Office:
    return furnished(data)


class OpenedServer(PagesManager):
    """The pages of a server whose front page somebody has opened.

    AppTest begins every run as if the server had just been started, when Streamlit runs a page
    without the entry script: the guard then goes by the front door, and what was typed is lost.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        PagesManager.uses_pages_directory = False


@pytest.fixture
def open_page(data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page through the front door, as somebody, with what stands in its address."""
    monkeypatch.setattr(app_test, "PagesManager", OpenedServer)

    def opened(name: str, person: Person | None = None, **parameters: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT).run()
        assert not at.exception
        if person is not None:
            at.session_state["_person"] = person.id
        at.switch_page(f"pages/{name}.py")
        for key, value in parameters.items():
            at.query_params[key] = value
        return at.run()

    return opened


@pytest.fixture
def shown() -> Callable[[AppTest], str]:
    """All that a page says, as one text."""

    def everything(at: AppTest) -> str:
        return "\n".join(
            str(getattr(each, "value", None) or getattr(each, "body", None) or "")
            for each in (*at.main, *at.sidebar)
            if each.type in {"html", "markdown", "text", "caption", "title", "subheader"}
        )

    return everything
