"""Mail in files: one message, or a mailbox of any size in the memory of one message."""

import io
import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import CollectError, Problem
from collectors.mail.address import MailAddress, password_of
from collectors.mail.files import is_mail, read_mail
from collectors.mail.imapnames import coded, decoded, in_quotes
from collectors.mail.notice import Entry
from collectors.mail.reading import LARGEST
from collectors.post import Post, Rejected, Unread
from tests.collectors.mail.letters import FACEBOOK, NOW, letter, proved

FROM = b"From notification@facebookmail.com Mon Nov 23 09:15:00 2026\n"


def mbox(*messages: bytes) -> bytes:
    bodies = (
        message.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") for message in messages
    )
    return b"".join(FROM + body.rstrip(b"\n") + b"\n\n" for body in bodies)


def entries(data: bytes) -> list[Entry]:
    return list(read_mail(lambda: io.BytesIO(data), name="mail.mbox", now=NOW))


def comment(words: str) -> bytes:
    page = f"<p>Robin Sample commented on your post</p><blockquote>{words}</blockquote>"
    return proved(FACEBOOK, "Robin Sample commented on your post", html=page)


def texts(found: Iterable[Entry]) -> list[str]:
    return [entry.text for entry in found if isinstance(entry, Post)]


def test_one_message_is_read() -> None:
    assert texts(entries(comment("Hello"))) == ["Hello"]


def test_a_mailbox_is_read_message_by_message_and_the_rest_is_counted() -> None:
    private = letter("Robin <robin@home.example>", "Holiday", text="From here on it is private.")
    forged = letter(FACEBOOK, "Robin commented on your post", results=("mx.example; dmarc=fail",))
    found = entries(mbox(comment("One"), private, private, forged, comment("Two")))
    assert texts(found) == ["One", "Two"]
    assert found[2:] == [
        Unread("other mail", 2),
        Unread("mail in the name of Facebook that nothing proves", 1),
    ]


def test_saved_mail_says_how_much_of_it_was_believed_by_its_address_only() -> None:
    bare = letter(FACEBOOK, "Robin Sample commented on your post", text="> Hello")
    saved = read_mail(lambda: io.BytesIO(mbox(comment("One"), bare)), name="m.mbox", now=NOW)
    assert len(list(saved)) == 2
    assert str(saved.assumed).startswith("1 message was believed by the sender’s address only")
    proven = read_mail(lambda: io.BytesIO(comment("One")), name="m.eml", now=NOW)
    assert (len(list(proven)), proven.assumed) == (1, None)


def test_where_our_servers_are_named_saved_mail_needs_the_note_of_one_of_them() -> None:
    for servers, texts_read in (((), 1), (("mx.training.example",), 1), (("mx.other.example",), 0)):
        saved = read_mail(
            lambda: io.BytesIO(comment("One")), name="m.eml", now=NOW, servers=servers
        )
        assert len(texts(saved)) == texts_read


def test_a_line_that_begins_with_from_is_no_new_message() -> None:
    page = "Robin Sample commented on your post\n\nFrom 10:30 on I waited.\n>From 11:30 on I cried."
    raw = proved(FACEBOOK, "Robin Sample commented on your post", text=page)
    (post,) = entries(mbox(raw))
    assert isinstance(post, Post)
    assert post.text.startswith("From 10:30 on I waited.")


def test_a_message_beyond_the_limit_costs_only_itself() -> None:
    large = comment("x") + b"\r\n" + b"y" * LARGEST
    first, second = entries(mbox(large, comment("Two")))
    assert isinstance(first, Rejected)
    assert "larger" in first.reason
    assert texts([second]) == ["Two"]


def test_a_large_mailbox_is_read_in_the_memory_of_one_message(tmp_path: Path) -> None:
    path = tmp_path / "mail.mbox"
    private = letter("Robin <robin@home.example>", "Pictures", text="z" * 60 + "\n")
    with path.open("wb") as file:
        for _ in range(40):
            file.write(mbox(private + b"\r\n".join([b"y" * 900] * 600)))
    tracemalloc.start()
    (entry,) = read_mail(lambda: path.open("rb"), name="mail.mbox", now=NOW)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert entry == Unread("other mail", 40)
    assert peak < 5_000_000 < 20_000_000 < path.stat().st_size


