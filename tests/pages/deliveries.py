"""What sources bring to an office in tests: notices, reviews, and our own answers."""

import secrets
from datetime import UTC, datetime, timedelta

from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.handling import listening
from earshot.handling.house import company_of
from earshot.handling.keeping import Delivery
from earshot.rules.company import Source
from earshot.store.runs import Run, Status
from tests.pages.office import Office

HOUR = timedelta(hours=1)


def source(office: Office, name: str = "Page <i>download</i>") -> Source:
    """Something that brings what is said on the company's own page."""
    begun = datetime.now(UTC) - timedelta(days=20)
    url = f"https://page.example/{secrets.token_hex(4)}.rss"
    made = listening.new_source(url, name=name, account=office.page, now=begun)
    with office.house.store.unit() as connection:
        return listening.add_source(connection, made, actor="earshot", now=begun)


def deliver(office: Office, made: Source, *posts: Post, ago: timedelta = timedelta()) -> None:
    now = datetime.now(UTC) - ago
    run = Run(secrets.token_hex(8), made.id, now, now, Status.OK)
    intake = office.house.intake(company_of(office.house.store))
    intake.take_in(office.house.store, [Delivery(made, run, posts)], now=now)


def said(text: str, *, number: int = 1, ago: timedelta = HOUR, **more: object) -> Post:
    """A comment on the page, said that long ago."""
    given: dict[str, object] = {
        "platform": Platform.FACEBOOK,
        "kind": Kind.COMMENT,
        "where": f"item {number}",
        "published": Published(datetime.now(UTC) - ago, DateMark.EXACT),
        "native_id": f"c-{number}",
        "url": f"https://www.facebook.com/example/posts/{number}",
    }
    return Post(text=text, **(given | more))  # type: ignore[arg-type]


def answer(number: int = 1, *, ago: timedelta = HOUR / 2, url: str | None = None) -> Post:
    """Our own reply to the comment of this number."""
    return said(
        "On Monday at nine.",
        number=100 + number,
        ago=ago,
        url=url,
        own=True,
        in_reply_to=f"c-{number}",
    )
