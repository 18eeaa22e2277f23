"""What collecting costs beside feedparser alone. `python benchmarks/collecting.py FOLDER`.

FOLDER holds feeds as they were served; none is part of the project. They are served on loopback by
a process of their own. In one run, over the same bytes: feedparser's own parsing; a first round
(fetch, read, match, judge, store) into an empty store; a second, unchanged one; and the parts of
the first round one after another, which in a round go on beside each other. feedparser alone is
measured as it comes, and with what collectors/feeds/quicker.py does to it.
"""

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the server is a part of the tests, which are not installed

import feedparser  # noqa: E402
import httpx  # noqa: E402

from collectors.feeds.quicker import as_it_comes  # noqa: E402
from collectors.post import Post  # noqa: E402
from collectors.web.address import AllowedHosts  # noqa: E402
from collectors.web.round import Answer, Ask, collect  # noqa: E402
from earshot.bringing.collecting import collect_sources, delivery  # noqa: E402
from earshot.handling import administration, listening  # noqa: E402
from earshot.handling.house import House, company_of  # noqa: E402
from earshot.rules.company import Profile, Source  # noqa: E402
from earshot.rules.events import PROGRAM  # noqa: E402
from earshot.rules.mention import said  # noqa: E402
from earshot.rules.sifting import Candidate, sift  # noqa: E402

ALONE, FIRST, UNCHANGED = "feedparser alone", "first round", "unchanged round"
GOALS = {FIRST: 1.0, UNCHANGED: 0.2}  # of feedparser's time alone


@dataclass(frozen=True)
class Served:
    urls: tuple[str, ...]
    bodies: tuple[tuple[bytes, str], ...]  # with the Content-Type of each

    @property
    def allowed(self) -> AllowedHosts:
        return AllowedHosts.parse(f"127.0.0.1:{httpx.URL(self.urls[0]).port}")


@dataclass(frozen=True)
class Figures:
    """What was measured, by its name in the table."""

    spent: dict[str, "Spent"]
    counts: dict[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--term", action="append", metavar="QUERY", help="what is about us")
    given = parser.parse_args()
    terms = tuple(given.term or ['"Example Training"'])
    with serving(given.folder) as served:
        show(given.folder, terms, served, measured(served, terms, given.rounds))


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.collectors.server", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        pipe = server.stdout
        assert pipe is not None
        urls = tuple(iter(lambda: pipe.readline().strip(), ""))
        with httpx.Client(trust_env=False) as client:
            answers = [client.get(url) for url in urls]
        yield Served(urls, tuple((a.content, a.headers["Content-Type"]) for a in answers))
    finally:
        server.kill()
        server.wait()


def measured(served: Served, terms: tuple[str, ...], rounds: int) -> Figures:
    warm_up(served, terms)
    found = [measured_once(served, terms) for _ in range(rounds)]
    spent = {name: middle([each.spent[name] for each in found]) for name in found[0].spent}
    return Figures(spent, found[0].counts)


def middle(spent: list["Spent"]) -> "Spent":
    return Spent(median(each.clock for each in spent), median(each.work for each in spent))


def measured_once(served: Served, terms: tuple[str, ...]) -> Figures:
    watch = Stopwatch()
    with as_it_comes():
        parse(served, clean=True)
        watch.lap(ALONE)
    parse(served, clean=True)
    watch.lap("the same with our pieces in it")
    parse(served, clean=False)
    watch.lap("the same, markup left as it is")
    with house(served, terms) as (home, sources):
        watch.skip()
        counts = one_round(served, home, sources)
        watch.lap(FIRST)
        one_round(served, home, sources)
        watch.lap(UNCHANGED)
    with house(served, terms) as (home, sources):
        watch.skip()
        parts(served, home, sources, watch)
    return Figures(watch.laps, counts)


def warm_up(served: Served, terms: tuple[str, ...]) -> None:
    """What a program that watches does once: load the models, read the policy, trust certificates.

    Its cost is that of starting, about a second, and not of a round.
    """
    with house(served, terms) as (home, sources):
        one_round(served, home, sources[:20])
        home.judge.judge("Mae'r cwrs yn wych, diolch yn fawr i bawb")


def parse(served: Served, *, clean: bool) -> None:
    for body, kind in served.bodies:
        feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": kind},
            sanitize_html=clean,
            resolve_relative_uris=clean,
        )


