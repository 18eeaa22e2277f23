"""What erasing a person costs, and what is left of them. `python benchmarks/erasing.py`.

Makes a store of 100,000 Mentions (or N) in a temporary folder, in which one invented person wrote
20, is named in 5, and stands in notes, dropped items, rejected rows, a file of them, and links.
Then they are erased while somebody else goes on working, and every file of the folder is searched,
byte by byte, for the name in several spellings and encodings. The store keeps texts compressed, so
that it is searched once more as plain rows, read out of it value by value.
"""

import argparse
import random
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from collectors.post import DateMark, Kind, Platform, Post, Published, Rejected  # noqa: E402
from earshot.handling import administration, listening  # noqa: E402
from earshot.handling.decisions import Action, Decision, decide  # noqa: E402
from earshot.handling.doctor import examine  # noqa: E402
from earshot.handling.house import House, company_of  # noqa: E402
from earshot.handling.keeping import Delivery  # noqa: E402
from earshot.handling.rejects import RejectsFile  # noqa: E402
from earshot.protection import erasing, person  # noqa: E402
from earshot.rules.company import Profile, Role, Source  # noqa: E402
from earshot.rules.events import PROGRAM  # noqa: E402
from earshot.store.questions import Wanted, items  # noqa: E402
from earshot.store.runs import Run, Status  # noqa: E402

NAME = "Zebedee Quill"
OWN, NAMED = 20, 5
JUDGED = 2_000  # the others are copies of these
KEYED = (("cases", "id"), ("promises", "id"))
WORDS = (
    "course tutor thanks for asking we will ring back on Monday the evening class is full café"
    " today’s lesson was good but nobody answers at the desk"
).split()
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mentions", type=int, default=100_000, metavar="N")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        fill(house, given.mentions)
        measure(house)


