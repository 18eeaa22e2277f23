"""A restricted item in a real browser, as each role, signed in at a real provider."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from earshot.handling.house import House
from earshot.store import restricted
from tests.browser.provider import provider, served_with_sign_in, sign_in
from tests.pages.office import furnished

pytestmark = pytest.mark.browser

ROLES = ("smt", "moderator", "dsl", "deputy", "dpo", "read_only", "chair")
PEOPLE = [
    {
        "sub": f"{role}-1",
        "email": f"{role}@example.org",
        "name": f"Robin {role.replace('_', ' ').title()}",
        "groups": [role],
    }
    for role in ROLES
]
BY_CLAIM = '[earshot]\nrole_claim = "groups"\n[earshot.roles]\n' + "\n".join(
    f'{role} = "{role}"' for role in ROLES
)
WORDS = "Xylophonic words: when does it start?"
Window = Callable[..., Page]


@dataclass(frozen=True)
class Served:
    """A dashboard with sign-in, and the item in it."""

    url: str
    house: House
    item: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("restricted")
    office = furnished(folder / "data")
    item = office.note(WORDS, author="Quillon Example")
    with (
        provider(*PEOPLE, log=folder / "provider.log") as issuer,
        served_with_sign_in(folder / "data", issuer, folder / "log", BY_CLAIM) as url,
    ):
        yield Served(url, office.house, item)


def entered(open_window: Window, served: Served, role: str, place: str) -> Page:
    window = open_window()
    window.goto(f"{served.url}/{place}")
    sign_in(window, f"{role}-1")
    expect(
        window.get_by_text(f"Signed in as Robin {role.replace('_', ' ').title()}")
    ).to_be_visible()
    return window


def test_an_item_is_restricted_handed_over_and_filed_and_each_role_sees_its_own(
    served: Served, open_window: Window
) -> None:
    lead = entered(open_window, served, "dsl", "safeguarding")
    moderator = entered(open_window, served, "moderator", f"triage?item={served.item}")
    expect(moderator.locator(".es-text", has_text="Xylophonic")).to_be_visible()
    moderator.get_by_text("Is this about somebody’s safety?").click()
    moderator.get_by_text("Threat of harm").click()
    moderator.get_by_text("Somebody may be in danger now").click()
    moderator.get_by_role("button", name="Restrict it").click()
    expect(moderator.get_by_role("heading", name="Safeguarding", exact=True)).to_be_visible()
    expect(moderator.get_by_text("Call 999 now, then tell").first).to_be_visible()
    expect(moderator.locator(".es-text", has_text="Xylophonic")).to_be_visible()

    for role in ("smt", "dpo", "read_only", "chair"):
        _sees_only_how_many(entered(open_window, served, role, "mentions"), served)

    moderator.get_by_role("button", name="Hand it over now").click()
    expect(moderator.get_by_text("Handed over. Tell")).to_be_visible()
    expect(moderator.get_by_text("Xylophonic")).to_have_count(0)
    moderator.goto(f"{served.url}/safeguarding?item={served.item}")
    expect(moderator.get_by_text("Nothing of this id is yours to see")).to_be_visible()

    deputy = entered(open_window, served, "deputy", f"safeguarding?item={served.item}")
    expect(deputy.locator(".es-text", has_text="Xylophonic")).to_be_visible()
    lead.goto(f"{served.url}/safeguarding?item={served.item}")
    expect(lead.locator(".es-text", has_text="Xylophonic")).to_be_visible()
    box = lead.get_by_label("Enter it in the safeguarding system, then its reference here")
    box.fill("SG-2026-7")
    box.press("Enter")
    lead.get_by_role("button", name="It is in the system").click()
    expect(lead.get_by_text("In the safeguarding system as SG-2026-7.")).to_be_visible()
    with served.house.store.unit() as connection:
        (kept,) = restricted.kept(connection)
    assert (kept.found.reference, kept.found.urgent) == ("SG-2026-7", True)


def _sees_only_how_many(window: Page, served: Served) -> None:
    expect(window.get_by_text("1 restricted").first).to_be_visible()
    for place in (f"triage?item={served.item}", f"safeguarding?item={served.item}"):
        window.goto(f"{served.url}/{place}")
        expect(
            window.get_by_text("restricted").or_(window.get_by_text("yours to see")).first
        ).to_be_visible()
        assert "Xylophonic" not in window.content()
        assert "Quillon" not in window.content()
