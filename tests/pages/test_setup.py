"""Set-up: from nothing to a company, its person, its first source and its first collection."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from earshot.handling.administration import found_company
from earshot.handling.house import House, company_of, own_house, sample_house
from earshot.handling.leaving import can_remove_sample, remove_sample
from earshot.rules.company import Profile, Purpose, Role
from earshot.rules.purposes import Basis, Use
from earshot.store import log
from earshot.words.vocabulary import Nation
from tests.collectors.server import FeedServer
from ui.keys import key_of

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]


def founded(open_page: Open) -> AppTest:
    """The set-up page, a company's name and a person's filled in and kept."""
    at = open_page("setup")
    at.text_input(key="new_name").input("Example Training").run()
    at.selectbox(key="new_nation").select(Nation.SCOTLAND)
    at.text_input(key="new_person").input("Kay Example").run()
    return at.button(key="found").click().run()


def stated(at: AppTest) -> AppTest:
    """All that the purpose needs, filled in and stated."""
    key = key_of("setup_purpose", Purpose())
    at.date_input(key=f"{key} on").set_value(datetime.now(UTC).date() - timedelta(days=9))
    at.text_input(key=f"{key} by").input("Kay Example")
    for use in Use:
        at.selectbox(key=f"{key} {use.value}").select(Basis.LEGITIMATE_INTERESTS.value)
    at.text_input(key=f"{key} notice").input("https://example-training.example/privacy").run()
    return at.button(key="setup_purpose save").click().run()


def test_an_empty_folder_opens_the_set_up(data: Path, open_page: Open, shown: Shown) -> None:
    at = open_page("setup")
    assert not at.exception
    assert [title.value for title in at.title] == ["Set up"]
    assert not [button for button in at.button if button.key == "found"]


def test_a_name_and_a_person_are_a_company(data: Path, open_page: Open) -> None:
    at = founded(open_page)
    assert not at.exception
    company = company_of(own_house().store)
    assert company.profile.name == "Example Training"
    assert company.profile.terms == ('"Example Training"',)
    assert company.profile.nation is Nation.SCOTLAND
    (kay,) = company.people.values()
    assert kay.name == "Kay Example"
    with own_house().store.unit() as connection:
        begun = log.settings(connection)
    assert {event.actor for event in begun} == {kay.id}


def test_without_a_person_nothing_is_founded(data: Path, open_page: Open) -> None:
    at = open_page("setup")
    at.text_input(key="new_name").input("Example Training").run()
    assert at.button(key="found").disabled
    assert not own_house().store.exists()


def test_a_term_that_cannot_be_read_is_said_before_anything_is_kept(
    data: Path, open_page: Open, shown: Shown
) -> None:
    at = open_page("setup")
    at.text_input(key="new_name").input("Example Training").run()
    at.text_area(key="terms of Example Training").input('"Example').run()
    assert "Term 1, at character" in shown(at)


def test_what_was_set_up_goes_on_to_accounts_sources_and_the_first_collection(
    data: Path, open_page: Open, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FeedServer() as server:
        monkeypatch.setenv("EARSHOT_ALLOW_HOSTS", f"127.0.0.1:{server.port}")
        url = server.put("/feed", b"<rss version='2.0'><channel><title>V</title></channel></rss>")
        at = founded(open_page)
        at.text_input(key="new account 0 name").input("Our page").run()
        at.button(key="add_account").click().run()
        at.text_input(key="feed_url").input(url).run()
        at.button(key="look").click().run()
        assert "there is nothing in it at present" in shown(at)
        at.button(key="add_source").click().run()
        assert "V: waits until it is stated what the collecting is for: Kay Example can" in shown(
            at
        )
        assert not [button for button in at.button if button.key == "collect_first"]
        stated(at)
        now = format_datetime(datetime.now(UTC))
        item = f"<item><title>Is Example Training any good?</title><pubDate>{now}</pubDate></item>"
        body = f"<rss version='2.0'><channel><title>V</title>{item}</channel></rss>".encode()
        server.put("/feed", body)
        at.button(key="collect_first").click().run()
    assert not at.exception
    assert "1 source asked: 1 new mention." in shown(at)
    company = company_of(own_house().store)
    assert [account.name for account in company.accounts.values()] == ["Our page"]


def test_start_with_my_company_leaves_the_sample_and_settings_can_remove_it(
    data: Path, open_page: Open, shown: Shown
) -> None:
    found_company(House(data / "sample"), Profile("Sample Ltd", ("sample",)), now=datetime.now(UTC))
    at = open_page("overview")
    assert "This is a sample" in shown(at)
    at.button(key="start_own").click().run()
    at.switch_page("pages/setup.py").run()
    at.text_input(key="new_name").input("Example Training").run()
    at.text_input(key="new_person").input("Kay Example").run()
    at.button(key="found").click().run()
    assert company_of(own_house().store).profile.name == "Example Training"
    assert sample_house().store.exists()
    assert can_remove_sample()
    remove_sample()
    assert not sample_house().folder.exists()
    assert company_of(own_house().store).profile.name == "Example Training"


def test_purpose_may_be_left_for_later_and_what_waits_is_said(
    data: Path, open_page: Open, shown: Shown
) -> None:
    at = founded(open_page)
    assert "You can leave this for later" in shown(at)
    assert "everything else waits" in shown(at)
    at.text_input(key=f"{key_of('setup_purpose', Purpose())} by").input("Kay Example").run()
    assert "Still to say: the date of the data protection impact assessment" in shown(at)
    at.button(key="setup_purpose save").click().run()
    assert "Before the purpose is stated, say" in shown(at)
    assert not company_of(own_house().store).purpose.is_stated
    stated(at)
    assert company_of(own_house().store).purpose.is_stated
    assert "It can be changed in Data protection." in shown(at)


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.SMT])
def test_ones_own_name_as_a_term_needs_a_reason_of_the_senior_team(
    role: Role, data: Path, open_page: Open, shown: Shown
) -> None:
    at = open_page("setup")
    at.text_input(key="new_name").input("Example Training").run()
    at.text_area(key="terms of Example Training").input('"Kay Example"').run()
    at.selectbox(key="new_role").select(role)
    at.text_input(key="new_person").input("Kay Example").run()
    assert at.button(key="found").disabled
    if role is Role.MODERATOR:
        assert "only with a reason that somebody in the senior team gives" in shown(at)
        return
    at.text_input(key='new_person_terms why "Kay Example"').input("I am the trainer").run()
    at.button(key="found").click().run()
    profile = company_of(own_house().store).profile
    assert profile.person_terms == {'"Kay Example"': "I am the trainer"}
