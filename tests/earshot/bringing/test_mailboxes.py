"""Notices out of a real mailbox become Mentions on the account that they are about."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from collectors.post import Platform
from earshot.bringing.collecting import Collected, collect_sources
from earshot.bringing.importing import Importer
from earshot.bringing.mailboxes import try_mailbox
from earshot.handling import listening
from earshot.handling.health import health
from earshot.rules.company import Source, SourceKind
from earshot.store.runs import Status
from earshot.words.errors import Refused
from earshot.words.vocabulary import Clock, State
from tests.collectors.mail.letters import FACEBOOK, NOW, letter, proved
from tests.collectors.web.mailserver import PASSWORD, USER, MailServer
from tests.earshot.desk import BEGUN, Desk

SECRET = "env:EARSHOT_TEST_MAILBOX"
POST = "https://www.facebook.com/exampletraining/posts/123456789012?comment_id="


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_TEST_MAILBOX", PASSWORD)


def notice(number: int, words: str, service: str = FACEBOOK) -> bytes:
    page = f"""<p>Robin Sample commented on your post</p><blockquote>{words}</blockquote>
      <a href="{POST}{number}">View</a>"""
    return proved(service, "Robin Sample commented on your post", html=page)


def mailbox(desk: Desk, server: MailServer, folder: str) -> Source:
    url = f"imap://{USER}@127.0.0.1:{server.port}/{folder}"
    source = listening.new_mailbox(url, SECRET, name=None, now=BEGUN)
    with desk.house.store.unit() as connection:
        return listening.add_source(connection, source, actor="earshot", now=BEGUN)


def collect(desk: Desk, server: MailServer, source: Source) -> Collected:
    rounds = collect_sources(desk.house, [source], allowed=server.allowed, now=lambda: NOW)
    ((only,),) = list(rounds)
    return only


def test_a_notice_of_a_comment_is_open_on_our_page_by_the_policys_clock(
    desk: Desk, server: MailServer
) -> None:
    server.renew("one")
    server.deliver("one", notice(1, "When does the course start?"))
    collected = collect(desk, server, mailbox(desk, server, "one"))
    item = desk.item()
    assert (collected.run.status, collected.run.counts.new) == (Status.OK, 1)
    assert (item.account, item.clock, item.state) == (desk.page.id, Clock.POLICY, State.OPEN)
    assert item.text == "When does the course start?"


def test_a_post_elsewhere_that_mentions_us_is_open_by_our_own_aim(
    desk: Desk, server: MailServer
) -> None:
    server.renew("mentions")
    said = "Robin Sample mentioned Example Training in a post"
    link = "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000001"
    page = f'<p>{said}</p><a href="{link}">See post</a>'
    sender = "LinkedIn <notifications-noreply@linkedin.com>"
    server.deliver("mentions", proved(sender, said, html=page))
    collected = collect(desk, server, mailbox(desk, server, "mentions"))
    item = desk.item()
    assert (collected.run.counts.new, collected.run.counts.not_about_us) == (1, 0)
    assert (item.account, item.clock, item.state) == (None, Clock.AIM, State.OPEN)
    assert item.due_at is not None
    assert item.needs_reply


def test_the_second_round_asks_only_for_what_is_new(desk: Desk, server: MailServer) -> None:
    server.renew("two")
    server.deliver("two", notice(1, "When does it start?"))
    source = mailbox(desk, server, "two")
    collect(desk, server, source)
    server.deliver("two", notice(2, "And where?"))
    again = collect(desk, server, source)
    assert (again.run.counts.new, again.run.counts.known) == (1, 0)
    assert len(desk.items()) == 2


def test_hostile_and_private_mail_among_the_notices_brings_nothing_and_is_said(
    desk: Desk, server: MailServer
) -> None:
    server.renew("hostile")
    forged = ("mx.training.example; dkim=fail; dmarc=fail header.from=facebookmail.com",)
    secret = "Example Training is a fraud, and my pin is 1234"
    server.deliver(
        "hostile",
        letter('"Facebook" <a@faceb00kmail.example>', "Robin commented on your post", text=secret),
        letter(FACEBOOK, "Robin Sample commented on your post", text=secret, results=forged),
        letter("Robin Sample <robin@home.example>", "Our holiday", text=secret),
        notice(3, "Is there parking?"),
    )
    run = collect(desk, server, mailbox(desk, server, "hostile")).run
    assert [item.text for item in desk.items()] == ["Is there parking?"]
    assert run.warning is not None
    assert "1 message in a platform’s name that the mail server could not prove" in run.warning
    assert not any("BODY.PEEK[]" in c and "1:3" in c for c in server.commands())


def test_an_alert_about_an_article_is_sifted_by_the_terms(desk: Desk, server: MailServer) -> None:
    server.renew("alerts")
    link = "https://www.google.com/url?rct=j&url=https://news.example/{}&ct=ga"
    page = "".join(
        f'<a href="{link.format(n)}">{title}</a><div>The Example Post</div><div>{words}</div>'
        for n, title, words in (
            (1, "Example Training opens in Hull", "The company said on Monday that it opens."),
            (2, "Dogs in training", "An example of a dog that learns."),
        )
    )
    sender = "Google Alerts <googlealerts-noreply@google.com>"
    server.deliver("alerts", proved(sender, "Google Alert - Example Training", html=page))
    counts = collect(desk, server, mailbox(desk, server, "alerts")).run.counts
    assert (counts.new, counts.not_about_us) == (1, 1)
    assert (desk.item().platform, desk.item().account) == (Platform.NEWS.value, None)


def test_a_notice_for_a_platform_without_an_account_makes_one(
    desk: Desk, server: MailServer
) -> None:
    server.renew("new")
    sender = "YouTube <noreply@youtube.com>"
    page = """<p>Robin Sample commented on your video</p><blockquote>Never again</blockquote>
      <a href="https://www.youtube.com/watch?v=abcdefghijk&lc=Ugx123">Reply</a>"""
    server.deliver("new", proved(sender, "Robin Sample commented on your video", html=page))
    collect(desk, server, mailbox(desk, server, "new"))
    item = desk.item()
    assert item.clock is Clock.POLICY
    assert desk.company.account_name(item.account) == "YouTube"


def test_a_notice_whose_sender_no_server_notes_is_believed_and_that_is_said(
    desk: Desk, server: MailServer
) -> None:
    server.renew("bare")
    page = f'<blockquote>Is it open?</blockquote><a href="{POST}5">View</a>'
    server.deliver("bare", letter(FACEBOOK, "Robin Sample commented on your post", html=page))
    run = collect(desk, server, mailbox(desk, server, "bare")).run
    assert run.counts.new == 1
    assert "1 message was believed by the sender’s address only" in str(run.warning)


def test_saved_mail_is_held_to_the_mail_server_that_a_mailbox_names(
    desk: Desk, server: MailServer
) -> None:
    importer = Importer(desk.house, desk.kay.id)

    def counts(raw: bytes) -> tuple[int, tuple[tuple[str, int], ...]]:
        (imported,) = importer.import_stream(io.BytesIO(raw), "saved.eml", now=NOW)
        return imported.counts.new, imported.left_unread

    source = replace(mailbox(desk, server, "saved"), server="mx.other.example")
    with desk.house.store.unit() as connection:
        listening.add_source(connection, source, actor="earshot", now=BEGUN)
    assert counts(notice(1, "Hello")) == (
        0,
        (("mail in the name of Facebook that nothing proves", 1),),
    )
    source = replace(source, server="mx.training.example")
    with desk.house.store.unit() as connection:
        listening.add_source(connection, source, actor="earshot", now=BEGUN)
    assert counts(notice(1, "Hello")) == (1, ())


def test_saved_mail_says_what_was_believed_without_a_proof(desk: Desk) -> None:
    page = f'<blockquote>Is it open?</blockquote><a href="{POST}5">View</a>'
    raw = letter(FACEBOOK, "Robin Sample commented on your post", html=page)
    importer = Importer(desk.house, desk.kay.id)
    (imported,) = importer.import_stream(io.BytesIO(raw), "saved.eml", now=NOW)
    assert imported.counts.new == 1
    assert any("believed by the sender’s address only" in note for note in imported.notes)


def test_feeds_are_not_held_up_by_a_mailbox(desk: Desk, server: MailServer) -> None:
    """The mailbox comes first in the list, and the feed's answer is there before it."""
    server.renew("slow")
    asked = [mailbox(desk, server, "slow"), desk.news]
    rounds = collect_sources(desk.house, asked, allowed=server.allowed, now=lambda: NOW)
    in_order = [each.source.kind for part in rounds for each in part]
    assert in_order == [desk.news.kind, SourceKind.MAILBOX]


