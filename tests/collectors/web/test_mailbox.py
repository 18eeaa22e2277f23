"""A mailbox over the network: a real server, hostile senders in it, and servers that misbehave."""

import socket
import ssl
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from collectors.errors import CollectError, Problem
from collectors.mail.address import MailAddress
from collectors.post import Post, Unread
from collectors.web import imapwire
from collectors.web.address import AllowedHosts
from collectors.web.imapwire import Waiting
from collectors.web.mailbox import MailboxRead, MailLimits, read_mailbox
from tests.collectors.mail.letters import FACEBOOK, NOW, letter, passed, proved
from tests.collectors.web.mailserver import PASSWORD, Listener, MailServer, certificate

QUICK = MailLimits(waiting=Waiting(connect=5, answer=5))
IMPATIENT = MailLimits(waiting=Waiting(connect=1, answer=0.4))


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOX_PASSWORD", PASSWORD)


def look(
    at: Listener, folder: str = "INBOX", since: str | None = None, limits: MailLimits = QUICK
) -> MailboxRead:
    address = at.address(folder)
    return read_mailbox(
        address, "env:MAILBOX_PASSWORD", since, allowed=at.allowed, now=NOW, limits=limits
    )


def comment(number: int) -> bytes:
    page = f"""<p>Robin Sample commented on your post</p><blockquote>Comment {number}</blockquote>
      <a href="https://www.facebook.com/n/?exampletraining%2Fposts%2F123456789012&amp;comment_id={number}">View</a>"""
    return proved(FACEBOOK, "Robin Sample commented on your post", html=page)


def texts(read: MailboxRead) -> list[str]:
    return [entry.text for entry in read.entries if isinstance(entry, Post)]


SECRET = "The words of somebody else's private letter"
HOSTILE = [
    letter(
        '"Facebook" <notification@faceb00kmail.example>',
        "Robin commented on your post",
        text=SECRET,
    ),
    letter(
        FACEBOOK,
        "Robin Sample commented on your post",
        text=SECRET,
        results=("mx.training.example; dkim=fail; dmarc=fail header.from=facebookmail.com",),
    ),
    letter(
        FACEBOOK,
        "Robin Sample commented on your post",
        text=SECRET,
        results=(
            "mx.training.example; spf=pass smtp.mailfrom=evil.example; dmarc=fail",
            passed("facebookmail.com"),
        ),
    ),
    letter("Robin Sample <robin@home.example>", "Our holiday", text=SECRET),
]


def test_a_comment_among_hostile_and_private_mail_is_the_only_thing_read(
    server: MailServer,
) -> None:
    server.renew("Hostile")
    server.deliver("Hostile", *HOSTILE, comment(7))
    server.said.clear()
    read = look(server, "Hostile")
    assert texts(read) == ["Comment 7"]
    assert (read.looked_at, read.foreign, read.unproven, read.by_domain_only) == (5, 2, 2, 0)
    asked = [line for line in server.commands() if "BODY.PEEK[]" in line]
    assert len(asked) == 1, "the bodies of other people's letters were asked for"


def test_private_messages_on_a_platform_are_not_fetched_past_their_subject(
    server: MailServer,
) -> None:
    server.renew("Messages")
    server.deliver("Messages", proved(FACEBOOK, "Robin Sample sent you a message", text=SECRET))
    server.said.clear()
    read = look(server, "Messages")
    assert read.entries == (Unread("private messages on Facebook"),)
    assert not any("BODY.PEEK[]" in line for line in server.commands())


def test_a_mailbox_is_left_as_it_was_found(server: MailServer) -> None:
    server.renew("Flags")
    server.deliver("Flags", comment(1), comment(2), *HOSTILE)
    server.flags("Flags")  # the first to look takes \\Recent off
    before = server.flags("Flags")
    server.said.clear()
    assert len(look(server, "Flags").entries) == 2
    assert server.flags("Flags") == before
    words = " ".join(server.commands()).upper()
    assert "EXAMINE" in words
    for harmful in ("SELECT", "STORE", "EXPUNGE", "COPY", "MOVE", "APPEND", "DELETE", "CLOSE"):
        assert harmful not in words.split()


def test_the_next_round_reads_only_what_came_since(server: MailServer) -> None:
    server.renew("Rounds")
    server.deliver("Rounds", comment(1), comment(2))
    first = look(server, "Rounds")
    server.deliver("Rounds", comment(3))
    second = look(server, "Rounds", since=first.validator)
    third = look(server, "Rounds", since=second.validator)
    assert (texts(first), texts(second), texts(third)) == (
        ["Comment 1", "Comment 2"],
        ["Comment 3"],
        [],
    )
    assert third.validator == second.validator
    assert third.looked_at == 0


