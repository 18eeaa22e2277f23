"""Mailboxes: one is tried before it is added, and no password ever comes near the page."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from earshot.handling.house import company_of
from earshot.handling.listening import add_source, new_mailbox
from earshot.rules.company import SourceKind
from tests.collectors.web.mailserver import PASSWORD, USER, MailServer
from tests.pages.office import Office

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

REFERENCE = "env:EARSHOT_MAIL_PASSWORD"


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def fill_in(at: AppTest, server: str, secret: str = REFERENCE, folder: str = "INBOX") -> AppTest:
    at.text_input(key="mail_server").input(server)
    at.selectbox(key="mail_tls").set_value("imap")
    at.text_input(key="mail_user").input(USER)
    at.text_input(key="mail_folder").input(folder)
    at.text_input(key="mail_secret").input(secret)
    return at.run()


def can_be_added(at: AppTest) -> bool:
    return any(button.key == "add_mailbox" for button in at.button)


@pytest.fixture
def place(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the mail server is; its password lies in the environment."""
    monkeypatch.setenv("EARSHOT_ALLOW_HOSTS", f"127.0.0.1:{server.port}")
    monkeypatch.setenv("EARSHOT_MAIL_PASSWORD", PASSWORD)
    return f"127.0.0.1:{server.port}"


def test_a_mailbox_is_tried_without_changing_it_and_then_added(
    office: Office, open_page: Open, shown: Shown, server: MailServer, place: str
) -> None:
    at = fill_in(open_page("sources", office.kay), place)
    assert not can_be_added(at)
    at.button(key="try_mailbox").click().run()
    assert "The folder INBOX of office can be opened. No message was looked at." in shown(at)
    assert not any(c.startswith(("SELECT", "STORE")) for c in server.commands())
    at.text_input(key="mail_signed").input("mx.training.example").run()
    at.button(key="add_mailbox").click().run()
    assert not at.exception
    (source,) = company_of(office.house.store).sources.values()
    assert (source.kind, source.secret) == (SourceKind.MAILBOX, REFERENCE)
    assert source.server == "mx.training.example"
    assert source.url == f"imap://{USER}@{place}/INBOX"


def test_a_folder_that_is_not_there_is_told_in_words(
    office: Office, open_page: Open, shown: Shown, place: str
) -> None:
    at = fill_in(open_page("sources", office.kay), place, folder="Nowhere")
    at.button(key="try_mailbox").click().run()
    assert not at.exception
    assert "Nowhere" in shown(at)
    assert not can_be_added(at)


def test_what_was_changed_after_the_try_is_tried_again(
    office: Office, open_page: Open, place: str
) -> None:
    at = fill_in(open_page("sources", office.kay), place)
    at.button(key="try_mailbox").click().run()
    assert can_be_added(at)
    at.text_input(key="mail_folder").input("Another").run()
    assert not can_be_added(at)


def test_a_password_that_is_typed_is_refused_and_not_repeated(
    office: Office, open_page: Open, shown: Shown
) -> None:
    at = fill_in(open_page("sources", office.kay), "mail.example.org", secret="hunter2-example")
    assert "Say where the password lies, and not the password" in shown(at)
    assert "hunter2-example" not in shown(at)
    assert at.button(key="try_mailbox").disabled


@pytest.mark.parametrize("secret", ["env:HOME", "file:/etc/shadow", "env:AWS_SECRET_ACCESS_KEY"])
def test_no_other_secret_of_the_machine_can_be_sent_to_a_server(
    office: Office, open_page: Open, shown: Shown, secret: str
) -> None:
    at = fill_in(open_page("sources", office.kay), "mail.example.org", secret=secret)
    assert "neither another secret of this machine nor the password of a mailbox" in shown(at)
    assert at.button(key="try_mailbox").disabled


def test_a_mailboxs_password_cannot_be_sent_to_a_server_that_somebody_names(
    office: Office, open_page: Open, shown: Shown, place: str
) -> None:
    now = datetime.now(UTC)
    ours = new_mailbox(f"imap://{USER}@{place}/INBOX", REFERENCE, name=None, now=now)
    with office.house.store.unit() as connection:
        add_source(connection, ours, actor=office.kay.id, now=now)
    at = fill_in(open_page("sources", office.kay), "mail.elsewhere.example")
    assert "no mailbox on another server uses it" in shown(at)
    assert at.button(key="try_mailbox").disabled