def test_mail_is_known_by_its_content() -> None:
    assert is_mail(comment("x"))
    assert is_mail(mbox(comment("x")))
    assert is_mail(b"Return-Path: <a@b.example>\nReceived: by x\nFrom: a@b.example\n\n")
    for other in (b"", b"text,url\nHello,https://a.example", b'{"From": 1}', b"From: only\n\nx"):
        assert not is_mail(other)
    assert not is_mail(b"<html><body>From: a@b.example</body></html>")


def test_an_empty_file_is_refused_in_words() -> None:
    with pytest.raises(CollectError) as caught:
        entries(b"\n\n")
    assert caught.value.problem is Problem.EMPTY


# Addresses, passwords, names of folders.


@pytest.mark.parametrize(
    ("url", "user", "host", "port", "folder", "tls"),
    [
        (
            "imaps://a%40b.example@Mail.example/INBOX",
            "a@b.example",
            "mail.example",
            993,
            "INBOX",
            True,
        ),
        (
            "imap://a@mail.example:1143/Notices%20%26%20more",
            "a",
            "mail.example",
            1143,
            "Notices & more",
            False,
        ),
        ("imaps://a@[2606:4700::1]", "a", "2606:4700::1", 993, "INBOX", True),
        ("imaps://a@bücher.example/x/y", "a", "xn--bcher-kva.example", 993, "x/y", True),
    ],
)
def test_addresses_are_read_and_written_alike(
    url: str, user: str, host: str, port: int, folder: str, tls: bool
) -> None:
    address = MailAddress.parse(url)
    assert address == MailAddress(user, host, port, folder, tls)
    assert MailAddress.parse(str(address)) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://a@mail.example/",
        "imaps://mail.example/INBOX",
        "imaps://a:secret@mail.example/INBOX",
        "imaps://a@/INBOX",
        "imaps://a@mail.example/IN%0D%0ABOX",
        "imaps://a%0A@mail.example/",
        "imaps://a@mail.example:99999/",
        "imaps://a@mail.example/?x=1",
        "",
    ],
)
def test_what_is_no_address_of_a_mailbox_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(CollectError) as caught:
        MailAddress.parse(url)
    assert caught.value.problem is Problem.REFUSED_ADDRESS
    assert "secret" not in str(caught.value)


def test_a_password_lies_in_the_environment_or_in_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("correct horse é\n", "utf-8")
    path.chmod(0o600)
    assert password_of(f"file:{path}") == "correct horse é"
    assert password_of("env:MAILBOX", {"MAILBOX": "battery"}) == "battery"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_password_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "password"
    path.write_text("correct horse", "utf-8")
    path.chmod(mode)
    with pytest.raises(CollectError, match="chmod 600") as caught:
        password_of(f"file:{path}")
    assert caught.value.problem is Problem.NO_PASSWORD


@pytest.mark.parametrize(
    "reference", ["correct horse", "env:", "env:NO_SUCH", "file:/no/such", "file:/"]
)
def test_a_reference_that_leads_to_no_password_says_what_to_do(reference: str) -> None:
    with pytest.raises(CollectError) as caught:
        password_of(reference, {})
    assert caught.value.problem is Problem.NO_PASSWORD
    assert "correct horse" not in str(caught.value)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_names_of_folders_come_back_as_they_went(folder: str) -> None:
    assert decoded(coded(folder)) == folder
    assert coded(folder).isascii()


def test_a_folder_name_cannot_begin_another_command() -> None:
    assert in_quotes('a" b\\') == '"a\\" b\\\\"'
    assert in_quotes("Entwürfe") == '"Entw&APw-rfe"'
    with pytest.raises(ValueError, match="control"):
        in_quotes("INBOX\r\nA1 DELETE INBOX")
