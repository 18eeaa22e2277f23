"""A mailbox over the network: a real server, hostile senders in it, and servers that misbehave."""

import base64
import socket
import ssl
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from collectors.errors import CollectError, Problem
from collectors.mail.address import MailAddress
from collectors.post import Post, Rejected, Unread
from collectors.web import imapwire
from collectors.web.address import AllowedHosts
from collectors.web.imapwire import Waiting, may_go_plain
from collectors.web.mailbox import open_once, read_mailbox
from collectors.web.mailround import MailboxRead, MailLimits
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


HUGE = b"".join(
    b"Authentication-Results: evil.example; x=%d %s\r\n" % (number, b"y" * 900)
    for number in range(15_000)
)
MALFORMED = [
    HUGE + b"From: Robin <robin@evil.example>\r\nSubject: 14 MB\r\n\r\nbody\r\n",
    b"Subject: " + b"=?utf-8?q?" * 30_000 + b"\r\nFrom: Facebook <a@facebookmail.com>\r\n\r\n",
    b"From: \xff\xfe\x00 <a@facebookmail.com\r\nDate: 99\r\n : nothing\r\n\x00\r\n\r\nbody",
    b"no header at all",
    b"\r\n\r\n",
    b"From: " + b"<" * 100_000 + b"a@facebookmail.com\r\n\r\n",
]


def test_headers_that_are_huge_or_malformed_cost_only_their_own_message(
    server: MailServer,
) -> None:
    server.renew("Malformed")
    server.deliver("Malformed", comment(1), *MALFORMED, comment(2))
    read = look(server, "Malformed")
    assert texts(read) == ["Comment 1", "Comment 2"]
    assert (read.error, read.more) == (None, False)
    assert look(server, "Malformed", since=read.validator).looked_at == 0


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


def test_trying_a_mailbox_looks_at_no_message(server: MailServer) -> None:
    server.renew("Trying")
    server.deliver("Trying", comment(1))
    server.said.clear()
    address = server.address("Trying")
    open_once(address, "env:MAILBOX_PASSWORD", allowed=server.allowed, limits=QUICK)
    asked = set(" ".join(server.commands()).split())
    assert "EXAMINE" in asked
    assert not {"UID", "FETCH", "SEARCH"} & asked


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
        ((LET_IN, OPENED, b"* SEARCH 1 " + b"9" * 6000 + b"\r\n{tag} OK\r\n"), Problem.BAD_ANSWER),
        ((LET_IN, OPENED, b"* SEARCH 12345678901\r\n{tag} OK\r\n"), Problem.BAD_ANSWER),
        ((LET_IN, OPENED.replace(b"Y 1", b"Y " + b"9" * 5000)), Problem.BAD_ANSWER),
        ((LET_IN, OPENED.replace(b"T 2", b"T " + b"9" * 5000)), Problem.BAD_ANSWER),
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


AWKWARD = 's3cr"et\\horse.'
CODED = base64.b64encode(f"\0office\0{AWKWARD}".encode())
REPEATED = [
    CODED,
    CODED.rstrip(b"="),
    base64.b64encode(AWKWARD.encode()),
    AWKWARD.encode(),
    AWKWARD.upper().encode(),
    b"x" * 290 + AWKWARD.encode(),
    b'LOGIN "office" "s3cr\\"et\\\\horse."',
]


