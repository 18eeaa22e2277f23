"""The walk: every page as every role, with restricted items in the store.

Whatever a page draws, remembers or hands out is read through for words of theirs; on one page, to
those whom the rule names, they are shown.
"""

import io
import re
import secrets
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest, app_test

from earshot.rules.access import Reader, Right, may
from earshot.rules.restriction import may_read
from tests.pages.conftest import OpenedServer
from tests.pages.guarded import HANDED_OVER, ORDINARY, SUSPECTED, Guarded, guarded
from tests.pages.office import ROOT, TIMEOUT
from ui import misses
from ui.addresses import ENTRIES, SETTING_UP

PROVEN = ("smt", "moderator", "dsl", "deputy", "dpo", "staff", "read_only", "chair")
CHOSEN = ("moderator", "dsl", "")  # without sign-in; "" has chosen no name
READERS = [(role, True) for role in PROVEN] + [(role, False) for role in CHOSEN]
SHUT = ("does not let you", "has to be signed in", "Say who you are")
Downloads = list[bytes]


@dataclass
class Walk:
    """One reader on their way through the pages."""

    at: AppTest
    downloads: Downloads
    seen: dict[str, str] = field(default_factory=dict)  # all that a page held, by where

    def open(self, name: str, **parameters: str) -> str:
        """A page, by its address; everything that reached the browser or could be fetched."""
        self.downloads.clear()
        self.at.switch_page(f"pages/{name}.py")
        self.at.query_params.clear()
        for key, value in parameters.items():
            self.at.query_params[key] = value
        self.at.run()
        # What goes wrong is told in words; an exception's would be shown to nobody either.
        assert not self.at.exception, (name, parameters, self.at.exception[0].stack_trace)
        where = " ".join([name, *(f"{k}={v}" for k, v in parameters.items())])
        self.seen[where] = everything(self.at) + _text(self.downloads)
        return self.seen[where]

    def words_like(self, word: str) -> dict[str, set[str]]:
        """Where a word that begins so was met, and which; what was typed into the address, as the
        reader's own, is none."""
        told = {w: set(re.findall(rf"{word}\w*", text)) for w, text in self.seen.items()}
        return {where: met for where, met in told.items() if met and f"={word}" not in where}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    return guarded(tmp_path_factory.mktemp("guarded"))


@pytest.fixture
def walk(there: Guarded, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, bool], Walk]:
    """Come in as somebody of a role: signed in, or by a name that is chosen."""
    monkeypatch.setenv("EARSHOT_DATA", str(there.office.house.folder))
    monkeypatch.setattr(app_test, "PagesManager", OpenedServer)
    st.cache_data.clear()
    st.cache_resource.clear()
    misses.forget()
    downloads = _fetched(monkeypatch)

    def come_in(role: str, proven: bool) -> Walk:
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT)
        if proven:
            _sign_in(at, f"{role}@example.org")
        at.run()
        if role and not proven:
            at.session_state["_person"] = there.people[role].id
        return Walk(at, downloads)

    return come_in


def _sign_in(at: AppTest, email: str) -> None:
    begun = datetime.now(UTC) - timedelta(minutes=5)
    at.secrets["auth"] = {
        "redirect_uri": "http://localhost:8501/oauth2callback",
        "cookie_secret": secrets.token_urlsafe(48),
        "client_id": "earshot",
        "client_secret": "secret",
        "server_metadata_url": "http://localhost:9400/.well-known/openid-configuration",
    }
    at.user = {
        "is_logged_in": True,
        "iss": "http://localhost:9400",
        "sub": email,
        "email": email,
        "email_verified": True,
        "name": email,
        "iat": int(begun.timestamp()),
        "exp": int((begun + timedelta(hours=8)).timestamp()),
    }


def _fetched(monkeypatch: pytest.MonkeyPatch) -> Downloads:
    """What every download button of a page would hand out, made as if it had been pressed."""
    got: Downloads = []
    genuine = DeltaGenerator.download_button

    def fetched(where: DeltaGenerator, label: str, data: Any, *more: Any, **how: Any) -> bool:
        made = data() if callable(data) else data
        got.append(made if isinstance(made, bytes) else str(made).encode())
        return genuine(where, label, data, *more, **how)

    monkeypatch.setattr(DeltaGenerator, "download_button", fetched)
    monkeypatch.setattr(
        st, "download_button", lambda *given, **how: fetched(st._main, *given, **how)
    )
    return got


