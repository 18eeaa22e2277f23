"""The pages: which there are, in which order, and under which address each stands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import streamlit as st

from earshot.rules.access import Right

FOLDER = Path(__file__).resolve().parent.parent / "pages"
SET_UP = "setup"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: `name` is its file's name without .py, and its address."""

    name: str
    title: str
    icon: str
    section: str
    help: str
    rights: tuple[Right, ...] = (Right.LOOK,)  # without one of them it is neither listed nor drawn

    def is_for(self, allowed: Callable[[Right], bool]) -> bool:
        return any(allowed(right) for right in self.rights)

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.py"


ENTRIES = (
    Entry("overview", "Overview", "insights", "", "What changed, in five minutes."),
    Entry("triage", "Triage", "inbox", "Work", "Work through what needs an answer."),
    Entry(
        "add",
        "Add what I see",
        "add_comment",
        "Work",
        "Note what somebody wrote to us.",
        (Right.NOTE,),
    ),
    Entry("mentions", "Mentions", "forum", "Work", "Search everything that was said about us."),
    Entry(
        "safeguarding",
        "Safeguarding",
        "shield_person",
        "Work",
        "Restricted items, for those who may see them.",
        # Whoever looks may come: a case manager is one for a single item, whatever their role, and
        # the others are told here whom to tell. The page shows each reader their own.
        (Right.GUARD, Right.LOOK),
    ),
    Entry("compliance", "Compliance", "rule", "Account", "Whether we answer in time."),
    Entry(
        "reports",
        "Reports",
        "summarize",
        "Account",
        "Tables to take away, for a period.",
        (Right.TAKE_AWAY,),
    ),
    Entry(
        "log", "Log", "receipt_long", "Account", "Who did what, and the proof of it.", (Right.LOG,)
    ),
    Entry("sources", "Sources", "rss_feed", "House", "What is collected, and what is deaf."),
    Entry(
        "privacy",
        "Data protection",
        "policy",
        "House",
        "What it is for, how long it is kept, and people's requests.",
        (Right.PURPOSE, Right.KEEP, Right.SEARCH_PERSON, Right.RIGHTS),
    ),
    Entry("settings", "Settings", "tune", "House", "The company, its terms, accounts and people."),
)
SETTING_UP = Entry(
    SET_UP,
    "Set up",
    "start",
    "",
    "From your company's name to the first collection.",
    (Right.SET_UP,),
)


def listed(allowed: Callable[[Right], bool], *, founded: bool) -> dict[str, list[Any]]:
    """Streamlit's pages by section, or set-up alone before there is a company.

    In the menu stand those that who is there may see. The others keep their addresses: each says
    itself why it does not open. Set-up goes on after the company has its name, out of the menu.
    """
    offered = (*ENTRIES, SETTING_UP) if founded else (SETTING_UP,)
    there = [entry for entry in offered if entry.path.exists()]
    first = next((entry for entry in there if entry.is_for(allowed)), there[0])
    sections: dict[str, list[Any]] = {}
    for entry in there:
        hidden = founded and (entry is SETTING_UP or not entry.is_for(allowed))
        front = founded and entry is first
        page = _page(
            entry, default=entry is first, address="" if front else entry.name, hidden=hidden
        )
        sections.setdefault(entry.section, []).append(page)
    if founded:
        sections.setdefault("", []).append(_by_name(first))
    return sections


def rights_of(file_name: str) -> tuple[Right, ...]:
    """Of what who opens the page of this file must be allowed one."""
    entries = {entry.path.name: entry for entry in (*ENTRIES, SETTING_UP)}
    return entries[file_name].rights


def page_path(name: str) -> str:
    """What `st.switch_page` and `st.page_link` take for the page of this name."""
    return f"pages/{name}.py"


def go_to(name: str, **parameters: str) -> NoReturn:
    """Leave for another page; ends this run."""
    st.switch_page(page_path(name), query_params=parameters)


def link_to(name: str, label: str, *, icon: str | None = None, **parameters: str) -> None:
    """A link to another page, its filters in the address. `label` is ours: it is Markdown."""
    if (FOLDER / f"{name}.py").exists():
        st.page_link(page_path(name), label=label, icon=icon, query_params=parameters)


def is_listed(file_name: str, *, founded: bool) -> bool:
    entries = (*ENTRIES, SETTING_UP) if founded else (SETTING_UP,)
    return any(e.path.name == file_name and e.path.exists() for e in entries)


def _by_name(front: Entry) -> Any:
    """The front page under its own name too: it stands at the address without one, and a person
    who writes the name, as every other page has one, would be told that there is none."""

    def lead_there() -> None:
        asked = {name: st.query_params.get_all(name) for name in st.query_params}
        st.switch_page(page_path(front.name), query_params=asked)

    return st.Page(lead_there, title=front.title, url_path=front.name, visibility="hidden")


def _page(entry: Entry, *, default: bool, address: str, hidden: bool) -> Any:
    return st.Page(
        entry.path,
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=address,
        default=default,
        visibility="hidden" if hidden else "visible",
        help=entry.help,
    )
