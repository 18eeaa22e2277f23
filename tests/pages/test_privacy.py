"""Data protection: what is due stands first; confidential parts are for those who signed in."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from earshot.handling import administration, casework
from earshot.handling.house import company_of
from earshot.protection import purpose, requests
from earshot.protection.drafts import DRAFTS
from earshot.rules.access import Reader
from earshot.rules.company import Person, Role
from earshot.rules.events import PROGRAM, EventKind, NewEvent
from earshot.rules.requests import RequestKind, RequestState
from earshot.store import log
from tests.earshot.desk import STATED
from tests.pages.office import ROOT, TIMEOUT, Office
from ui.keys import key_of
from ui.privacy_purpose import draft_file
from ui.privacy_requests import register_file
from ui.visit import Visit

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]
ERASE = "Please delete all my personal data, you have no right to keep it"


@pytest.fixture
def dpo(office: Office) -> Person:
    with office.house.store.unit() as connection:
        return administration.add_person(
            connection,
            "Dana Example",
            Role.DPO,
            sign_in="dana@example.org",
            now=datetime.now(UTC) - timedelta(days=29),
        )


@pytest.fixture
def signed_in(open_page: Open) -> Callable[[Person], AppTest]:
    """The page as somebody sees it who has signed in."""

    def opened(person: Person) -> AppTest:
        at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT)
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
            "sub": person.sign_in,
            "email": person.sign_in,
            "email_verified": True,
            "name": person.name,
            "iat": int(begun.timestamp()),
            "exp": int((begun + timedelta(hours=8)).timestamp()),
        }
        at.run()
        return at.switch_page("pages/privacy.py").run()

    return opened


def register(office: Office, person: Person) -> list[requests.Request]:
    with office.house.store.unit() as connection:
        return requests.present(connection, Reader(person, proven=True))


def tabs(at: AppTest) -> list[str]:
    return [tab.label for tab in at.tabs]


def test_until_sign_in_is_on_requests_are_not_offered_and_the_page_says_why(
    office: Office, dpo: Person, open_page: Open, shown: Shown
) -> None:
    office.note(ERASE)
    at = open_page("privacy", dpo)
    assert not at.exception
    assert tabs(at) == ["Purpose", "Retention and holds", "Backups"]
    assert "until sign-in is on: a name that is chosen proves nothing" in shown(at)
    assert ERASE not in shown(at)
    assert "may be a request" not in shown(at)


def test_what_is_due_stands_first_with_what_is_late_in_red(
    office: Office, dpo: Person, signed_in: Callable[[Person], AppTest], shown: Shown
) -> None:
    office.note(ERASE)
    now = datetime.now(UTC)
    with office.house.store.unit() as connection:
        long_ago = now.date() - timedelta(days=70)
        requests.enter(connection, PROGRAM, RequestKind.ACCESS, long_ago, about="K. R.", now=now)
    at = signed_in(dpo)
    assert not at.exception
    assert tabs(at)[:2] == ["Requests", "One person"]
    said = shown(at)
    first, then = said.index("The purpose is not stated yet: Dana Example"), said.index("1 request")
    assert first < then
    assert (
        '<div class="es-late"><bdi dir="auto">1 request late; 1 in the register to be answered; '
        "1 comment that may be a request.</bdi></div>" in said
    )
    assert "not shown here until sign-in" not in said


def test_rights_one_press_enters_what_came_in_as_a_comment(
    office: Office, dpo: Person, signed_in: Callable[[Person], AppTest], shown: Shown
) -> None:
    item = office.note(ERASE)
    at = signed_in(dpo)
    assert ERASE in shown(at)
    at.button(key=f"enter {item}").click().run()
    assert not at.exception
    (entry,) = register(office, dpo)
    assert (entry.kind, entry.mention) == (RequestKind.ERASURE, item)
    assert "Entered. One calendar month after" in shown(at)
    assert ERASE not in shown(at)
    at.text_input(key=f"{key_of(entry.id, entry)} outcome").input("Erased everywhere").run()
    at.button(key=f"{key_of(entry.id, entry)} answer").click().run()
    assert register(office, dpo)[0].state is RequestState.ANSWERED
    assert "No request in the register waits for an answer." in "\n".join(
        each.value for each in at.markdown
    )


def test_a_request_by_letter_is_entered_extended_and_its_asker_known(
    office: Office, dpo: Person, signed_in: Callable[[Person], AppTest], shown: Shown
) -> None:
    at = signed_in(dpo)
    at.text_input(key="request about").input("**Zebedee** Quill").run()
    at.button(key="request enter").click().run()
    (entry,) = register(office, dpo)
    at.button(key=f"{key_of(entry.id, entry)} identity").click().run()
    (entry,) = register(office, dpo)
    assert entry.identity_checked
    at.text_input(key=f"{key_of(entry.id, entry)} why").input("Three systems").run()
    at.button(key=f"{key_of(entry.id, entry)} extend").click().run()
    assert not at.exception
    assert register(office, dpo)[0].state is RequestState.EXTENDED
    assert "**Zebedee** Quill" in shown(at)
    assert not [each for each in at.markdown if "Zebedee" in each.value]


def test_restricted_words_are_never_among_the_requests(
    office: Office, dpo: Person, signed_in: Callable[[Person], AppTest], shown: Shown
) -> None:
    item = office.note(ERASE)
    details = {"concern": "threat", "urgent": False, "reason": ""}
    with office.house.store.unit() as connection:
        event = NewEvent(EventKind.RESTRICTED, item, details, PROGRAM)
        casework.record(connection, [event], now=datetime.now(UTC))
    at = signed_in(dpo)
    assert ERASE not in shown(at)
    assert "may be a request" not in shown(at)


def test_a_senior_manager_sees_no_requests_even_signed_in(
    office: Office, signed_in: Callable[[Person], AppTest], shown: Shown
) -> None:
    office.note(ERASE)
    boss = replace(office.sam, sign_in="sam@example.org")
    with office.house.store.unit() as connection:
        administration.change_person(connection, boss, actor=PROGRAM, now=datetime.now(UTC))
    at = signed_in(boss)
    assert not at.exception
    assert "Requests" not in tabs(at)
    assert ERASE not in shown(at)


def test_the_purpose_is_stated_and_stands_there_with_its_owner(
    office: Office, open_page: Open, shown: Shown
) -> None:
    with office.house.store.unit() as connection:
        purpose.state(connection, STATED, actor=office.sam.id, now=datetime.now(UTC))
    at = open_page("privacy", office.sam)
    assert "The impact assessment is Dana Example&#x27;s, of Tuesday 1 September 2026." in shown(at)
    assert "Nothing is due." in shown(at)
    key = key_of("purpose", company_of(office.house.store).purpose)
    at.selectbox(key=f"{key} safeguarding").select("recognised_legitimate_interest").run()
    at.button(key="purpose save").click().run()
    assert not at.exception
    stated = company_of(office.house.store).purpose
    assert stated == replace(
        STATED, bases=STATED.bases | {"safeguarding": "recognised_legitimate_interest"}
    )


def test_drafts_and_register_are_made_on_the_click_and_the_register_is_logged(
    office: Office, dpo: Person
) -> None:
    now = datetime.now(UTC)
    visit = Visit(office.house, now, company_of(office.house.store), Reader(dpo, proven=True))
    for draft in DRAFTS:
        assert b"Example Training" in draft_file(visit, draft)
    with office.house.store.unit() as connection:
        day = date(2026, 1, 5)
        requests.enter(connection, PROGRAM, RequestKind.ACCESS, day, about="Z. Quill", now=now)
    assert b"Quill" not in register_file(visit)
    with office.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.EXPORTED])
    assert (event.actor, event.details["what"]) == (dpo.id, "requests")
