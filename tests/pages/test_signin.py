"""With sign-in on: who comes in, as whom, until when; and what the others are told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest, app_test

from earshot.handling import administration
from earshot.handling.house import company_of, own_house, sample_house
from earshot.rules.access import Reader
from earshot.rules.company import Person, Profile, Role, person_set
from earshot.rules.events import EventKind
from earshot.rules.identity import identify
from earshot.rules.sign_in_settings import read_sign_in
from earshot.store import log
from earshot.words.period import Period
from tests.pages.conftest import OpenedServer
from tests.pages.office import ROOT, TIMEOUT, Office
from tests.ui.test_wanted import AUTH
from ui import signin
from ui.downloads import mentions_file
from ui.visit import Visit

Shown = Callable[[AppTest], str]
HOURS = timedelta(hours=1)
ROLES = {"role_claim": "groups", "roles": {"Marketing": "moderator", "Safety": "dsl"}}


@pytest.fixture(autouse=True)
def _nobody_signed_in_before(monkeypatch: pytest.MonkeyPatch) -> None:
    signin._OVER.clear()
    signin._LET_IN.clear()
    monkeypatch.setattr(app_test, "PagesManager", OpenedServer)


def claims(**more: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "is_logged_in": True,
        "iss": "https://login.example",
        "sub": "u-1",
        "email": "kay@example.org",
        "name": "Kay by Claim",
        "iat": int(now.timestamp()),
        "exp": int((now + HOURS).timestamp()),
    } | more


def visited(user: dict[str, Any], **earshot: Any) -> AppTest:
    """The front door, by somebody of these claims."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT)
    at.secrets["auth"] = AUTH
    at.secrets["earshot"] = earshot
    at.user = user
    return at.run()


def set_up(office: Office, person: Person) -> Person:
    with office.house.store.unit() as connection:
        log.append(connection, [person_set(person, "earshot")], now=datetime.now(UTC))
    return person


def is_outside(at: AppTest) -> bool:
    """Nothing of the house is drawn: its title alone, no menu entry, no page."""
    assert not at.exception
    return [title.value for title in at.title] == ["Earshot"] and not at.dataframe


def test_nobody_sees_anything_before_signing_in(office: Office, shown: Shown) -> None:
    office.note("When does the course start?")
    at = visited({"is_logged_in": False})
    assert is_outside(at)
    assert at.button(key="sign_in ").label == "Sign in"
    assert "Call 999" in shown(at)  # which waits for no sign-in
    assert "course" not in shown(at)
    assert "Example Training" not in shown(at)


def test_somebody_set_up_comes_in_and_is_not_asked_who_they_are(
    office: Office, shown: Shown
) -> None:
    set_up(office, replace(office.kay, sign_in="kay@example.org"))
    at = visited(claims())
    assert not at.exception
    assert "Signed in as Kay Example" in shown(at)
    assert "no proof" not in shown(at)
    assert not [box for box in at.selectbox if box.key == "_person"]


def test_without_sign_in_a_name_is_chosen_and_the_screen_says_that_it_is_no_proof(
    office: Office, shown: Shown
) -> None:
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT).run()
    assert at.selectbox(key="_person").label == "You are"
    assert "it is no proof of who you are" in shown(at)
    assert "confidential reports are not taken here" in shown(at)


def test_somebody_whom_nobody_has_set_up_is_told_whom_to_ask_and_sees_nothing(
    office: Office, shown: Shown
) -> None:
    at = visited(claims())
    assert is_outside(at)
    assert "Ask the senior team" in shown(at)
    assert "kay@example.org" in shown(at)
    assert at.button(key="sign_out")


@pytest.mark.parametrize("earshot", [{}, ROLES])
def test_somebody_who_has_left_sees_nothing(
    office: Office, shown: Shown, earshot: dict[str, Any]
) -> None:
    set_up(office, replace(office.sam, sign_in="u-1", active=False))
    at = visited(claims(groups=["Safety"]), **earshot)
    assert is_outside(at)
    assert "as having left" in shown(at)


def test_roles_by_claim_open_what_they_allow_and_losing_them_shuts_it(
    office: Office, shown: Shown
) -> None:
    at = visited(claims(groups=["Safety"]), **ROLES)
    assert "Signed in as Kay by Claim" in shown(at)
    (lead,) = [p for p in company_of(office.house.store).people.values() if p.sign_in == "u-1"]
    assert lead.roles == (Role.DSL,)
    at.user = claims(groups=["Catering"])
    at.run()
    assert is_outside(at)
    assert "none of your groups" in shown(at)
    assert company_of(office.house.store).people[lead.id].roles == ()


def test_a_sign_in_that_has_ended_shows_no_page_and_is_offered_again(
    office: Office, shown: Shown
) -> None:
    set_up(office, replace(office.kay, sign_in="u-1"))
    at = visited(claims())
    assert not is_outside(at)
    at.user = claims(exp=int((datetime.now(UTC) - HOURS).timestamp()))
    at.run()
    assert is_outside(at)
    assert "Your sign-in has ended" in shown(at)
    assert at.button(key="sign_in ")