def test_a_folder_that_was_made_anew_is_read_from_its_beginning(server: MailServer) -> None:
    server.renew("Anew")
    server.deliver("Anew", comment(1), comment(2), comment(3))
    first = look(server, "Anew")
    server.renew("Anew")
    server.deliver("Anew", comment(4))
    second = look(server, "Anew", since=first.validator)
    assert first.validator.partition(":")[0] != second.validator.partition(":")[0]
    assert texts(second) == ["Comment 4"]


def test_a_long_folder_is_read_in_several_rounds(server: MailServer) -> None:
    server.renew("Long")
    server.deliver("Long", *(comment(number) for number in range(1, 6)))
    few = MailLimits(waiting=QUICK.waiting, messages=2)
    first = look(server, "Long", limits=few)
    second = look(server, "Long", since=first.validator, limits=few)
    third = look(server, "Long", since=second.validator, limits=few)
    assert [first.more, second.more, third.more] == [True, True, False]
    assert len(texts(first) + texts(second) + texts(third)) == 5


def test_a_message_beyond_the_limit_is_rejected_unfetched(server: MailServer) -> None:
    server.renew("Large")
    server.deliver("Large", comment(1))
    server.said.clear()
    read = look(server, "Large", limits=MailLimits(waiting=QUICK.waiting, size=500))
    assert "larger" in str(read.entries)
    assert not any("BODY.PEEK[]" in line for line in server.commands())


@pytest.mark.parametrize("folder", ["Mail of Facebook", "Kundenbüro & Söhne", 'A "quoted" \\ one'])
def test_folders_may_have_any_name(server: MailServer, folder: str) -> None:
    server.renew(folder)
    server.deliver(folder, comment(9))
    address = MailAddress("office", "127.0.0.1", server.port, folder, tls=False)
    read = read_mailbox(
        address, "env:MAILBOX_PASSWORD", None, allowed=server.allowed, now=NOW, limits=QUICK
    )
    assert texts(read) == ["Comment 9"]


def refusal(call: Callable[[], object]) -> tuple[Problem, str]:
    with pytest.raises(CollectError) as caught:
        call()
    everything = "".join(traceback.format_exception(caught.value))
    assert PASSWORD not in everything
    return caught.value.problem, str(caught.value)


def test_a_wrong_password_is_said_in_words(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOX_PASSWORD", "something-else")
    problem, sentence = refusal(lambda: look(server))
    assert problem is Problem.NOT_LET_IN
    assert "something-else" not in sentence


def test_a_missing_folder_is_said_with_those_that_there_are(server: MailServer) -> None:
    problem, sentence = refusal(lambda: look(server, "Nowhere"))
    assert problem is Problem.NO_SUCH_FOLDER
    assert "Nowhere" in sentence
    assert "INBOX" in sentence
    server.renew("Entwürfe & mehr")
    assert "Entwürfe & mehr" in refusal(lambda: look(server, "Nowhere"))[1]


# Encryption.


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("keys"))


def trusting(keys: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(keys[0]))


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_mail_is_read_over_tls_and_over_starttls(keys: tuple[Path, Path], scheme: str) -> None:
    with MailServer(keys, behind_tls=scheme == "imap") as server:
        address = server.address(scheme=scheme)
        read = read_mailbox(
            address,
            "env:MAILBOX_PASSWORD",
            None,
            allowed=server.allowed,
            now=NOW,
            limits=QUICK,
            tls=trusting(keys),
        )
        assert read.looked_at == 0
        hears_the_password = b"LOGIN" in server.said or b"AUTHENTICATE" in server.said
        assert hears_the_password is (scheme == "imaps")  # where the relay ends the encryption


def test_a_certificate_that_nobody_vouches_for_is_refused(keys: tuple[Path, Path]) -> None:
    with MailServer(keys) as server:
        address = server.address(scheme="imaps")
        problem, _ = refusal(
            lambda: read_mailbox(
                address, "env:MAILBOX_PASSWORD", None, allowed=server.allowed, now=NOW, limits=QUICK
            )
        )
        assert problem is Problem.BAD_CERTIFICATE
        assert not server.said


# Servers that misbehave.


def scripted(*says: bytes, wait: bool = False) -> Callable[[socket.socket], None]:
    """Greets, and then answers each command with what comes next; {tag} is the command's."""

    def answer(call: socket.socket) -> None:
        call.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        for each in (b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n", *says):
            tag = call.recv(65_536).split(b" ")[0]
            call.sendall(each.replace(b"{tag}", tag))
        if wait:
            call.recv(65_536)
            call.recv(65_536)

    return answer


LET_IN = b"{tag} OK in\r\n"
OPENED = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 1] v\r\n* OK [UIDNEXT 2] n\r\n{tag} OK [READ-ONLY] x\r\n"
FOUND = b"* SEARCH 1\r\n{tag} OK done\r\n"


