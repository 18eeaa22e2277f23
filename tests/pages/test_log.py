"""The log on the screen: whether it holds, who did what in words, and restricted items as none."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from earshot.handling import casework
from earshot.handling.administration import add_person
from earshot.handling.house import company_of
from earshot.protection import audit
from earshot.rules.access import Reader
from earshot.rules.company import Person, Role
from earshot.rules.events import EventKind, NewEvent
from earshot.store import log
from earshot.words.errors import Refused
from earshot.words.period import last_days
from tests.pages.office import Office
from ui import guard
from ui.downloads import compliance_file, mentions_file, summary_file
from ui.log_proof import log_file
from ui.visit import Visit

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
SignIn = Callable[[Person], None]
SECRET = "xylophonic words"


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """From now on whoever opens a page is this person, and has proven it."""
    opened = guard.opened

    def signed_in(person: Person) -> None:
        def proven(visit: Visit) -> AbstractContextManager[None]:
            return opened(replace(visit, reader=Reader(person, proven=True)))

        monkeypatch.setattr(guard, "opened", proven)

    return signed_in


def tamper(office: Office) -> None:
    with office.house.store.unit() as connection:
        connection.execute("UPDATE events SET actor = 'p-9' WHERE seq = 2")


def visit_of(office: Office, person: Person | None, *, proven: bool = True) -> Visit:
    company = company_of(office.house.store)
    return Visit(office.house, datetime.now(UTC), company, Reader(person, proven))


def last(office: Office, number: int = 1) -> list[log.Entry]:
    with office.house.store.unit() as connection:
        return log.entries(connection, log.Asked(), number, 0)


def test_who_did_what_is_told_in_words_the_newest_first(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    now = datetime.now(UTC)
    with office.house.store.unit() as connection:
        add_person(connection, "Una <b>Example", Role.DPO, now=now)
    mentions_file(visit_of(office, office.kay, proven=False), last_days(7, now.date()))
    sign_in(office.sam)
    at = open_page("log")
    assert not at.exception
    told = shown(at)
    assert "The log has not been checked yet" in told
    assert "a person added, Una &lt;b&gt;Example, by Earshot" in told
    assert f"mentions of {now.date() - timedelta(days=6)} to {now.date()} taken away" in told
    assert "the company set up by Earshot" in told
    assert told.index("taken away") < told.index("the company set up")


def test_the_tick_comes_with_a_check_and_goes_with_what_does_not_hold(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    sign_in(office.sam)
    at = open_page("log").button(key="check_log").click().run()
    assert "✓" in shown(at)
    assert "The log holds: 5 Events, checked" in shown(at)
    tamper(office)
    at = open_page("log").button(key="check_log").click().run()
    assert "✓" not in shown(at)
    assert "The log does not hold" in shown(at)
    assert "Event 2: changed" in shown(at)


def test_every_page_says_so_when_the_log_does_not_hold(
    office: Office, open_page: Open, shown: Shown
) -> None:
    words = "The log of what was done does not hold"
    audit.check(office.house, datetime.now(UTC))
    assert words not in shown(open_page("overview", office.kay))
    tamper(office)
    audit.check(office.house, datetime.now(UTC))
    for page in ("overview", "triage", "mentions", "compliance", "sources"):
        assert words in shown(open_page(page, office.kay)), page


def test_restricted_items_are_a_number_and_a_time_in_the_log(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    item = office.note("Where is my certificate?")
    now = datetime.now(UTC)
    with office.house.store.unit() as connection:
        reason = {"reason": SECRET}
        said = NewEvent(EventKind.NO_REPLY_NEEDED, item, reason, office.kay.id)
        casework.record(connection, [said], now=now)
        found = {"concern": "threat", "reason": SECRET}
        casework.record(
            connection, [NewEvent(EventKind.RESTRICTED, item, found, office.kay.id)], now=now
        )
        locked = NewEvent(EventKind.LOCKED_OUT, item, {"people": [office.sam.id]}, office.kay.id)
        casework.record(connection, [locked], now=now)
    sign_in(office.sam)
    told = shown(open_page("log"))
    lines = [line for line in told.split("<br>") if "about a restricted item" in line]
    assert len(lines) == 3
    assert not any("Kay" in line or item in line for line in lines)
    assert SECRET not in told
    assert "about a restricted item" not in shown(open_page("log", by=office.kay.id))
    body = log_file(visit_of(office, office.sam)).decode()
    assert SECRET not in body
    assert json.loads(body.splitlines()[-1])["kind"] == "exported"


def test_a_filter_narrows_by_kind_and_person(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    summary_file(visit_of(office, office.kay, proven=False), last_days(7, datetime.now(UTC).date()))
    sign_in(office.sam)
    told = shown(open_page("log", kind="exported"))
    assert "1 Event;" in told
    assert "summary" in told
    assert "the company set up" not in told
    assert "0 Events;" in shown(open_page("log", by=office.sam.id))


def test_the_log_opens_to_nobody_who_has_not_signed_in(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    told = shown(open_page("log", office.sam))
    assert "one has to be signed in" in told
    assert "Who did what" not in told
    sign_in(office.kay)  # a moderator
    assert "Your role does not let you read the log" in shown(open_page("log"))
    for visit in (visit_of(office, office.sam, proven=False), visit_of(office, office.kay)):
        with pytest.raises(Refused):
            log_file(visit)


def test_reads_are_logged_each_file_that_is_made_once_with_who_made_it(office: Office) -> None:
    office.note("Where is my certificate?", ago=timedelta(days=1))
    period = last_days(7, datetime.now(UTC).date())
    before = last(office)[0].seq
    visit = visit_of(office, office.kay, proven=False)
    for made in (mentions_file, compliance_file, summary_file):
        made(visit, period)
    mentions_file(visit_of(office, None, proven=False), period)
    told = [entry for entry in last(office, 10) if entry.kind == "exported"][::-1]
    assert last(office)[0].seq == before + 4
    assert [(e.details or {})["what"] for e in told] == [
        "mentions", "compliance", "summary", "mentions",
    ]  # fmt: skip
    assert (told[0].details or {})["rows"] == 1
    assert [e.actor for e in told] == [office.kay.id] * 3 + [audit.SOMEBODY]


def test_drawing_the_buttons_takes_nothing_away(office: Office, open_page: Open) -> None:
    before = last(office)[0].seq
    at = open_page("reports", office.kay)
    assert len(at.get("download_button")) == 3
    assert last(office)[0].seq == before