def test_where_hours_are_set_they_count_and_not_the_tokens_five_minutes(office: Office) -> None:
    set_up(office, replace(office.kay, sign_in="u-1"))
    issued = datetime.now(UTC) - 5 * HOURS
    old = claims(iat=int(issued.timestamp()), exp=int(issued.timestamp()) + 300)
    assert not is_outside(visited(old, session_hours=10))
    assert is_outside(visited(old, session_hours=4))
    assert is_outside(visited(old))


def test_signing_out_ends_every_tab_of_that_sign_in_and_no_other(
    office: Office, shown: Shown
) -> None:
    set_up(office, replace(office.kay, sign_in="u-1"))
    user = claims()
    one, other = visited(user), visited(user)
    one.button(key="sign_out").click().run()
    assert not one.user.get("is_logged_in")
    other.run()
    assert is_outside(other)
    assert "Your sign-in has ended" in shown(other)
    assert not is_outside(visited(claims(iat=user["iat"] + 1)))


def test_a_sign_in_is_logged_once_however_many_pages_are_opened(office: Office) -> None:
    set_up(office, replace(office.kay, sign_in="u-1"))
    user = claims()
    visited(user).run()
    signin._LET_IN.clear()  # as after a restart
    visited(user)
    with office.house.store.unit() as connection:
        (event,) = log.of_kinds(connection, [EventKind.SIGNED_IN])
    assert event.subject == office.kay.id
    assert "Kay" not in str(event.details)


def test_settings_with_a_mistake_let_nobody_in_and_say_which(office: Office, shown: Shown) -> None:
    at = visited(claims(), session_hours=-1)
    assert "[earshot] session_hours" in shown(at)
    assert not at.title


def test_a_server_that_was_not_told_of_its_sign_in_lets_nobody_in(
    office: Office, data: Path, shown: Shown
) -> None:
    (data / "sign-in.toml").write_text("[auth]\n", "utf-8")
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT).run()
    assert not at.title
    assert "started without it" in shown(at)


def test_a_server_that_listens_to_others_without_sign_in_says_so_and_nothing_else(
    office: Office, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.entrance._listens_near", lambda: False)
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=TIMEOUT).run()
    assert not at.title
    assert "Without sign-in Earshot is open on the machine that it runs on" in shown(at)
    assert "nobody has set you up" in shown(visited(claims()))  # with sign-in that decides


def test_the_first_who_signs_in_sets_up_the_company_and_is_known_by_their_sign_in(
    data: Path,
) -> None:
    at = visited(claims())
    assert [title.value for title in at.title] == ["Set up"]
    at.text_input(key="new_name").input("Example Training").run()
    at.text_input(key="new_person").input("Kay Example").run()
    at.button(key="found").click().run()
    (kay,) = company_of(own_house().store).people.values()
    assert kay.sign_in == "kay@example.org"


def test_where_roles_come_by_claim_nobody_without_one_sets_up_a_company(
    data: Path, shown: Shown
) -> None:
    at = visited(claims(groups=["Catering"]), **ROLES)
    assert is_outside(at)
    assert "none of your groups" in shown(at)


def test_where_roles_come_by_claim_a_guest_sets_up_no_company(data: Path, shown: Shown) -> None:
    at = visited(claims(groups=["Safety"]), **ROLES)
    assert is_outside(at)
    assert "a moderator or somebody of the senior team does that" in shown(at)


def test_the_last_of_the_senior_team_is_shut_out_without_a_group_and_stays_set_up(
    office: Office, shown: Shown
) -> None:
    lead = set_up(office, replace(office.kay, sign_in="u-1", roles=(Role.SMT,)))
    set_up(office, replace(office.sam, roles=(Role.STAFF,)))
    at = visited(claims(groups=["Catering"]), **ROLES)
    assert is_outside(at)
    assert "none of your groups" in shown(at)
    assert company_of(office.house.store).people[lead.id].roles == (Role.SMT,)
    assert not is_outside(visited(claims(groups=["Marketing"]), **ROLES))


def test_the_sample_is_looked_at_and_nothing_in_it_is_changed_by_who_signs_in(
    data: Path, shown: Shown
) -> None:
    invented = Profile("Example Sample", (), sample=True)
    administration.found_company(sample_house(), invented, now=datetime.now(UTC))
    at = visited(claims())
    assert not at.exception
    assert "This is a sample" in shown(at)
    assert "Signed in as Kay by Claim" in shown(at)
    assert company_of(sample_house().store).people == {}


def test_a_file_asked_for_after_the_sign_in_has_ended_is_not_made(office: Office) -> None:
    now = datetime.now(UTC)
    found = identify(claims(), read_sign_in({"auth": AUTH}, "test"))
    someone = signin.Someone(found, read_sign_in({"auth": AUTH}, "test"))
    visit = Visit(
        office.house,
        now,
        company_of(office.house.store),
        Reader(office.sam, proven=True),
        partial(signin.require_still, someone, now),
    )
    week = Period(now.date(), now.date())
    assert mentions_file(visit, week)
    signin._OVER[found.key] = found.ends_at  # signed out in another tab, or on another day
    with pytest.raises(signin.Outside, match="has ended"):
        mentions_file(visit, week)
