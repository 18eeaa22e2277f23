"""Listening: which mailbox a person may name on a page, and which password for it."""

from pathlib import Path

import pytest

from earshot.handling import listening
from earshot.rules.company import Source
from earshot.words.errors import Refused
from tests.earshot.desk import BEGUN, NOW, Desk

OURS = "imaps://alerts%40training.example@mail.training.example/INBOX"
THEIRS = "imaps://robin@mail.elsewhere.example/INBOX"


def name(desk: Desk, url: str, secret: str, actor: str | None = None) -> Source:
    actor = desk.kay.id if actor is None else actor
    return listening.mailbox_on_screen(
        desk.company, url, secret, actor=actor, name=None, now=NOW, server="mx.training.example"
    )


def add(desk: Desk, secret: str) -> None:
    source = listening.new_mailbox(OURS, secret, name=None, now=BEGUN)
    with desk.house.store.unit() as connection:
        listening.add_source(connection, source, actor=desk.kay.id, now=BEGUN)


def test_the_password_of_a_mailbox_is_for_no_other_server(desk: Desk) -> None:
    add(desk, "env:EARSHOT_MAIL_PASSWORD")
    with pytest.raises(Refused, match="no mailbox on another server"):
        name(desk, THEIRS, "env:EARSHOT_MAIL_PASSWORD")
    assert name(desk, THEIRS, "env:EARSHOT_OTHER_PASSWORD").server == "mx.training.example"
    another = name(desk, OURS.replace("INBOX", "Alerts"), "env:EARSHOT_MAIL_PASSWORD")
    assert another.secret == "env:EARSHOT_MAIL_PASSWORD"


def test_another_spelling_of_the_same_file_is_the_same_password(desk: Desk, tmp_path: Path) -> None:
    kept = tmp_path / "mail.password"
    kept.write_text("correct-horse-7")
    (tmp_path / "link.password").symlink_to(kept)
    add(desk, f"file:{kept}")
    for spelt in (f"{tmp_path}/../{tmp_path.name}/mail.password", f"{tmp_path}/link.password"):
        with pytest.raises(Refused, match="no mailbox on another server"):
            name(desk, THEIRS, f"file:{spelt}")


@pytest.mark.parametrize(
    "secret", ["env:HOME", "file:/etc/shadow", "file:/tmp/\0.password", "env:", "file:"]
)
def test_what_is_no_password_for_mail_cannot_be_named_on_a_page(desk: Desk, secret: str) -> None:
    with pytest.raises(Refused, match="EARSHOT_"):
        name(desk, OURS, secret)


@pytest.mark.parametrize("nobody", ["", "earshot", "p-unknown"])
def test_a_mailbox_is_named_by_a_person(desk: Desk, nobody: str) -> None:
    with pytest.raises(Refused, match="who you are"):
        name(desk, OURS, "env:EARSHOT_MAIL_PASSWORD", actor=nobody)
