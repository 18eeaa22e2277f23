"""A house to test in: a real store, an invented company, a fixed present."""

import copy
import secrets
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from collectors.post import DateMark, Kind, Platform, Post, Published, Rejected
from earshot.handling import administration, casework, listening
from earshot.handling.decisions import Action, Decision, Outcome, decide
from earshot.handling.house import House, company_of
from earshot.handling.keeping import Delivery
from earshot.protection import purpose
from earshot.rules.company import Account, Company, Profile, Purpose, Role, Source
from earshot.rules.purposes import Basis, Use
from earshot.store import questions
from earshot.store.questions import Item, Wanted
from earshot.store.runs import Run, Status

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday
BEGUN = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


STATED = Purpose(
    date(2026, 9, 1),
    "Dana Example",
    {use.value: Basis.LEGITIMATE_INTERESTS.value for use in Use},
    "https://example-training.example/privacy",
)


class Desk:
    """One company's house, and the short words that tests use for it."""

    def __init__(self, folder: Path) -> None:
        """Set everything up in an empty folder."""
        self.house = House(folder)
        administration.found_company(
            self.house, Profile("Example Training", ('"Example Training"',)), now=BEGUN
        )
        self.page = self.add_account("Facebook page", Platform.FACEBOOK, "exampletraining")
        self.feed = self.add_source("https://page.example/comments.rss", self.page)
        self.news = self.add_source("https://news.example/search.rss", None)
        with self.house.store.unit() as connection:
            self.kay = administration.add_person(connection, "Kay Example", Role.SMT, now=BEGUN)
            self.sam = administration.add_person(
                connection, "Sam Sample", Role.MODERATOR, now=BEGUN
            )

    def moved_to(self, folder: Path) -> "Desk":
        """A copy in another folder: quicker than setting everything up again."""
        shutil.copytree(self.house.folder, folder, dirs_exist_ok=True)
        copied = copy.copy(self)
        copied.house = House(folder)
        return copied

    @property
    def company(self) -> Company:
        return company_of(self.house.store)

    def add_account(self, name: str, platform: Platform, handle: str) -> Account:
        account = Account(f"a-{handle}", name, date(2026, 10, 1), platform, handle)
        with self.house.store.unit() as connection:
            return administration.add_account(connection, account, actor="earshot", now=BEGUN)

    def add_source(self, url: str, account: Account | None) -> Source:
        source = listening.new_source(url, name=None, account=account, now=BEGUN)
        with self.house.store.unit() as connection:
            return listening.add_source(connection, source, actor="earshot", now=BEGUN)

    def state_purpose(self) -> None:
        """From now on what is said elsewhere is collected, too."""
        with self.house.store.unit() as connection:
            purpose.state(connection, STATED, actor="earshot", now=BEGUN)

    def take_in(self, source: Source, *entries: Post | Rejected, now: datetime = NOW) -> Run:
        run = Run(secrets.token_hex(8), source.id, now, now, Status.OK)
        intake = self.house.intake(self.company)
        return intake.take_in(self.house.store, [Delivery(source, run, entries)], now=now)[0]

    def items(self, wanted: Wanted = Wanted()) -> list[Item]:  # noqa: B008 - frozen
        with self.house.store.unit() as connection:
            return questions.items(connection, wanted)

    def decide(
        self,
        action: Action,
        *items: Item,
        by: str = "",
        now: datetime = NOW,
        **how: Any,
    ) -> Outcome:
        company = self.company
        cases = tuple((item.id, item.version) for item in items)
        decision = Decision(action, cases, by or self.kay.id, **how)
        with self.house.store.unit() as connection:
            return decide(connection, decision, self.house.rules(company), now=now)

    def settle(self, now: datetime) -> int:
        """Note the deadlines that have passed."""
        with self.house.store.unit() as connection:
            return casework.record_misses(connection, now=now)

    def item(self) -> Item:
        """The only one there is."""
        (only,) = self.items()
        return only


def post(
    text: str = "Example Training never answers the phone",
    *,
    url: str | None = "https://page.example/comments/1",
    at: datetime | None = NOW,
    **more: object,
) -> Post:
    published = (
        Published(at, DateMark.EXACT, at.isoformat()) if at else Published(None, DateMark.MISSING)
    )
    given: dict[str, object] = {
        "platform": Platform.NEWS,
        "kind": Kind.ARTICLE,
        "text": text,
        "where": "item 1",
        "published": published,
        "url": url,
        "author": "A. Writer-Example",
    }
    return Post(**(given | more))  # type: ignore[arg-type]  # checked by the dataclass in use
