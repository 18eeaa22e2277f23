"""Uploads: whatever a company can hand over, taken in by hand: downloads, tables, saved mail."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

import pandas as pd
import streamlit as st
from streamlit.typing import UploadedFile

from collectors.post import Rejected
from earshot.bringing.asking import Questions, questions_about
from earshot.bringing.importing import Importer
from earshot.rules.company import Account, Company
from earshot.rules.downloads import Importing
from earshot.store import runs
from ui.addresses import link_to
from ui.beforehand import may_upload
from ui.imported import LAST, Brought, show_imported
from ui.mapping import Chosen, choose_columns
from ui.reads import read
from ui.safe import say_text
from ui.steps import show_steps
from ui.visit import Visit

NUMBER = "_uploads"  # how many were taken in: each begins with the question anew
ASKED = "_asked_about"  # (what it depends on, Questions) of the file that is being uploaded
MOST_ASKED = 64  # of them: one file is asked about for each account
NONE = ""
OURS, MINE, NEITHER = "ours", "mine", "neither"
WHOSE = {
    OURS: "It is the download of our own account",
    MINE: "It is my own download, and I import it myself",
    NEITHER: "Neither: leave that unread, and read what else is in it",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the person has said of the file."""

    account: Account | None
    mine: bool = False
    ready: bool = True  # nothing is open any more


def bring_in(visit: Visit, actor: str) -> None:
    """Upload a file and take in what it holds; what became of it stays until the next one."""
    number = st.session_state.get(NUMBER, 0)
    if st.session_state.get(f"handed_{number}") is None:  # the next one needs the room
        show_imported()
    st.write(
        "A platform’s download, a tool’s table (CSV, TSV, XLSX) or saved mail (EML, MBOX), by "
        "itself or in a ZIP, as it came. What it is shows in it; messages and other private things "
        "are left unread."
    )
    show_steps("How to get a download, platform by platform", key="download_steps")
    if not may_upload(f"handed {number}"):
        return
    upload = st.file_uploader("Drop a download, a table or saved mail here", key=f"handed_{number}")
    largest = st.get_option("server.maxUploadSize")
    st.caption(
        f"Up to {largest} MB. What is larger is read where Earshot runs, of any size: "
        "`earshot import PATH`."
    )
    if upload is not None:
        _take_in(visit, actor, upload)


def _take_in(visit: Visit, actor: str, upload: UploadedFile) -> None:
    said = _ask(visit, upload)
    columns = Chosen()
    if _questions(visit, upload, _importing(said)).is_table:
        columns = choose_columns(visit, upload)
    words = "Import with these columns" if columns.asked else "Import it"
    ready = said.ready and columns.ready
    if st.button(words, key="import", type="primary", disabled=not ready):
        importer = Importer(
            visit.house,
            actor,
            account=said.account.name if said.account else None,
            mine=said.mine,
            mapping=columns.mapping,
        )
        with st.spinner(f"Reading what was uploaded ({upload.size / 1e6:.1f} MB)"):
            _import(visit, importer, upload, remembered=columns.remembered)
        st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + 1
        st.rerun()


def _import(visit: Visit, importer: Importer, upload: UploadedFile, *, remembered: bool) -> None:
    upload.seek(0)
    stream = cast(BinaryIO, upload)
    files = tuple(importer.import_stream(stream, upload.name, now=visit.now))
    # Its Runs began at the moment that it was given, and no others did.
    last = read(visit.house, runs.last)
    sources = tuple(sorted(s for s, run in last.items() if run.started_at == visit.now))
    st.session_state[LAST] = Brought(upload.name, files, sources, remembered)


# What must be asked, and no more.


def _ask(visit: Visit, upload: UploadedFile) -> Said:
    said = Said(_ask_account(visit, "Which of your accounts is it about?", "the file says it"))
    asked = _questions(visit, upload, _importing(said))
    return _ask_whose(visit, upload, said, asked) if asked.whose else said


def _ask_account(
    visit: Visit, label: str, none: str, among: Mapping[str, Account] | None = None
) -> Account | None:
    accounts = visit.company.accounts if among is None else among
    chosen = st.selectbox(
        label,
        [NONE, *accounts],
        format_func=lambda each: accounts[each].name if each else none,
        key=f"{label} {st.session_state.get(NUMBER, 0)}",
        width=320,
    )
    return accounts.get(chosen or NONE)


def _ask_whose(visit: Visit, upload: UploadedFile, said: Said, asked: Questions) -> Said:
    """The two honest ways to import what is not known to be the company's."""
    for sentence in asked.whose:
        say_text(sentence)
    options = [OURS, MINE, NEITHER] if asked.holds_more else [OURS, MINE]
    whose = st.radio(
        "Whose download is it?",
        options,
        index=None,
        format_func=WHOSE.__getitem__,
        key=f"whose {upload.file_id}",
    )
    if whose == MINE:
        say_text(
            "What you wrote counts as anybody’s: it is kept where it is about the company, and "
            "never as the company’s own word.",
            "es-quiet",
        )
        return replace(said, mine=True)
    if whose == OURS:
        return _ask_which(visit, upload, said)
    return replace(said, ready=whose == NEITHER)


def _ask_which(visit: Visit, upload: UploadedFile, said: Said) -> Said:
    """Which account: what the file says of its owner must not speak against it."""
    may_be = _may_be(visit, upload)
    chosen = _ask_account(visit, "The account that it is the download of", "choose it", may_be)
    if chosen is None:
        say_text("If it is not in this list, add it in Settings first, with its handle.")
        link_to("settings", "Open Settings")
        return replace(said, ready=False)
    said = Said(chosen)
    open_still = _questions(visit, upload, _importing(said)).whose
    if open_still:
        say_text(
            f"The file names another owner than “{chosen.name}”. If it is that account’s, give the "
            "account in Settings the name or the handle that stands above; then upload it again.",
            "es-late",
        )
        link_to("settings", "Open Settings")
    return replace(said, ready=not open_still)


def _may_be(visit: Visit, upload: UploadedFile) -> dict[str, Account]:
    """The accounts that it may be the download of, by id: none on another platform than the file's.

    Each is asked about as if it were the only one: with another of the same name beside it, the
    one that is on the file's platform would be taken for it.
    """
    found = {}
    for key, account in visit.company.accounts.items():
        alone = replace(visit.company, accounts={key: account})
        about = _questions(visit, upload, Importing(account), alone)
        if about.whose or about.holds_more:
            found[key] = account
    return found


def _importing(said: Said) -> Importing:
    return Importing(said.account, mine=said.mine)


def _questions(
    visit: Visit, upload: UploadedFile, said: Importing, company: Company | None = None
) -> Questions:
    """What is open about the file; looked for again only when what was said of it changes."""
    company = company or visit.company
    # Of what is set up the answer depends on these alone; the watch writes other things all day.
    set_up = repr((company.profile, company.accounts, company.mappings))
    key = (upload.file_id, repr(said), set_up)
    remembered: dict[object, Questions] = st.session_state.setdefault(ASKED, {})
    if key not in remembered:
        if len(remembered) > MOST_ASKED:
            remembered.clear()
        remembered[key] = questions_about(
            cast(BinaryIO, upload), upload.name, company, said, now=visit.now
        )
    return remembered[key]


def show_rejects(visit: Visit, run_id: str) -> None:
    """What a run could not read: where, why, and what stood there."""
    rejects: list[Rejected] = read(visit.house, runs.rejects_of, run_id)
    rows = [{"Where": r.where, "Why": r.reason, "What stood there": r.raw} for r in rejects]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="What could not be read, and why")