def test_two_mailboxes_that_tell_of_one_new_page_make_one_account(
    desk: Desk, server: MailServer
) -> None:
    sender = "YouTube <noreply@youtube.com>"
    sources = []
    for number, folder in enumerate(("first", "second")):
        server.renew(folder)
        page = f"""<p>Robin Sample commented on your video</p><blockquote>Never again</blockquote>
          <a href="https://www.youtube.com/watch?v=abcdefghijk&lc=Ugx{number}">Reply</a>"""
        server.deliver(folder, proved(sender, "Robin Sample commented on your video", html=page))
        sources.append(mailbox(desk, server, folder))
    list(collect_sources(desk.house, sources, allowed=server.allowed, now=lambda: NOW))
    assert len(desk.items()) == 2
    assert len({item.account for item in desk.items()}) == 1


def test_a_mailbox_that_lets_nobody_in_fails_in_words_and_without_the_password(
    desk: Desk, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = mailbox(desk, server, "INBOX")
    monkeypatch.setenv("EARSHOT_TEST_MAILBOX", "wrong-horse-9")
    run = collect(desk, server, source).run
    assert (run.status, run.problem) == (Status.FAILED, "not_let_in")
    assert "wrong-horse-9" not in str(run)
    assert health(source, run, NOW + timedelta(minutes=1)).failing


def test_the_store_and_its_log_hold_no_password(desk: Desk, server: MailServer) -> None:
    server.renew("INBOX")
    collect(desk, server, mailbox(desk, server, "INBOX"))
    assert PASSWORD.encode() not in desk.house.store.path.read_bytes()


@pytest.mark.parametrize("secret", [PASSWORD, "", "password:hunter2"])
def test_a_password_itself_is_not_taken(secret: str) -> None:
    with pytest.raises(Refused, match="env:NAME"):
        listening.new_mailbox("imaps://a@mail.example/", secret, name=None, now=NOW)


def test_a_mailbox_can_be_tried_before_it_is_added(server: MailServer) -> None:
    server.renew("INBOX")
    url = f"imap://{USER}@127.0.0.1:{server.port}/INBOX"
    told = try_mailbox(url, SECRET, allowed=server.allowed)
    assert told == f"The folder INBOX of {USER} can be opened. No message was looked at."
