"""Claims about the CSV files that leave the house."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.bringing.handnotes import Note, add_note
from earshot.handling import administration
from earshot.handling.decisions import Action, Decision, decide
from earshot.handling.house import House, company_of
from earshot.rules.company import Account, Company, Profile, Role, account_id
from earshot.store.questions import Item, Wanted, items
from earshot.telling import exports, reports
from earshot.words.cells import safe_cell
from earshot.words.period import Period

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


class Office:
    """A company with one account and one moderator."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder)
        profile = Profile("Bramble Training", ('"Bramble Training"',))
        founded = NOW - timedelta(days=30)
        administration.found_company(self.house, profile, now=founded)
        page = Account(account_id("Facebook page"), "Facebook page", date(2026, 10, 1))
        with self.house.store.unit() as connection:
            self.page = administration.add_account(connection, page, actor="earshot", now=founded)
            self.aisha = administration.add_person(connection, "Aisha", Role.MODERATOR, now=founded)

    @property
    def company(self) -> Company:
        return company_of(self.house.store)

    def hears(self, text: str, hours_ago: float, *, author: str = "Kay", own: bool = True) -> str:
        at = NOW - timedelta(hours=hours_ago)
        account = self.page if own else None
        return add_note(self.house, Note(text, at, author=author, account=account), now=at)

    def does(self, action: Action, case: str, hours_ago: float, **more: str) -> None:
        at = NOW - timedelta(hours=hours_ago)
        rules = self.house.rules(self.company)
        with self.house.store.unit() as connection:
            version = items(connection, Wanted(ids=[case]))[0].version
            decision = Decision(action, ((case, version),), self.aisha.id, at=at, **more)
            outcome = decide(connection, decision, rules, now=at)
        assert not outcome.refused

    def items(self) -> list[Item]:
        with self.house.store.unit() as connection:
            return items(connection, Wanted())

    def compliance(self) -> list[dict[str, str]]:
        found = self.items()
        return rows(lambda s: exports.write_compliance(s, found, self.company, NOW))

    def mentions(self) -> list[dict[str, str]]:
        found = self.items()
        return rows(lambda s: exports.write_mentions(s, found, self.company))

    def summary(self) -> dict[str, dict[str, str]]:
        company = self.company
        with self.house.store.unit() as connection:
            found = reports.material(connection, company, WEEK, now=NOW)
        summed = reports.summary(found, WEEK, now=NOW)
        return {row["figure"]: row for row in rows(lambda s: exports.write_summary(s, summed))}


def rows(write: Callable[[TextIO], None]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exports.as_file(write).decode("utf-8-sig"), newline="")))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_file_begins_with_the_mark_that_excel_needs_and_a_row_of_names(office: Office) -> None:
    whole = exports.as_file(lambda s: exports.write_mentions(s, [], office.company))
    assert whole.startswith(b"\xef\xbb\xbfid,published_utc,published_local,")
    assert whole.endswith(b"\r\n")
    assert whole.count(b"\r\n") == 1


def test_every_column_is_described_and_named_once() -> None:
    for columns in (exports.MENTIONS, exports.COMPLIANCE):
        names = [column.name for column in columns]
        assert len(set(names)) == len(names)
        assert all(column.description for column in columns)


def test_a_mention_stands_in_one_row_with_the_names_of_its_account_and_source(
    office: Office,
) -> None:
    office.hears("Where is my\ncertificate, “please”, I ask?", 3)
    (row,) = office.mentions()
    assert row["text"] == "Where is my\ncertificate, “please”, I ask?"
    assert row["author"] == "Kay"
    assert row["account"] == "Facebook page"
    assert row["source"] == "Noted by hand: Facebook page"
    assert row["published_utc"] == "2026-11-18T09:00:00Z"
    assert row["published_local"] == "2026-11-18 09:00"
    assert row["due_utc"] == "2026-11-19T09:00:00Z"


def test_in_summer_local_time_is_an_hour_later_than_utc(office: Office) -> None:
    office.hears("Where is my certificate?", 24 * 120)
    (row,) = office.mentions()
    assert row["published_utc"] == "2026-07-21T12:00:00Z"
    assert row["published_local"] == "2026-07-21 13:00"


def test_a_comment_that_is_a_formula_is_only_words_in_a_spreadsheet(office: Office) -> None:
    office.hears('=HYPERLINK("http://evil.example","certificate?")', 3, author="@SUM(A1)")
    (row,) = office.mentions()
    assert row["text"] == '\'=HYPERLINK("http://evil.example","certificate?")'
    assert row["author"] == "'@SUM(A1)"


def test_a_compound_below_nothing_stays_a_number(office: Office) -> None:
    office.hears("This is awful, terrible, the worst.", 3)
    assert float(office.mentions()[0]["compound"]) < 0


