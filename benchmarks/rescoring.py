"""What judging all again costs, and what a kill does to it. `python benchmarks/rescoring.py`.

Makes a store of 100,000 comments (or N) in a temporary folder, changes the rules so that some are
judged otherwise, some newly need a reply, some need none any more and a few are dangers, and runs
`earshot rescore` as a process of its own, while somebody else goes on reading and deciding. With
`--kills K` it is first killed (SIGKILL) K times at moments spread over its course, the store
checked after each; then it goes on to the end.
"""

import argparse
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from collectors.post import DateMark, Kind, Platform, Post, Published  # noqa: E402
from earshot.handling import administration, casework, listening  # noqa: E402
from earshot.handling.doctor import examine  # noqa: E402
from earshot.handling.house import House, company_of  # noqa: E402
from earshot.handling.judges import cores  # noqa: E402
from earshot.handling.keeping import Delivery  # noqa: E402
from earshot.rules.company import Profile, Role  # noqa: E402
from earshot.rules.events import PROGRAM, EventKind, NewEvent  # noqa: E402
from earshot.store.runs import Run, Status  # noqa: E402

JUDGED = 2_000  # the others are copies of these, with a word of their own
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
KEYED = (("judgements", "mention"), ("sightings", "mention"), ("cases", "id"), ("promises", "id"))
WORDS = (
    "course tutor thanks for asking we will ring back on Monday the evening class is full café"
    " today’s lesson was good but nobody answers at the wibble wobble"
).split()
DANGER = """
[[rules]]
id = "benchmark_danger"
concern = "threat"
severity = "high"
confidence = 0.9
phrases = ["zonk all of you"]
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mentions", type=int, default=100_000, metavar="N")
    parser.add_argument("--kills", type=int, default=0, metavar="K")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        fill(house, given.mentions)
        change_rules(house, "wibble")
        for number in range(given.kills):
            kill(house, 2 + number * 5)
        measure(house)


def fill(house: House, size: int) -> None:
    administration.found_company(
        house, Profile("Example Training", ('"Example Training"',)), now=NOW
    )
    source = listening.new_source("https://news.example/all.rss", name=None, account=None, now=NOW)
    with house.store.unit() as connection:
        listening.add_source(connection, source, actor=PROGRAM, now=NOW)
        administration.add_person(connection, "Kay Example", Role.SMT, now=NOW)
    change_rules(house, "wobble")
    chance = random.Random(5)
    run = Run(secrets.token_hex(8), source.id, NOW, NOW, Status.OK)
    posts = [_post(n, chance) for n in range(min(JUDGED, size))]
    intake = house.intake(company_of(house.store))
    intake.take_in(house.store, [Delivery(source, run, posts)], now=NOW)
    for number in range(1, -(-size // JUDGED)):
        copy(house, number)


def copy(house: House, number: int) -> None:
    """What was judged once more, under other ids: judging each would take minutes."""
    with house.store.unit() as connection:
        connection.execute(
            "INSERT INTO mentions SELECT * REPLACE (id || $n AS id, text || $n AS text, "
            "url || $n AS url) FROM mentions WHERE id NOT LIKE '%.%' "
            "AND id NOT IN (SELECT id FROM restrictions)",
            {"n": f" .{number}"},
        )
        for table, column in KEYED:
            connection.execute(
                f"INSERT INTO {table} SELECT * REPLACE (t.{column} || $n AS {column}) "
                f"FROM {table} t SEMI JOIN mentions m ON m.id = t.{column} || $n",
                {"n": f" .{number}"},
            )


def change_rules(house: House, bad: str) -> None:
    """This word is something bad from now on, and no other of them."""
    path = house.folder / "policy.toml"
    lines = [each for each in path.read_text("utf-8").splitlines() if not _is_ours(each)]
    lines.insert(lines.index("[sentiment.lexicon]") + 1, f"{bad} = -3.9")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    dangers = house.folder / "concerns" / "danger.toml"
    if bad == "wibble":
        dangers.write_text(dangers.read_text("utf-8") + DANGER, "utf-8")


def _is_ours(line: str) -> bool:
    return line.startswith(("wibble = ", "wobble = "))


def _post(number: int, chance: random.Random) -> Post:
    words = " ".join(chance.choices(WORDS, k=25))
    danger = " and we will zonk all of you" if number % 500 == 0 else ""
    published = Published(NOW, DateMark.EXACT, NOW.isoformat())
    return Post(
        Platform.OTHER,
        Kind.COMMENT,
        f"Example Training {words} {number}{danger}",
        "item",
        published,
        url=f"https://page.example/{number}",
        author=f"Writer {number}",
    )


def kill(house: House, after: float) -> None:
    running = _started(house)
    time.sleep(after)
    ended = running.poll() is not None
    running.kill()
    running.wait()
    with house.store.unit() as connection:
        done = connection.execute("SELECT count(*) FROM rescored").fetchone()
        problems = [p for found in examine(connection, repair=False) for p in found.problems]
    print(f"killed after {after:g} s: {done} done, ended before: {ended}, problems: {problems}")


def measure(house: House) -> None:
    waits: list[float] = []
    over = threading.Event()
    other = threading.Thread(target=work_beside, args=(house, waits, over))
    began = time.perf_counter()
    running = _started(house)
    other.start()
    most = 0
    while running.poll() is None:
        most = max(most, _memory(running.pid))
        time.sleep(0.2)
    took = time.perf_counter() - began
    over.set()
    other.join()
    line = json.loads(_printed(house).read_text("utf-8"))
    line["to_confirm"] = len(line.get("to_confirm", []))
    print(line)
    print(f"{took:.1f} s by the clock on {cores()} cores; {most / 1e6:,.0f} MB in all processes")
    waits.sort()
    print(f"others: {len(waits)} units, half within {waits[len(waits) // 2]:.3f} s, ", end="")
    print(f"the longest {waits[-1]:.2f} s")
    with house.store.unit() as connection:
        problems = [p for found in examine(connection, repair=False) for p in found.problems]
    print("doctor:", problems or "nothing wrong")


def work_beside(house: House, waits: list[float], over: threading.Event) -> None:
    """Somebody reads, and gives an item to nobody, over and over."""
    with house.store.unit() as connection:
        (item,) = connection.execute("SELECT min(id) FROM mentions").fetchone() or ("",)
    while not over.is_set():
        began = time.perf_counter()
        with house.store.unit() as connection:
            event = NewEvent(EventKind.ASSIGNED, item, {"assignee": None})
            casework.record(connection, [event], now=NOW)
        waits.append(time.perf_counter() - began)
        time.sleep(0.25)


def _started(house: House) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"EARSHOT_DATA": str(house.folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "earshot", "rescore", "--json"],
        env=environment,
        cwd=ROOT,
        stdout=_printed(house).open("w"),  # a pipe that nobody reads would hold it up at the end
    )


def _printed(house: House) -> Path:
    return house.folder / "printed.json"


def _memory(pid: int) -> int:
    """What a process and its children hold, in bytes."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        held = [Path(f"/proc/{each}/statm").read_text().split() for each in (pid, *children)]
    except OSError:  # one has just ended
        return 0
    pages = sum(int(each[1]) - int(each[2]) for each in held)
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
