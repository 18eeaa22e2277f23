"""Who sent it: a name proves nothing, a domain little, the receiving server's note counts."""

import pytest

from collectors.mail.authentication import Proof, proof_of
from collectors.mail.message import read_heads
from collectors.mail.senders import Foreign, Known, Service, Unproven, sender_of
from tests.collectors.mail.letters import FACEBOOK, NOW, letter, passed

SITE = "facebookmail.com"


def sender(address: str, *results: str, server: str | None = None) -> Known | Unproven | Foreign:
    raw = letter(address, "Robin Sample commented on your post", results=results)
    return sender_of(read_heads(raw, NOW), (server,) if server else ())


@pytest.mark.parametrize(
    "pretender",
    [
        '"Facebook" <notification@faceb00kmail.example>',
        "Facebook <notification@facebookmail.com.evil.example>",
        "Facebook <notification@evilfacebookmail.com>",
        '"notification@facebookmail.com" <robin@evil.example>',
        "notification@facebookmail.com <robin@evil.example>",
        "<notification@facebookmail.com> <robin@evil.example>",
        "robin@evil.example, notification@facebookmail.com",
        "notification@facebookmail.com, robin@evil.example",
        "=?utf-8?q?notification=40facebookmail=2Ecom?= <robin@evil.example>",
        "=?utf-8?q?Facebook_=3Cnotification=40facebookmail=2Ecom=3E?= <robin@evil.example>",
        "Facebook <notification@fаcebookmail.com>",  # a Cyrillic letter
        "Facebook <robin@evil.example> (notification@facebookmail.com)",
        "\u202eFacebook <moc.liamkoobecaf@evil.example>",
        "Facebook: notification@facebookmail.com, robin@evil.example;",
        "Facebook <@facebookmail.com:robin@evil.example>",
        "Somebody at Google <robin@google.com>",
        "",
    ],
)
def test_nobody_becomes_facebook_by_looking_like_it(pretender: str) -> None:
    assert sender(pretender) == Foreign()


def test_two_senders_are_nobody() -> None:
    raw = b"From: a@evil.example\r\n" + letter(FACEBOOK, "Robin commented")
    assert sender_of(read_heads(raw, NOW)) == Foreign()


def test_subdomains_are_the_services_own() -> None:
    known = sender("LinkedIn <messages@e.linkedin.com>", passed("linkedin.com"))
    assert known == Known(Service.LINKEDIN, Proof.PASSED)


def test_without_a_note_of_the_server_only_the_domain_is_known() -> None:
    assert sender(FACEBOOK) == Known(Service.FACEBOOK, Proof.NOT_STATED)


@pytest.mark.parametrize(
    "result",
    [
        "mx.example; dmarc=pass (p=REJECT) header.from=facebookmail.com",
        "mx.example 1; dkim=pass header.d=facebookmail.com header.s=s1",
        "mx.example; dkim=pass header.i=@facebookmail.com header.b=abc",
        "mx.example; dkim=fail header.d=other.example; spf=pass smtp.mailfrom=x@facebookmail.com",
        'mx.example; spf=pass smtp.mailfrom="bounce@mx.facebookmail.com"; dmarc=none',
        "mx.example; DMARC=Pass header.from=facebookmail.com; dkim=fail header.d=facebookmail.com",
        'mx; dkim=pass reason="2048-bit; key" header.d=facebookmail.com header.b="a=b/c"',
        "mx; dkim=pass (2048-bit key) header.i=@facebookmail.com header.b=Ab/c+d= header.s = s1",
        "mx; spf=pass smtp.mailfrom = <bounce@facebookmail.com> smtp.helo=out.facebookmail.com",
    ],
)
def test_what_the_receiving_server_vouches_for_is_trusted(result: str) -> None:
    assert proof_of([result], SITE) is Proof.PASSED


@pytest.mark.parametrize(
    "result",
    [
        "mx.example; none",
        "mx.example",
        "",
        ";;;",
        "mx.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example",
        "mx.example; dkim=pass",
        "mx.example; dmarc=fail header.from=facebookmail.com; dkim=pass header.d=facebookmail.com",
        "mx.example; dmarc=pass header.from=evil.example",
        "mx.example; dkim=fail (dmarc=pass header.from=facebookmail.com) header.d=x.example",
        "mx.example; dkim=fail ((; dmarc=pass header.from=facebookmail.com) header.d=a.example",
        'mx.example; dkim=fail reason="; dmarc=pass header.from=facebookmail.com"',
        "mx.example; dmarc=temperror header.from=facebookmail.com; spf=pass "
        "smtp.mailfrom=facebookmail.com",
        "mx.example; =?utf-8?q?dmarc=3Dpass?= header.from=facebookmail.com",
        "mx.example; dkim=pass header.d=facebookmail.com.evil.example",
        "mx.example; dmarc=fail; dmarc=pass header.from=facebookmail.com",
        'mx; spf=pass smtp.mailfrom="a@facebookmail.com"@evil.example',
        'mx; spf=pass smtp.mailfrom="a@facebookmail.com" @evil.example',
        'mx; spf=pass smtp.mailfrom="a@facebookmail.com"(to)@evil.example',
        'mx; spf=pass smtp.mailfrom="x smtp.mailfrom=facebookmail.com y"@evil.example',
        'mx; spf=pass smtp.mailfrom="; dmarc=pass header.from=facebookmail.com',
        "mx; spf=pass smtp.mailfrom=a@facebookmail.com(@evil.example",
        'mx; dkim=pass header.i="@facebookmail.com"@evil.example',
        'mx; dkim=pass header.d=evil.example reason="key header.d=facebookmail.com"',
        "mx; dkim=pass header.d=evil.example header.d=facebookmail.com",
        'mx; dmarc=pass header.from="facebookmail.com"@evil.example',
    ],
)
def test_what_it_does_not_vouch_for_is_not(result: str) -> None:
    assert proof_of([result], SITE) is Proof.FAILED


def test_a_note_that_somebody_forged_below_the_servers_own_counts_nothing() -> None:
    own = "mx.training.example; dkim=fail header.d=facebookmail.com"
    for forged in (passed(SITE, "evil.example"), passed(SITE, "mx.training.example")):
        assert sender(FACEBOOK, own, forged) == Unproven(Service.FACEBOOK)


def test_where_our_server_is_named_a_note_by_any_other_counts_nothing() -> None:
    forged = passed(SITE, "mx.evil.example")
    assert proof_of([forged], SITE, {"mx.training.example"}) is Proof.FAILED
    own = "mx.training.example; spf=none"
    both = [own, passed(SITE, "mx.training.example")]
    assert proof_of([forged, *both], SITE, {"mx.training.example"}) is Proof.PASSED


def test_of_several_servers_of_ours_the_one_that_the_message_came_in_by_counts() -> None:
    ours = {"mx.training.example", "MX2.training.example"}
    assert proof_of([passed(SITE, "mx2.training.example")], SITE, ours) is Proof.PASSED
    came_in_by = "mx2.training.example; spf=none"
    # The second one never saw the message: whoever sent it may have written this.
    forged = passed(SITE, "mx.training.example")
    assert proof_of([came_in_by, forged], SITE, ours) is Proof.FAILED
