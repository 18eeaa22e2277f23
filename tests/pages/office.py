"""An office to test in: an invented company at work now, with a real store."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from collectors.post import Platform
from earshot.bringing.handnotes import Note, add_note
from earshot.bringing.importing import Importer
from earshot.handling import administration
from earshot.handling.house import House
from earshot.rules.company import Account, Person, Profile, Role, account_id
from earshot.store.questions import Item, Wanted, items
from earshot.words.times import utc_text

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 30  # seconds; a first run reads the policy and the language models


@dataclass
class Office:
    """One company at work now: its house, its people, its page."""

    house: House
    kay: Person
    sam: Person
    page: Account

    def note(self, text: str, *, ago: timedelta = timedelta(hours=1), **told: str) -> str:
        """Something said on the company's own page that long ago, noted at once."""
        at = datetime.now(UTC) - ago
        return add_note(self.house, Note(text, at, account=self.page, **told), now=at)

    def note_elsewhere(self, text: str, *, ago: timedelta = timedelta(hours=1)) -> str:
        at = datetime.now(UTC) - ago
        return add_note(self.house, Note(text, at), now=at)

    def table(self, rows: int) -> None:
        """That many comments at once, as out of a table."""
        now = datetime.now(UTC)
        lines = [
            f"{utc_text(now - timedelta(minutes=n))},Words number {n}" for n in range(1, rows + 1)
        ]
        table = io.BytesIO("\n".join(["published_at,text", *lines]).encode())
        importer = Importer(self.house, self.kay.id, account="Our page")
        list(importer.import_stream(table, "t.csv", now=now))

    def item(self, item_id: str) -> Item:
        with self.house.store.unit() as connection:
            return items(connection, Wanted(ids=(item_id,)))[0]

    def all_items(self) -> list[Item]:
        with self.house.store.unit() as connection:
            return items(connection, Wanted())


def furnished(folder: Path) -> Office:
    """An office in an empty folder, begun a month ago."""
    house, now = House(folder), datetime.now(UTC) - timedelta(days=30)
    administration.found_company(
        house, Profile("Example Training", ('"Example Training"',)), now=now
    )
    page = Account(account_id("Our page"), "Our page", now.date(), Platform.FACEBOOK)
    with house.store.unit() as connection:
        administration.add_account(connection, page, actor="earshot", now=now)
        kay = administration.add_person(connection, "Kay Example", Role.MODERATOR, now=now)
        sam = administration.add_person(connection, "Sam Sample", Role.SMT, now=now)
    return Office(house, kay, sam, page)