@contextmanager
def house(served: Served, terms: tuple[str, ...]) -> Iterator[tuple[House, list[Source]]]:
    with tempfile.TemporaryDirectory() as folder:
        home = House(Path(folder))
        administration.found_company(home, Profile("Example Training", terms), now=now())
        sources = [
            listening.new_source(url, name=None, account=None, now=now()) for url in served.urls
        ]
        with home.store.unit() as connection:
            for source in sources:
                listening.add_source(connection, source, actor=PROGRAM, now=now())
        yield home, sources


def one_round(served: Served, home: House, sources: list[Source]) -> dict[str, int]:
    runs = [
        collected.run
        for part in collect_sources(home, sources, allowed=served.allowed, now=now)
        for collected in part
    ]
    assert len(runs) == len(sources)
    return {
        "sources": len(runs),
        "failed": sum(run.error is not None for run in runs),
        "items": sum(run.counts.fetched + run.counts.rejected for run in runs),
        "about us": sum(run.counts.new for run in runs),
    }


def parts(served: Served, home: House, sources: list[Source], watch: "Stopwatch") -> None:
    """The steps of a first round, one after another."""
    asks = [Ask(source.id, source.url) for source in sources]
    asked = collect(asks, allowed=served.allowed, now=now)
    answers: list[Answer] = [answer for part in asked for answer in part]
    watch.lap("its fetching and reading")
    by_id = {source.id: source for source in sources}
    at, company = now(), company_of(home.store)
    deliveries = [delivery(a, by_id[a.key], None, started=at, ended=at) for a in answers]
    watch.skip()
    sifted = [
        sift(e, d.source, company) for d in deliveries for e in d.entries if isinstance(e, Post)
    ]
    watch.lap("its matching")
    for each in sifted:
        if isinstance(each, Candidate):
            home.judge.judge(said(each.post))
    watch.lap("its judging")
    home.intake(company).take_in(home.store, deliveries, now=at)
    watch.lap("its matching, judging and storing")


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock, and of this process's work: less where it waits, more on two cores."""

    clock: float
    work: float


class Stopwatch:
    def __init__(self) -> None:
        self.laps: dict[str, Spent] = {}
        self.skip()

    def lap(self, name: str) -> None:
        clock, work = time.perf_counter() - self._clock, time.process_time() - self._work
        self.laps[name] = Spent(clock, work)
        self.skip()

    def skip(self) -> None:
        self._clock, self._work = time.perf_counter(), time.process_time()


def now() -> datetime:
    return datetime.now(UTC)


def show(folder: Path, terms: tuple[str, ...], served: Served, figures: Figures) -> None:
    size = sum(len(body) for body, _ in served.bodies) / 1e6
    counts = ", ".join(f"{number:,} {name}" for name, number in figures.counts.items())
    print(f"{folder.name}: {size:.1f} MB; {counts}; about us is {' or '.join(terms)}\n")
    print("| | seconds | ratio | goal | of work | ratio |")
    print("| :-- | --: | --: | --: | --: | --: |")
    alone = figures.spent[ALONE]
    for name, spent in figures.spent.items():
        clock, work = spent.clock / alone.clock, spent.work / alone.work
        goal = GOALS.get(name, "")
        print(
            f"| {name} | {spent.clock:.2f} | {clock:.2f} | {goal} | {spent.work:.2f} | {work:.2f} |"
        )


if __name__ == "__main__":
    main()
