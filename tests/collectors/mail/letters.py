"""Letters that nobody sent: invented people, invented companies, the services' real domains."""

from datetime import UTC, datetime
from email.message import EmailMessage

from collectors.mail.reading import Message, read_message
from collectors.post import Post

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DATE = "Mon, 23 Nov 2026 09:15:00 +0000"
FACEBOOK = "Facebook <notification@facebookmail.com>"


def passed(domain: str, server: str = "mx.training.example") -> str:
    return (
        f"{server}; dkim=pass header.d={domain} header.s=s1; "
        f"spf=pass (sender is fine) smtp.mailfrom={domain}; "
        f"dmarc=pass (p=REJECT dis=NONE) header.from={domain}"
    )


def letter(
    sender: str,
    subject: str,
    *,
    html: str = "",
    text: str = "",
    results: tuple[str, ...] = (),
    message_id: str = "<a1@mail.example>",
) -> bytes:
    """A message as a mailbox hands it out."""
    message = EmailMessage()
    message["Subject"] = subject
    message["Date"] = DATE
    message["Message-ID"] = message_id
    message["To"] = "office@training.example"
    message.set_content(text or "This message needs a reader that shows HTML.")
    if html:
        message.add_alternative(html, subtype="html")
    before = [f"Authentication-Results: {result}" for result in results] + [f"From: {sender}"]
    return "\r\n".join([*before, ""]).encode() + message.as_bytes().replace(b"\n", b"\r\n")


def proved(sender: str, subject: str, *, html: str = "", text: str = "") -> bytes:
    """One whose sender the receiving server vouches for."""
    domain = sender.rpartition("@")[2].strip(">")
    return letter(sender, subject, html=html, text=text, results=(passed(domain),))


def read(raw: bytes) -> Message:
    return read_message(raw, now=NOW)


def only_post(raw: bytes) -> Post:
    (entry,) = read(raw).entries
    assert isinstance(entry, Post), entry
    return entry
