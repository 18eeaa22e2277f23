"""Sign-in end to end: a real provider, the real service, a real browser."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from earshot.handling import administration
from earshot.handling.house import House, company_of
from earshot.rules.company import Role
from earshot.rules.events import EventKind
from earshot.store import log
from tests.browser.provider import provider, served_with_sign_in, sign_in
from tests.pages.office import Office, furnished

pytestmark = pytest.mark.browser

KAY = {"sub": "kay-1", "email": "Kay@example.org", "name": "Kay Example", "groups": ["Marketing"]}
LEE = {"sub": "lee-2", "email": "lee@example.org", "name": "Lee Example", "groups": ["Safety"]}
GUS = {"sub": "gus-3", "email": "gus@example.org", "name": "Gus Guest", "groups": ["Catering"]}
BY_CLAIM = """[earshot]
role_claim = "groups"
[earshot.roles]
Marketing = "moderator"
Safety = "dsl"
"""


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with provider(KAY, LEE, GUS, log=tmp_path_factory.mktemp("provider") / "log") as url:
        yield url


@pytest.fixture(scope="module")
def by_claim(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Office]]:
    folder = tmp_path_factory.mktemp("claims")
    office = furnished(folder / "data")
    with served_with_sign_in(folder / "data", issuer, folder / "log", BY_CLAIM) as url:
        yield url, office


def asks_to_sign_in(window: Page) -> None:
    expect(window.get_by_text("Sign in to work with Earshot.")).to_be_visible()
    expect(window.get_by_role("link", name="Triage")).to_have_count(0)


def test_the_page_asked_for_is_opened_after_signing_in(
    by_claim: tuple[str, Office], open_window: Callable[..., Page]
) -> None:
    url, office = by_claim
    office.note("Is there parking?")
    asked = office.note("When does the course start?")
    window = open_window()
    window.goto(f"{url}/triage?item={asked}")
    asks_to_sign_in(window)
    expect(window.get_by_text("When does the course start?")).to_have_count(0)

    sign_in(window, "kay-1")

    expect(window.locator(".es-text", has_text="When does the course start?")).to_be_visible()
    assert window.url == f"{url}/triage?item={asked}"
    expect(window.get_by_text("Signed in as Kay Example")).to_be_visible()
    expect(window.get_by_text("no proof")).to_have_count(0)
    expect(window.get_by_label("You are")).to_have_count(0)
    cookies = {cookie["name"]: cookie for cookie in window.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"]
    assert cookies["_streamlit_user"]["sameSite"] == "Lax"
    assert "_earshot_wanted" not in cookies


def test_roles_come_by_claim_and_the_safeguarding_lead_sees_what_a_moderator_does_not(
    by_claim: tuple[str, Office], open_window: Callable[..., Page]
) -> None:
    url, office = by_claim
    window = open_window()
    window.goto(url)
    sign_in(window, "lee-2")
    expect(window.get_by_text("Signed in as Lee Example")).to_be_visible()
    expect(window.get_by_role("link", name="Safeguarding")).to_be_visible()
    expect(window.get_by_role("link", name="Reports")).to_have_count(0)
    (lee,) = [p for p in company_of(office.house.store).people.values() if p.sign_in == "lee-2"]
    assert lee.roles == (Role.DSL,)


def test_somebody_whose_groups_have_no_role_sees_nothing_and_is_told_whom_to_ask(
    by_claim: tuple[str, Office], open_window: Callable[..., Page]
) -> None:
    url, office = by_claim
    window = open_window()
    window.goto(f"{url}/mentions")
    sign_in(window, "gus-3")
    expect(window.get_by_text("none of your groups has a role in Earshot")).to_be_visible()
    expect(window.get_by_role("link", name="Mentions")).to_have_count(0)
    assert "gus-3" not in {p.sign_in for p in company_of(office.house.store).people.values()}


def test_signing_out_ends_the_other_tab(
    by_claim: tuple[str, Office], open_window: Callable[..., Page]
) -> None:
    url, office = by_claim
    window = open_window()
    window.goto(url)
    sign_in(window, "kay-1")
    expect(window.get_by_text("Signed in as Kay Example")).to_be_visible()
    other = window.context.new_page()
    other.goto(f"{url}/mentions")
    expect(other.get_by_role("heading", name="Mentions", exact=True)).to_be_visible()

    window.get_by_role("button", name="Sign out").click()
    window.get_by_role("button", name="End session").click()
    asks_to_sign_in(window)

    other.get_by_role("link", name="Triage").click()
    expect(other.get_by_text("Your sign-in has ended")).to_be_visible()
    expect(other.get_by_role("link", name="Triage")).to_have_count(0)
    assert other.url == f"{url}/triage"
    other.close()
    logged = _signed_in(office.house)
    assert len(logged) == len({e.details["issued_at"] + e.subject for e in logged})


def _signed_in(house: House) -> list[log.Event]:
    with house.store.unit() as connection:
        return log.of_kinds(connection, [EventKind.SIGNED_IN])


def test_a_sign_in_ends_and_the_same_page_is_offered_again(
    issuer: str, tmp_path: Path, open_window: Callable[..., Page]
) -> None:
    data = tmp_path / "data"
    office = furnished(data)
    with office.house.store.unit() as connection:
        administration.add_person(
            connection,
            "Gus Guest",
            Role.MODERATOR,
            sign_in="gus@example.org",
            now=datetime.now(UTC),
        )
    with served_with_sign_in(data, issuer, tmp_path / "log", SHORT) as url:
        window = open_window()
        window.goto(f"{url}/mentions?q=parking")
        sign_in(window, "gus-3")
        signed_in = time.monotonic()
        expect(window.get_by_label("Search", exact=True)).to_have_value("parking")

        stranger = open_window()
        stranger.goto(url)
        sign_in(stranger, "lee-2")
        expect(stranger.get_by_text("nobody has set you up here")).to_be_visible()
        expect(stranger.get_by_text("lee@example.org")).to_be_visible()

        time.sleep(max(0, signed_in + SECONDS - time.monotonic()))
        window.get_by_role("link", name="Triage").click()
        expect(window.get_by_text("Your sign-in has ended")).to_be_visible()
        window.goto(f"{url}/mentions?q=parking")
        expect(window.get_by_text("Your sign-in has ended")).to_be_visible()
        sign_in(window, "gus-3")
        expect(window.get_by_label("Search", exact=True)).to_have_value("parking")


SECONDS = 8
SHORT = f"[earshot]\nsession_hours = {SECONDS / 3600:.6f}\n"


def test_the_first_who_signs_in_sets_the_company_up_and_is_known_the_next_time(
    issuer: str, tmp_path: Path, browser: Browser, open_window: Callable[..., Page]
) -> None:
    data = tmp_path / "data"
    with served_with_sign_in(data, issuer, tmp_path / "log") as url:
        window = open_window()
        window.goto(url)
        asks_to_sign_in(window)
        sign_in(window, "kay-1")
        window.get_by_label("What is your company called?").fill("Example Training")
        window.keyboard.press("Enter")
        window.get_by_label("What is your name?").fill("Kay E.")
        window.keyboard.press("Enter")
        window.get_by_role("button", name="Set it up", exact=True).click()
        expect(window.get_by_text("Signed in as Kay E.")).to_be_visible()
    (kay,) = company_of(House(data).store).people.values()
    assert (kay.name, kay.sign_in) == ("Kay E.", "kay@example.org")