@pytest.mark.parametrize("repeated", REPEATED)
def test_a_server_that_repeats_the_password_is_not_quoted(
    repeated: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILBOX_PASSWORD", AWKWARD)
    at_the_door = Listener(scripted(b"{tag} NO you said " + repeated + b"\r\n"))
    problem, sentence = refusal(lambda: look(at_the_door))
    assert (problem, "you said" in sentence) == (Problem.NOT_LET_IN, False)
    later = Listener(scripted(LET_IN, OPENED, b"{tag} NO you said " + repeated + b"\r\n"))
    problem, sentence = refusal(lambda: look(later))
    assert (problem, "you said" in sentence) == (Problem.BAD_ANSWER, True)
    for part in ("s3cr", "horse", CODED[:12].decode(), base64.b64encode(b's3cr"e').decode()):
        assert part.lower() not in sentence.lower()
    at_the_door.close()
    later.close()


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


# Messages that break the connection, each time that they are asked for.


class Fragile:
    """A server of some messages by UID, which hangs up at, or floods, whoever asks for one."""

    def __init__(self, uids: range, breaking: set[int], *, how: bytes = b"") -> None:
        self._uids, self._breaking, self._how = uids, breaking, how
        self.calls = 0

    def __call__(self, call: socket.socket) -> None:
        self.calls += 1
        call.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        while said := call.recv(65_536):
            tag, _, command = said.partition(b" ")
            told = self._told(command)
            if told is None:
                call.sendall(self._how)
                return
            call.sendall(told + tag + b" OK done\r\n")

    def _told(self, command: bytes) -> bytes | None:
        if command.startswith(b"EXAMINE"):
            return b"* OK [UIDVALIDITY 1] v\r\n* OK [UIDNEXT 99] n\r\n"
        if command.startswith(b"UID SEARCH"):
            return b"* SEARCH %s\r\n" % b" ".join(b"%d" % uid for uid in self._uids)
        if not command.startswith(b"UID FETCH"):
            return b""
        asked = [int(uid) for uid in command.split()[2].split(b",")]
        whole = b"BODY.PEEK[]" in command
        if self._breaking & set(asked):
            return None
        return b"".join(self._shown(uid, whole) for uid in asked)

    def _shown(self, uid: int, whole: bool) -> bytes:
        raw = comment(uid) if whole else comment(uid).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        return b"* 1 FETCH (UID %d RFC822.SIZE 999 BODY[] {%d}\r\n%s)\r\n" % (uid, len(raw), raw)


FLOOD = b"* 1 FETCH (UID 2 BODY[] {2147483648}\r\n" + b"x" * 100


@pytest.mark.parametrize("how", [b"", FLOOD, b"* BYE I fell over\r\n", b"\xff\x00 what\r\n"])
@pytest.mark.parametrize("breaking", [{1}, {3}, {5}, {1, 2, 3}])
def test_a_message_that_breaks_the_connection_each_time_is_rejected_and_the_others_are_read(
    how: bytes, breaking: set[int]
) -> None:
    server = Listener(Fragile(range(1, 6), breaking, how=how))
    read = look(server)
    assert texts(read) == [f"Comment {uid}" for uid in range(1, 6) if uid not in breaking]
    rejected = [entry for entry in read.entries if isinstance(entry, Rejected)]
    assert [entry.where for entry in rejected] == [
        f"message {uid} of the folder" for uid in sorted(breaking)
    ]
    assert all("does not show it: 127.0.0.1 " in entry.reason for entry in rejected)
    assert (read.validator, read.error) == ("1:5", None)
    server.close()


def test_a_message_whose_request_hangs_does_not_stop_a_round_that_has_no_time_left() -> None:
    class Hanging(Fragile):
        def _told(self, command: bytes) -> bytes | None:
            told = super()._told(command)
            if told is None:
                time.sleep(0.6)
            return told

    at = Listener(Hanging(range(1, 4), {1}))
    hurried = MailLimits(waiting=Waiting(connect=1, answer=0.4), whole=0.0)
    read = look(at, limits=hurried)
    assert (read.validator, read.more, len(read.entries)) == ("1:1", True, 1)
    at.close()


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        (b"* 1 FETCH (UID 1 BODY[] {2147483648}\r\nxx", Problem.TOO_LARGE),
        (b"* 1 FETCH (UID 1 BODY[] {500}\r\nxx", Problem.TRUNCATED),
        (b"* 1 FETCH (UID 1 BODY[] {99999999999999999999}\r\n", Problem.TOO_LARGE),
    ],
)
def test_a_folders_only_message_that_is_never_shown_is_the_servers_failure(
    how: bytes, problem: Problem
) -> None:
    server = Listener(Fragile(range(1, 2), {1}, how=how))
    found, sentence = refusal(lambda: look(server))
    assert (found, sentence.startswith("127.0.0.1 ")) == (problem, True)
    server.close()


def test_a_server_that_shows_no_message_at_all_loses_us_none() -> None:
    fragile = Fragile(range(1, 4), {1, 2, 3})
    server = Listener(fragile)
    problem, _ = refusal(lambda: look(server))
    assert problem is Problem.TRUNCATED
    assert fragile.calls < 10, "it was called again and again"
    server.close()


def test_a_break_in_the_middle_keeps_what_was_read() -> None:
    class Dying(Fragile):
        """Shows its first message whole, and takes no notice of anybody afterwards."""

        def _told(self, command: bytes) -> bytes | None:
            told = super()._told(command)
            if b"FETCH 1 " in command:
                self._breaking = set(range(100))
            return told

    server = Listener(Dying(range(1, 4), set()))
    read = look(server)
    assert (read.validator, texts(read), read.more) == ("1:1", ["Comment 1"], True)
    assert read.error is not None
    assert read.error.problem is Problem.TRUNCATED
    server.close()


@pytest.mark.parametrize(
    ("peer", "may"),
    [("127.0.0.1", True), ("::1", True), ("192.168.1.5", False), ("203.0.113.5", False)],
)
def test_a_password_goes_unencrypted_only_within_this_machine(peer: str, may: bool) -> None:
    address = MailAddress.parse("imap://office@mail.training.example/")
    allowed = AllowedHosts.parse("mail.training.example")
    assert may_go_plain(address, peer, allowed) is may
    assert not may_go_plain(address, peer, AllowedHosts())