def everything(at: AppTest) -> str:
    """The whole element tree, tables included, with what the session remembers."""
    parts = [f"{node.proto}" for node in _nodes(at._tree) if getattr(node, "proto", None)]
    parts += [each.value.to_csv() for each in at.dataframe]
    parts += [f"{key} {value!r}" for key, value in at._session_state.filtered_state.items()]
    return "\n".join([*parts, repr(dict(at.query_params))])


def _nodes(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from _nodes(child)


def _text(downloads: Downloads) -> str:
    return "\n".join(text for each in downloads for text in _opened(each))


def _opened(body: bytes) -> Iterator[str]:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")
    yield body.decode("utf-8", "replace")


def _ways(there: Guarded) -> Iterator[tuple[str, dict[str, str]]]:
    """Every page, and the addresses by which somebody could try to get at an item."""
    for entry in (*ENTRIES, SETTING_UP):
        yield entry.name, {}
    for name in ("triage", "mentions", "safeguarding"):
        for item in (there.ordinary, there.suspected, there.handed_over):
            yield name, {"item": item}
    for word in (SUSPECTED, HANDED_OVER):
        yield "mentions", {"q": f"{word}author"}
        yield "triage", {"q": f"{word}text"}
    yield "compliance", {"show": "all", "clock": "aim"}
    yield "sources", {"source": next(iter(there.company.sources))}


@pytest.mark.parametrize(("role", "proven"), READERS)
def test_restricted_words_reach_nobody_but_those_whom_the_rule_names(
    role: str, proven: bool, there: Guarded, walk: Callable[[str, bool], Walk]
) -> None:
    walked, reader = walk(role, proven), Reader(there.people.get(role), proven)
    for name, parameters in _ways(there):
        walked.open(name, **parameters)
    _check_doors(walked, reader, there)
    for word, item in ((SUSPECTED, there.suspected), (HANDED_OVER, there.handed_over)):
        theirs = {f"safeguarding item={item}"}
        allowed = theirs if may_read(there.restriction(item), reader, there.company) else set()
        leaks = walked.words_like(word)
        assert leaks.keys() <= allowed, leaks
        for where in allowed:
            for place in ("text", "title", "author"):
                assert f"{word}{place}" in leaks[where], (where, place)


def _check_doors(walked: Walk, reader: Reader, there: Guarded) -> None:
    """A page opens for those whose role allows it, and says to the others why it does not."""
    for entry in ENTRIES:
        opens = any(may(reader, right, there.company) for right in entry.rights)
        told = any(words in walked.seen[entry.name] for words in SHUT)
        assert opens or told, entry.name
    looks = may(reader, Right.LOOK, there.company)
    assert (ORDINARY in walked.seen[f"mentions item={there.ordinary}"]) == looks


def test_read_only_gets_no_file_and_no_button_but_to_find_their_way(
    there: Guarded, walk: Callable[[str, bool], Walk]
) -> None:
    walked = walk("read_only", True)
    ways = ("open_", "show_", "chosen_", "close_item", "back", "sign_out", "clear")
    ways += ("keep_filter", "help_keys", "next", "previous")  # one's own view, and the keys
    items = [("triage", {"item": there.ordinary}), ("mentions", {"item": there.ordinary})]
    for name, parameters in (*((entry.name, {}) for entry in ENTRIES), *items):
        walked.open(name, **parameters)
        pressed = [b.key or b.label for b in walked.at.button]
        assert [key for key in pressed if not key.startswith(ways)] == [], name
        assert walked.downloads == [], name


def test_staff_see_the_page_to_note_on_and_stay_on_it(
    there: Guarded, walk: Callable[[str, bool], Walk]
) -> None:
    walked = walk("staff", True)
    walked.open("add")
    walked.at.text_area(key="pasted").input("Nobody answers in Hull").run()
    walked.at.button(key="save").click().run()
    assert "Noted. Thank you" in everything(walked.at)
    assert walked.at.text_area(key="pasted1").value == ""


def test_the_table_of_roles_is_what_the_program_does() -> None:
    from docs.make_roles import ROLES_PAGE, roles_page

    assert Path(ROLES_PAGE).read_text("utf-8") == roles_page(), "run: python docs/make_roles.py"