@given(
    st.text(
        alphabet=st.sampled_from(list("=+-@＝＋－＠\t\r\n \u00a0\u200b\ufeffaé'\"")), max_size=6
    )
)
def test_no_text_becomes_a_formula_and_none_is_lost(text: str) -> None:
    cell = safe_cell(text)
    assert cell.removeprefix("'") == text.removeprefix("'")
    stripped = cell.lstrip(" \u00a0\u200b\ufeff\t\r\n")
    assert not stripped.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not cell.startswith(("\t", "\r", "\n"))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_what_is_written_comes_back_through_the_file(text: str) -> None:
    stream = io.StringIO(newline="")
    exports._begin(stream, ["only"])([text])
    back = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    # A NUL cannot stand in a line of CSV that older readers take; Posts hold none.
    assert back[1:] == ([[safe_cell(text)]] if text else [[""]])


def test_a_reply_with_its_link_is_met_with_evidence_and_no_minute_late(office: Office) -> None:
    case = office.hears("Where is my certificate?", 30)
    office.does(Action.ANSWER, case, 28, where="public reply", link="https://example.org/reply/1")
    (row,) = office.compliance()
    assert row["standing"] == "met_with_evidence"
    assert row["responded_utc"] == "2026-11-17T08:00:00Z"
    assert (row["hours_to_response"], row["minutes_late"]) == ("2.0", "0")
    assert (row["where"], row["link"]) == ("public reply", "https://example.org/reply/1")
    assert (row["counted_on"], row["week"]) == ("2026-11-18", "2026-W47")
    assert (row["clause"], row["policy_version"]) == ("monitoring.response", "1")
    assert "24 hours" in row["explanation"]


def test_a_reply_after_the_deadline_says_how_many_minutes_late_it_was(office: Office) -> None:
    case = office.hears("Where is my certificate?", 30)
    office.does(Action.ANSWER, case, 5.5, where="telephone")
    (row,) = office.compliance()
    assert (row["standing"], row["minutes_late"]) == ("missed", "30")


def test_what_nobody_has_answered_grows_later_until_now(office: Office) -> None:
    office.hears("Where is my certificate?", 30)
    (row,) = office.compliance()
    assert (row["standing"], row["minutes_late"]) == ("missed", str(6 * 60))


def test_what_is_not_due_yet_is_pending_and_not_late(office: Office) -> None:
    office.hears("Where is my certificate?", 3)
    (row,) = office.compliance()
    assert (row["standing"], row["minutes_late"]) == ("pending", "")


def test_no_reply_needed_stands_with_its_reason_and_is_not_late(office: Office) -> None:
    case = office.hears("Lovely open day, thank you!", 3)
    office.does(Action.NO_REPLY_NEEDED, case, 2, reason="a thank-you among friends")
    (row,) = office.compliance()
    assert row["standing"] == "no_reply_needed"
    assert (row["reason"], row["minutes_late"]) == ("a thank-you among friends", "")


def test_what_promises_nothing_is_not_in_the_compliance_file(office: Office) -> None:
    office.hears("Bramble Training is in the news.", 3, own=False)
    assert office.mentions()
    assert office.compliance() == []


def test_the_summary_gives_each_share_with_its_counts_and_names_no_author(office: Office) -> None:
    met = office.hears("Where is my certificate?", 50, author="Zebedee")
    office.does(Action.ANSWER, met, 46, where="public reply", link="https://example.org/r")
    office.hears("This is awful, nobody answers.", 30, author="Zebedee")
    office.hears("When is the open day?", 3, author="Zebedee")
    office.hears("Bramble Training is a terrible place.", 4, author="Zebedee", own=False)
    found = office.summary()
    assert found["Mentions"]["value"] == "4"
    assert found["On our own accounts"]["counts"] == "3 of 4"
    assert found["Of these negative"]["counts"] == "2 of 4"
    assert (found["Answered in time"]["value"], found["Answered in time"]["counts"]) == (
        "50 %",
        "1 of 2",
    )
    assert found["Missed"]["value"] == "1"
    assert found["Pending, not due yet"]["value"] == "1"
    assert found["Median hours to the first response"]["value"] == "4.0"
    assert found["Elsewhere: pending"]["value"] == "1"
    assert (found["Mentions"]["from"], found["Mentions"]["to"]) == ("2026-11-16", "2026-11-22")
    assert "Zebedee" not in str(found)


def test_a_week_without_anything_settled_has_no_share_rather_than_nought(office: Office) -> None:
    office.hears("When is the open day?", 3)
    found = office.summary()["Answered in time"]
    assert (found["value"], found["counts"]) == ("", "")


def test_no_share_is_rounded_to_a_perfection_that_is_not_there() -> None:
    assert reports.percent(999, 1000) == "over 99 %"
    assert reports.percent(1, 1000) == "under 1 %"
    assert reports.percent(44, 44) == "100 %"
    assert reports.percent(0, 0) is None
