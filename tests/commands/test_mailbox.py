"""A mailbox by the command line alone: added, collected, and broken, against a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.collectors.mail.letters import FACEBOOK, letter, proved
from tests.collectors.web.mailserver import PASSWORD, USER, MailServer
from tests.commands.conftest import Command


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        running.renew("Alerts")
        yield running


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(PASSWORD + "\n")
    path.chmod(0o600)
    return path


def test_from_a_notice_in_the_mailbox_to_the_queue(
    earshot: Command, server: MailServer, password: Path
) -> None:
    page = """<p>Robin Sample commented on your post</p>
      <blockquote>When will my certificate come?</blockquote>
      <a href="https://www.facebook.com/ets/posts/123456789012?comment_id=7">View</a>"""
    server.deliver(
        "Alerts",
        proved(FACEBOOK, "Robin Sample commented on your post", html=page),
        letter('"Facebook" <f@faceb00kmail.example>', "Robin commented on your post", text="Liar"),
    )
    allow = f"127.0.0.1:{server.port}"
    url = f"imap://{USER}@127.0.0.1:{server.port}/Alerts"
    earshot("init", "--company", "Example Training")
    earshot("accounts", "add", "Our page", "--platform", "facebook", "--start", "2026-01-01")
    given = ("--password", f"file:{password}", "--since", "2026-01-01", "--json")
    added = earshot("sources", "add", url, *given, allow=allow)
    assert (added.status, added.lines[0]["kind"]) == (0, "mailbox")
    assert PASSWORD not in added.out + added.err

    collected = earshot("collect", "--json", allow=allow)
    (line,) = collected.lines
    assert (line["status"], line["fetched"], line["new"], line["rejected"]) == ("ok", 1, 1, 0)

    (item,) = earshot("queue", "--json").lines
    assert (item["platform"], item["account"], item["clock"]) == ("facebook", "Our page", "policy")
    assert item["text"] == "When will my certificate come?"
    assert earshot("collect", "--json", allow=allow).lines[0]["fetched"] == 0


def test_a_mailbox_that_cannot_be_opened_is_not_added(
    earshot: Command, server: MailServer, password: Path
) -> None:
    earshot("init", "--company", "Example Training")
    allow = f"127.0.0.1:{server.port}"
    url = f"imap://{USER}@127.0.0.1:{server.port}/"
    nowhere = earshot(
        "sources", "add", f"{url}Nowhere", "--password", f"file:{password}", allow=allow
    )
    assert (nowhere.status, "has no folder “Nowhere”" in nowhere.err) == (1, True)
    password.chmod(0o644)
    read_by_all = earshot("sources", "add", url, "--password", f"file:{password}", allow=allow)
    assert (read_by_all.status, "chmod 600" in read_by_all.err) == (1, True)
    itself = earshot("sources", "add", url, "--password", PASSWORD, allow=allow)
    assert (itself.status, "env:NAME" in itself.err) == (1, True)
    inside = earshot("sources", "add", url, "--password", f"file:{password}")
    assert inside.status == 1
    assert earshot("sources", "list", "--json").lines == []