@pytest.mark.parametrize(
    ("says", "problem"),
    [
        ((), Problem.TRUNCATED),
        ((b"",), Problem.TRUNCATED),
        ((b"{tag} NO [AUTHENTICATIONFAILED] you said correct-horse-7\r\n",), Problem.NOT_LET_IN),
        ((LET_IN, b"{tag} NO no such folder\r\n", b"{tag} NO\r\n"), Problem.NO_SUCH_FOLDER),
        ((LET_IN, b"* BYE correct-horse-7 is tired\r\n"), Problem.TRUNCATED),
        ((LET_IN, b"\xff\x00 what is this\r\n"), Problem.BAD_ANSWER),
        ((LET_IN, OPENED, b"{tag} BAD what\r\n"), Problem.BAD_ANSWER),
        ((LET_IN, OPENED, b"* SEARCH " + b"1 " * 5_000_000), Problem.TOO_LARGE),
        ((LET_IN, OPENED, FOUND, b"* 1 FETCH (UID 1 BODY[] {2147483648}\r\nxx"), Problem.TOO_LARGE),
        ((LET_IN, OPENED, FOUND, b"* 1 FETCH (UID 1 BODY[] {500}\r\nxx"), Problem.TRUNCATED),
        (
            (LET_IN, OPENED, FOUND, b"* 1 FETCH (UID 1 BODY[] {99999999999999999999}\r\n"),
            Problem.TOO_LARGE,
        ),
    ],
)
def test_servers_that_misbehave_are_told_of_in_words(
    says: tuple[bytes, ...], problem: Problem
) -> None:
    server = Listener(scripted(*says))
    found, sentence = refusal(lambda: look(server))
    assert found is problem, sentence
    assert sentence.startswith("127.0.0.1 ")
    server.close()


def test_a_server_that_never_answers_is_given_up() -> None:
    server = Listener(scripted(LET_IN, OPENED, b"", wait=True))
    assert refusal(lambda: look(server, limits=IMPATIENT))[0] is Problem.TIMED_OUT
    silent = Listener(lambda call: call.recv(10) and None)
    assert refusal(lambda: look(silent, limits=IMPATIENT))[0] is Problem.TIMED_OUT


def test_a_server_that_drips_is_given_up() -> None:
    def drip(call: socket.socket) -> None:
        while True:
            call.sendall(b"* OK ")
            time.sleep(0.05)

    assert refusal(lambda: look(Listener(drip), limits=IMPATIENT))[0] is Problem.TIMED_OUT


def test_what_came_before_encryption_began_is_no_answer(keys: tuple[Path, Path]) -> None:
    def inject(call: socket.socket) -> None:
        call.sendall(b"* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n")
        tag = call.recv(65_536).split(b" ")[0]
        call.sendall(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + b" OK done\r\n")
        tag = call.recv(65_536).split(b" ")[0]
        call.sendall(tag + b" OK begin\r\n* PREAUTH you are known\r\n")
        call.recv(65_536)

    assert refusal(lambda: look(Listener(inject)))[0] is Problem.UNREACHABLE


def test_no_password_goes_to_a_server_without_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = bytearray()

    def listen(call: socket.socket) -> None:
        call.sendall(b"* OK ready\r\n")
        while data := call.recv(65_536):
            heard.extend(data)
            tag = data.split(b" ")[0]
            call.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")

    # A public host that nobody allowed by name; only the last step of the way leads here.
    async def outside(*_: object) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr(imapwire, "addresses_of", outside)
    address = Listener(listen).address()
    allowed = AllowedHosts()
    problem, sentence = refusal(
        lambda: read_mailbox(address, "env:MAILBOX_PASSWORD", None, allowed=allowed, now=NOW)
    )
    assert (problem, "encryption" in sentence) == (Problem.UNREACHABLE, True)
    assert b"LOGIN" not in heard.upper()


def test_a_mail_server_inside_is_refused_unless_it_is_allowed(server: MailServer) -> None:
    server.said.clear()
    problem, _ = refusal(
        lambda: read_mailbox(
            server.address(), "env:MAILBOX_PASSWORD", None, allowed=AllowedHosts(), now=NOW
        )
    )
    assert problem is Problem.REFUSED_ADDRESS
    assert not server.said


def test_a_break_in_the_middle_keeps_what_was_read() -> None:
    head = b"From: Robin <robin@home.example>\r\n\r\n"
    shown = b"* 1 FETCH (UID %d RFC822.SIZE 99 BODY[HEADER.FIELDS (FROM)] {%d}\r\n%s)\r\n"
    known = b"From: Facebook <a@facebookmail.com>\r\nSubject: Robin commented on your post\r\n\r\n"
    both = shown % (1, len(head), head) + shown % (2, len(known), known) + b"{tag} OK done\r\n"
    server = Listener(scripted(LET_IN, OPENED, b"* SEARCH 2 1\r\n{tag} OK x\r\n", both))
    read = look(server)
    assert (read.validator, read.foreign) == ("1:1", 1)
    assert read.error is not None
    assert read.error.problem is Problem.TRUNCATED
    assert read.more
