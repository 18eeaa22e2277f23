"""Uploads: a table of what was said, brought in by hand; what became of its rows."""

from typing import BinaryIO, cast

import pandas as pd
import streamlit as st

from collectors.post import Rejected
from collectors.tables.table import TABLE_COLUMNS
from earshot.bringing.importing import Imported, Importer
from earshot.rules.company import SourceKind
from earshot.store import runs
from ui.adding import ask_account
from ui.collecting import counts_words
from ui.reads import company_of, read
from ui.safe import say_done, say_problem, say_text
from ui.visit import Visit


def import_table(visit: Visit, actor: str) -> None:
    """Upload a CSV table in Earshot's own columns."""
    st.write("A CSV file with a first row of column names; only `text` must be among them.")
    with st.expander("The columns it can have"):
        for column, meaning in TABLE_COLUMNS.items():
            say_text(f"{column}: {meaning}", "es-quiet")
    upload = st.file_uploader("Table", type=["csv"], key="table", label_visibility="collapsed")
    account = ask_account(visit.company, key="table_account")
    pressed = st.button("Import it", key="import", type="primary", disabled=upload is None)
    if pressed and upload is not None:
        importer = Importer(visit.house, actor, account=account.name if account else None)
        with st.spinner("Reading the table"):
            done = importer.import_stream(cast(BinaryIO, upload), upload.name, now=visit.now)
        _show(visit, done)


def _show(visit: Visit, done: Imported) -> None:
    if done.error:
        say_problem(done.error)
        return
    say_done(f"{done.file}: {done.read} rows read: {counts_words(done.counts)}.")
    if done.new_accounts:
        say_text(f"New accounts, from today on: {', '.join(done.new_accounts)}.")
    if done.rejects_file:
        say_text(f"Rejected rows, kept in {done.rejects_file}:", "es-quiet")
        show_rejects(visit, _last_table_run(visit))


def _last_table_run(visit: Visit) -> str:
    company = company_of(visit.house) or visit.company  # the import may have made its source
    tables = [s.id for s in company.sources.values() if s.kind is SourceKind.TABLE]
    last = read(visit.house, runs.last, tables)
    return max(last.values(), key=lambda run: run.started_at).id


def show_rejects(visit: Visit, run_id: str) -> None:
    """What a run could not read: where, why, and what stood there."""
    rejects: list[Rejected] = read(visit.house, runs.rejects_of, run_id)
    rows = [{"Where": r.where, "Why": r.reason, "What stood there": r.raw} for r in rejects]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="What could not be read, and why")