def fill(house: House, size: int) -> None:
    """A company with so many Mentions, and one person in every kind of place."""
    administration.found_company(
        house, Profile("Example Training", ('"Example Training"',)), now=NOW
    )
    source = listening.new_source("https://news.example/all.rss", name=None, account=None, now=NOW)
    with house.store.unit() as connection:
        listening.add_source(connection, source, actor=PROGRAM, now=NOW)
        kay = administration.add_person(connection, "Kay Example", Role.SMT, now=NOW)
    chance = random.Random(4)
    judged = min(JUDGED, size)
    copies = -(-size // judged)
    take_in(house, source, [_others(n, chance) for n in range(judged)])
    for number in range(1, copies):
        if number == copies // 2:  # in the middle, and not at the file's end
            take_in(house, source, [*_own(), *_naming()])
        copy(house, number)
    take_in(house, source, [_post(f"Only {NAME}", "https://news.example/dropped", "M. Made-Up")])
    take_in(house, source, [Rejected("no date", "item 1", f"{NAME} wrote this")])
    RejectsFile(house.folder / "rejects" / "seen.csv").add([Rejected("no date", "l. 2", NAME)])
    _note(house, kay.id)


def copy(house: House, number: int) -> None:
    """The Mentions that were judged once more, under other ids: judging each would take minutes."""
    with house.store.unit() as connection:
        connection.execute(
            "INSERT INTO mentions SELECT * REPLACE (id || $n AS id, text || $n AS text, "
            "url || $n AS url) FROM mentions WHERE id NOT LIKE '%.%' AND author LIKE 'Writer %'",
            {"n": f".{number}"},
        )
        for table, column in (("judgements", "mention"), ("sightings", "mention"), *KEYED):
            connection.execute(
                f"INSERT INTO {table} SELECT * REPLACE (t.{column} || $n AS {column}) "
                f"FROM {table} t SEMI JOIN mentions m ON m.id = t.{column} || $n",
                {"n": f".{number}"},
            )


def _note(house: House, actor: str) -> None:
    company = company_of(house.store)
    with house.store.unit() as connection:
        found = items(connection, Wanted(text="shouted"))
        for item in found:
            link = f"https://page.example/zebedee-quill/{item.id}"
            decision = Decision(
                Action.ANSWER, ((item.id, item.version),), actor, where=f"to {NAME}", link=link
            )
            decide(connection, decision, house.rules(company), now=NOW + timedelta(hours=1))


def _own() -> list[Post]:
    where = "https://page.example/zebedee-quill/"
    return [_post(f"Example Training lost form {n}", f"{where}{n}", NAME) for n in range(OWN)]


def _naming() -> list[Post]:
    said = "shouted at Example Training staff, which is terrible. When will you ring me?"
    return [
        _post(f"{NAME} {said} {n}", f"https://page.example/named/{n}", "M. Made-Up")
        for n in range(NAMED)
    ]


def _others(number: int, chance: random.Random) -> Post:
    words = " ".join(chance.choices(WORDS, k=25))
    text = f"Example Training {words} {number}"
    return _post(text, f"https://page.example/other/{number}", f"Writer {number % 5_000}")


def _post(text: str, url: str, author: str) -> Post:
    published = Published(NOW, DateMark.EXACT, NOW.isoformat())
    return Post(Platform.OTHER, Kind.COMMENT, text, "item", published, url=url, author=author)


def take_in(house: House, source: Source, entries: list[Post] | list[Rejected]) -> None:
    run = Run(secrets.token_hex(8), source.id, NOW, NOW, Status.OK)
    intake = house.intake(company_of(house.store))
    intake.take_in(house.store, [Delivery(source, run, entries)], now=NOW)


def measure(house: House) -> None:
    before, size = left_in(house.folder), house.store.path.stat().st_size
    began = time.perf_counter()
    found = person.find(house, NAME, PROGRAM, now=NOW)
    took = time.perf_counter() - began
    print(f"found in {took:.2f} s: {found.counts()}")
    print(f"files that hold the name before: {before}")
    others = Others(house)
    others.start()
    began = time.perf_counter()
    done = erasing.erase(house, NAME, PROGRAM, now=NOW + timedelta(hours=2))
    took = time.perf_counter() - began
    others.stop()
    print(
        f"erased in {took:.2f} s: {done.mentions} whole, {done.redacted} with the name struck out"
    )
    print(f"store: {size:,} bytes before, {house.store.path.stat().st_size:,} after")
    print(f"longest that somebody else waited: {max(others.waits):.2f} s of {len(others.waits)}")
    print(f"files that hold the name after: {left_in(house.folder)}")
    print(f"places that hold it, read value by value: {_rows_left(house)}")
    with house.store.unit() as connection:
        wrong = [f.check for f in examine(connection, repair=False) if f.problems]
    print(f"the doctor finds wrong: {wrong}")


def _rows_left(house: House) -> int:
    """The places that the search finds, and the values that hold the name as it is or folded."""
    found = len(person.find(house, NAME, PROGRAM, now=NOW).places())
    with house.store.unit() as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        for (table,) in tables:
            for row in connection.execute(f"FROM {table}").fetchall():
                held = " ".join(map(str, row)).lower()
                found += any(form in held for form in ("zebedee", "quill"))
    return found


def left_in(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in files if _holds(path.read_bytes()))


def _holds(content: bytes) -> bool:
    return any(form in content for form in _spelled())


def _spelled() -> Iterator[bytes]:
    low, joined = NAME.lower(), NAME.replace(" ", "")
    parts = ("Zebedee", "zebedee", "ZEBEDEE", "Quill", "quill")
    for form in {NAME, low, NAME.upper(), joined, joined.lower(), quote(NAME), *parts}:
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            yield form.encode(code)


class Others(threading.Thread):
    """Somebody who goes on asking the store, and notes how long each answer took."""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True)
        self.house, self.waits, self.going = house, [0.0], True

    def run(self) -> None:
        while self.going:
            began = time.perf_counter()
            with self.house.store.unit() as connection:
                connection.execute("SELECT max(seq) FROM events").fetchone()
            self.waits.append(time.perf_counter() - began)
            time.sleep(0.05)

    def stop(self) -> None:
        self.going = False
        self.join()


if __name__ == "__main__":
    main()
