"""Restricted items on the screen: everybody sees how many, the few see one whole."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from earshot.handling import administration
from earshot.protection import safeguarding
from earshot.rules.access import Reader
from earshot.rules.company import Person, Role
from earshot.rules.events import PROGRAM
from earshot.rules.restriction import Danger, Restriction
from earshot.store import restricted
from tests.pages.office import Office
from ui import guard
from ui.visit import Visit

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

WORDS = "Xylophonic words: when does it start?"
PAGES = ("triage", "mentions", "overview", "compliance", "reports")


@pytest.fixture
def sign_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person], None]:
    """From now on whoever opens a page is this person, and has proven it."""
    opened = guard.opened

    def signed_in(person: Person) -> None:
        def proven(visit: Visit) -> AbstractContextManager[None]:
            return opened(replace(visit, reader=Reader(person, proven=True)))

        monkeypatch.setattr(guard, "opened", proven)

    return signed_in


SignIn = Callable[[Person], None]


def somebody(office: Office, role: Role) -> Person:
    now = datetime.now(UTC)
    with office.house.store.unit() as connection:
        return administration.add_person(connection, f"Dana {role.value.title()}", role, now=now)


def restricted_item(office: Office, concern: Danger = Danger.THREAT, **more: bool) -> str:
    item = office.note(WORDS, author="Quillon Example", url="https://page.example/xylophone")
    with office.house.store.unit() as connection:
        safeguarding.restrict(connection, item, concern, PROGRAM, now=datetime.now(UTC), **more)
    return item


def kept(office: Office) -> list[Restriction]:
    with office.house.store.unit() as connection:
        return [each.found for each in restricted.kept(connection)]


def labels(at: AppTest) -> list[str]:
    return [button.key or "" for button in at.button]


def links(at: AppTest) -> list[str]:
    return [each.proto.label for each in at.main if each.type == "page_link"]


@pytest.mark.parametrize("page", PAGES)
def test_everybody_else_sees_one_restricted(
    office: Office, open_page: Open, shown: Shown, page: str
) -> None:
    restricted_item(office)
    office.note("Is there parking?")
    told = shown(open_page(page, office.sam))
    assert "1 restricted" in told
    assert "Xylophonic" not in told
    assert "Quillon" not in told


@pytest.mark.parametrize("page", PAGES)
def test_who_may_see_it_has_the_way_to_it(
    office: Office, open_page: Open, sign_in: SignIn, page: str
) -> None:
    restricted_item(office)
    sign_in(office.kay)
    assert "1 restricted" in links(open_page(page, office.kay))


def test_a_search_does_not_tell_what_a_restricted_item_says(
    office: Office, open_page: Open, shown: Shown
) -> None:
    restricted_item(office)
    with_it = shown(open_page("mentions", office.sam, q="Xylophonic"))
    without = shown(open_page("mentions", office.sam, q="nothing like it"))
    assert with_it == without


def test_until_sign_in_is_on_it_says_to_tell_the_lead_in_person_and_why(
    office: Office, open_page: Open, shown: Shown
) -> None:
    somebody(office, Role.DSL)
    restricted_item(office)
    office.note("Is there parking?")
    for page in ("triage", "safeguarding"):
        at = open_page(page, office.kay)
        told = shown(at)
        assert "Call 999 now, then tell Dana Dsl (safeguarding lead) in person." in told
        assert "until sign-in is on" in told
        assert "1 restricted item" in told
        assert "restrict" not in labels(at)


def test_a_person_restricts_by_hand_and_is_told_who_has_it(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    somebody(office, Role.DSL)
    item = office.note(WORDS)
    sign_in(office.sam)  # a senior manager: not among those who see it then
    at = open_page("triage", office.sam, item=item)
    at.radio(key=f"concern_{item}").set_value(Danger.THREAT)
    at.checkbox(key=f"urgent_{item}").check()
    at.button(key="restrict").click().run()
    told = shown(at)
    assert "It is restricted. Tell Dana Dsl in person now." in told
    assert "Xylophonic" not in told
    assert [found.urgent for found in kept(office)] == [True]
    assert office.all_items() == []


def test_above_the_queue_the_moderator_on_duty_is_told_to_hand_it_over(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    restricted_item(office, urgent=True)
    sign_in(office.kay)
    told = shown(open_page("triage", office.kay))
    assert "restricted: not with the safeguarding lead yet" in told
    assert "somebody may be in danger now" in told
    assert "Xylophonic" not in told


def test_a_link_to_an_item_that_is_restricted_by_now_says_so(
    office: Office, open_page: Open, shown: Shown
) -> None:
    item = restricted_item(office)
    for page in ("triage", "mentions"):
        assert "This item is restricted" in shown(open_page(page, office.sam, item=item))


def test_immediate_danger_stands_above_everything_on_such_an_item(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    lead = somebody(office, Role.DSL)
    item = restricted_item(office)
    sign_in(lead)
    told = shown(open_page("safeguarding", lead, item=item))
    danger = told.index("Call 999 now, then tell Dana Dsl (safeguarding lead).")
    assert danger < told.index("Xylophonic")
    assert told.index("Who has seen it") < told.rindex("Dana Dsl")


def test_it_is_handed_over_filed_and_brought_back(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    lead = somebody(office, Role.DSL)
    item = restricted_item(office, urgent=True)
    sign_in(office.kay)
    at = open_page("safeguarding", office.kay, item=item)
    at.button(key="hand_over").click().run()
    told = shown(at)
    assert "Handed over. Tell Dana Dsl in person now." in told
    assert "Xylophonic" not in told
    sign_in(lead)
    at = open_page("safeguarding", lead, item=item)
    at.button(key="see_danger").click().run()
    at.text_input(key="reference").input("SG-2026-7")
    at.button(key="file").click().run()
    assert "In the safeguarding system as SG-2026-7." in shown(at)
    at.text_input(key="lift_reason").input("A song title")
    at.button(key="lift").click().run()
    assert kept(office) == []
    assert [each.text for each in office.all_items()] == [WORDS]


def test_who_is_named_in_it_is_locked_out(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    lead, deputy = somebody(office, Role.DSL), somebody(office, Role.DEPUTY)
    item = restricted_item(office, Danger.STAFF_ALLEGATION)
    sign_in(lead)
    at = open_page("safeguarding", lead, item=item)
    named = next(box for box in at.multiselect if (box.key or "").startswith("named"))
    named.select(lead.id)
    at.button(key="lock_out").click().run()
    assert "Xylophonic" not in shown(at)
    told = shown(open_page("safeguarding", lead, item=item))
    assert "Xylophonic" not in told
    assert "Nothing of this id is yours to see" in told
    sign_in(deputy)
    assert "Xylophonic" in shown(open_page("safeguarding", deputy, item=item))


def test_a_case_manager_sees_the_one_item_whatever_their_role(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    lead = somebody(office, Role.DSL)
    item = restricted_item(office, Danger.STAFF_ALLEGATION)
    with office.house.store.unit() as connection:
        safeguarding.name_manager(connection, item, office.sam.id, lead.id, now=datetime.now(UTC))
    sign_in(office.sam)
    assert "Xylophonic" in shown(open_page("safeguarding", office.sam, item=item))


def test_of_a_possible_sexual_image_there_is_no_link_no_print_and_no_advice_to_delete(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    lead = somebody(office, Role.DSL)
    item = restricted_item(office, Danger.SEXUAL)
    sign_in(lead)
    at = open_page("safeguarding", lead, item=item)
    told = shown(at)
    assert "<a " not in told
    assert "Address: https://page.example/xylophone" in told.replace('<bdi dir="auto">', "")
    assert any(
        "@media print { .st-key-restricted_words" in each.proto.body for each in at.get("html")
    )
    assert "Xylophonic" in told
    assert "delete" not in told.lower()
    assert "Who has seen it" in told


def test_of_others_the_way_to_where_it_was_said_stays(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    lead = somebody(office, Role.DSL)
    item = restricted_item(office, Danger.THREAT)
    sign_in(lead)
    assert 'href="https://page.example/xylophone"' in shown(
        open_page("safeguarding", lead, item=item)
    )


def test_reading_on_is_written_down_once(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    lead = somebody(office, Role.DSL)
    item = restricted_item(office)
    sign_in(lead)
    at = open_page("safeguarding", lead, item=item)
    told = shown(at.run().run())
    assert told[told.index("Who has seen it") :].count("Dana Dsl") == 1


def test_the_rows_of_a_figure_say_what_is_restricted_among_them(
    office: Office, open_page: Open, shown: Shown
) -> None:
    restricted_item(office)
    at = open_page("compliance", office.sam, show="handled-privately")
    told = shown(at)
    assert "Handled privately" in told
    assert "1 restricted" in told
