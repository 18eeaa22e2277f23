"""Reports: three tables to take away, and the summary as it will be read."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from earshot.handling.house import company_of
from earshot.words.period import last_days
from tests.pages.office import Office
from ui.downloads import compliance_file, mentions_file, summary_file
from ui.visit import Visit

Open = Callable[..., AppTest]


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_three_tables_are_offered_and_the_summary_is_shown(office: Office, open_page: Open) -> None:
    office.note("Where is my certificate?")
    at = open_page("reports")
    assert not at.exception
    offered = [button.label for button in at.get("download_button")]
    assert offered == [f"Download {what} as CSV" for what in ("summary", "compliance", "mentions")]
    shown = at.dataframe[0].value.set_index("Figure")["Value"]
    assert shown["Mentions"] == "1"


def test_a_chosen_week_is_the_week_of_the_summary(office: Office, open_page: Open) -> None:
    office.note("Where is my certificate?", ago=timedelta(days=20))
    shown = open_page("reports", period="7d").dataframe[0].value.set_index("Figure")["Value"]
    assert shown["Mentions"] == "0"


def test_the_files_hold_what_the_page_counts(office: Office) -> None:
    office.note("Where is my certificate?", ago=timedelta(days=3), author="Ada")
    office.note("=1+1", ago=timedelta(days=2))
    now = datetime.now(UTC)
    visit = Visit(office.house, now, company_of(office.house.store))
    period = last_days(28, now.date())
    assert {row["text"] for row in rows(mentions_file(visit, period))} == {
        "Where is my certificate?",
        "'=1+1",
    }
    assert len(rows(compliance_file(visit, period))) == 2
    figures = {row["figure"]: row["value"] for row in rows(summary_file(visit, period))}
    assert figures["Mentions"] == "2"
    assert b"Ada" not in summary_file(visit, period)
    assert b"Ada" not in compliance_file(visit, period)
