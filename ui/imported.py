"""Imported: what became of what was handed over, file by file, and the way to what it brought."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pandas as pd
import streamlit as st

from collectors.post import Platform
from collectors.tables.guard import bare
from earshot.bringing.importing import Imported
from earshot.store.runs import Counts
from earshot.words.platforms import PLATFORM
from ui.addresses import link_to, page_path
from ui.collecting import counts_words
from ui.safe import say_done, say_problem, say_text
from ui.words import number_of

LAST = "_imported"  # what was brought in last, in this session
AT_ONCE = 6  # files that are told one by one; more are told as a table
REJECTS_SHOWN = 100
WITHIN = (
    "If one of these is a table whose columns are not clear, take it out of the archive and upload "
    "it by itself: then you can say which column is which."
)


@dataclass(frozen=True, slots=True)
class Brought:
    """One import, for the person who made it."""

    name: str  # of what was uploaded
    files: tuple[Imported, ...]
    sources: tuple[str, ...]  # ids of those that it came by
    remembered: bool = False  # columns that were chosen earlier were used

    @property
    def new(self) -> int:
        return sum(each.counts.new for each in self.files)


def show_imported() -> None:
    """What the last import of this session brought, until it is put away."""
    brought: Brought | None = st.session_state.get(LAST)
    if brought is None:
        return
    with st.container(border=True, key="imported"):
        _say_all(brought)
        _say_files(brought.files)
        _ways_on(brought)


def _put_away() -> None:
    st.session_state.pop(LAST, None)


def _say_all(brought: Brought) -> None:
    read = [each for each in brought.files if each.read]
    failed = [each for each in brought.files if each.error]
    if not read and (failed or any(each.left_unread for each in brought.files)):
        say_text(f"{brought.name}: nothing was taken in.", "es-key")
    else:
        say_done(f"{brought.name}: {number_of(brought.new, 'new mention')}.")
    if len(read) > 1:
        entries = number_of(sum(each.read for each in read), "entry", "entries")
        say_text(f"{entries} out of {len(read)} files. {_told(read)}")
    if any(each.file.startswith(f"{brought.name}!") for each in failed):
        say_text(WITHIN, "es-quiet")
    if brought.remembered:
        say_text(
            "Its columns were read as they were chosen before. To read them otherwise, upload the "
            "file again and turn on “Change which column is which”: nothing is doubled."
        )


def _told(read: Sequence[Imported]) -> str:
    """What became of the entries of all files."""
    total = Counts()
    for each in read:
        total = total.plus(asdict(each.counts))
    return f"In all: {_counts(total)}."


def _say_files(files: Sequence[Imported]) -> None:
    told = files
    if len(files) > AT_ONCE:
        _table(files)
        told = [each for each in files if each.error or each.rejects_file][:AT_ONCE]
    for each in told:
        _say_file(each)
    _say_notes(files)


def _say_file(done: Imported) -> None:
    if done.error:
        say_problem(done.error)
    if done.read or not (done.error or done.left_unread):
        read = number_of(done.read, "entry", "entries")
        what = f"{done.file} ({PLATFORM[Platform(done.platform)]})"
        say_text(f"{what}: {read} read: {_counts(done.counts)}.")
    if done.left_unread:
        left = ", ".join(f"{what} ({count:,})" for what, count in done.left_unread)
        say_text(f"{done.file}: left unread on purpose: {left}.", "es-quiet")
    if done.new_accounts:
        names = ", ".join(done.new_accounts)
        say_text(f"New among your accounts: {names}. What was said there before today is history.")
    if done.rejects_file:
        _rejects(done, Path(done.rejects_file))


def _counts(counts: Counts) -> str:
    return counts_words(counts).replace("our own", "of our own")


def _table(files: Sequence[Imported]) -> None:
    rows = [
        {
            "File": each.file,
            "Read": each.read,
            "New": each.counts.new,
            "Changed": each.counts.changed,
            "Known": each.counts.known,
            "Of our own": each.counts.outgoing,
            "Not about us": each.counts.not_about_us,
            "Rejected": each.counts.rejected,
            "Left unread": ", ".join(f"{what} ({count:,})" for what, count in each.left_unread),
            "Why not": each.error or "",
        }
        for each in files
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="What became of each file")


def _say_notes(files: Sequence[Imported]) -> None:
    """What was assumed, and what figures made of it cannot know: each once."""
    notes = dict.fromkeys(note for each in files for note in each.notes)
    if not notes:
        return
    with st.expander("What was assumed, and what figures made of it cannot know"):
        for note in notes:
            say_text(f"{note[:1].upper()}{note[1:].rstrip('.')}.", "es-quiet")


def _rejects(done: Imported, path: Path) -> None:
    number = done.counts.rejected
    say_text(f"{number_of(number, 'row')} could not be read. What is wrong with each:")
    try:
        rows = _first_rejects(path)
    except OSError as error:
        say_problem(f"{path} cannot be read: {error.strerror}.")
        return
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="What could not be read, and why")
    if number > len(rows):
        st.caption(f"The first {len(rows)} of {number:,}; all of them stand in the file.")
    st.download_button(
        "Download the rejected rows (CSV)",
        partial(path.read_bytes),  # read on the click only
        file_name=path.name,
        mime="text/csv",
        key=f"rejects {path.name}",
        on_click="ignore",
        icon=":material/download:",
    )
    st.caption(
        "To correct them: open the file, mend each row in its own columns, save it as CSV, and "
        "upload it here. A row that you leave as it is is rejected again; nothing is doubled."
    )


def _first_rejects(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [
            {
                "Where": bare(row["place"]),
                "Why": bare(row["reason"]),
                "What stood there": bare(row["row"]),
            }
            for row in islice(csv.DictReader(stream), REJECTS_SHOWN)
        ]


def _ways_on(brought: Brought) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if brought.sources:
            st.page_link(
                page_path("mentions"),
                label="Open what is new" if brought.new else "Open what is known from there",
                icon=":material/forum:",
                query_params={"source": list(brought.sources)},
            )
            link_to("triage", "Go to Triage", icon=":material/inbox:")
        st.button("Put this away", key="put_away", type="tertiary", on_click=_put_away)
