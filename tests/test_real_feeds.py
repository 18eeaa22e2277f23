"""Feeds end to end: real ones, served and collected by the real command, and plainly bad ones."""

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from collectors.web.fetch import Limits
from earshot.bringing.collecting import collect_sources
from earshot.handling import administration, listening
from earshot.handling.doctor import examine
from earshot.handling.house import House
from earshot.protection import purpose
from earshot.rules.company import Profile, Source
from earshot.rules.events import PROGRAM
from earshot.store.runs import Run, Status
from tests.collectors.server import FeedServer, endless
from tests.conftest import ROOT
from tests.earshot.desk import STATED

Line = dict[str, Any]
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
COUNTED = ("new", "changed", "known", "outgoing", "not_about_us")


def house_over(folder: Path, urls: Sequence[str], *terms: str) -> tuple[House, list[Source]]:
    """A company that collects these addresses, added in one unit of work."""
    house = House(folder)
    administration.found_company(house, Profile("Example Training", terms), now=NOW)
    sources = [listening.new_source(url, name=None, account=None, now=NOW) for url in urls]
    with house.store.unit() as connection:
        purpose.state(connection, STATED, actor=PROGRAM, now=NOW)
        for source in sources:
            listening.add_source(connection, source, actor=PROGRAM, now=NOW)
    return house, sources


def earshot(house: House, server: FeedServer, *words: str) -> subprocess.CompletedProcess[str]:
    given = {"EARSHOT_DATA": str(house.folder), "EARSHOT_ALLOW_HOSTS": f"127.0.0.1:{server.port}"}
    return subprocess.run(
        [sys.executable, "-m", "earshot", *words],
        cwd=ROOT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def collected(house: House, server: FeedServer) -> dict[str, Line]:
    """The lines of `earshot collect --json`, by address."""
    ran = earshot(house, server, "collect", "--json")
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.stderr == ""
    assert ran.returncode == (1 if any(line["status"] == "failed" for line in lines) else 0)
    assert len({line["source"] for line in lines}) == len(lines)
    return {line["url"]: line for line in lines}


def assert_sound(house: House) -> None:
    with house.store.unit() as connection:
        findings = examine(connection, repair=False)
    assert [finding for finding in findings if finding.problems] == []


# What nobody here wrote


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


def served(server: FeedServer, folder: Path, *parts: str) -> dict[str, Path]:
    """Every file of these folders, by the address it is served at."""
    put = {part: server.put_folder(folder / part) for part in parts}
    files = {part: sorted(f for f in (folder / part).rglob("*") if f.is_file()) for part in parts}
    return {
        url: file
        for part in parts
        for url, file in zip(put[part], files[part], strict=True)
        if file.name != "REFERENCE_feedparser.json"
    }


def others_count(folder: Path) -> dict[Path, int]:
    """How many items feedparser finds in each file."""
    reference = json.loads((folder / "feeds" / "REFERENCE_feedparser.json").read_text())
    return {folder / name: found["n"] for name, found in reference.items()}


@pytest.mark.real_data
def test_every_item_that_feedparser_finds_in_real_feeds_is_fetched_or_rejected_with_a_reason(
    server: FeedServer, real_data: Path, tmp_path: Path
) -> None:
    files = served(server, real_data, "feeds", "searchfeeds")
    house, _ = house_over(tmp_path, list(files), '"Example Training"')
    lines = collected(house, server)
    assert lines.keys() == files.keys()
    expected = others_count(real_data)
    for url, line in lines.items():
        found = expected.get(files[url])
        items = line["fetched"] + line["rejected"]
        assert line["fetched"] == sum(line[count] for count in COUNTED), url
        assert line["status"] in ("ok", "failed"), url
        assert found is None or items == found, f"{url}: {items} items, feedparser {found}"
        assert_says_why(line)
    assert sum(line["fetched"] for line in lines.values()) > 3_000
    assert_sound(house)
    assert_second_round_is_unchanged(house, server, lines)


def assert_says_why(line: Line) -> None:
    """A failure is a sentence for a person, on one line; so is what a cut feed lacks."""
    error = line["error"]
    if line["status"] != "ok" or error is not None:
        assert len(error.split()) > 3, line
        assert "\n" not in error, line
        assert "Error" not in error.split("“")[0], line


def assert_second_round_is_unchanged(
    house: House, server: FeedServer, first: dict[str, Line]
) -> None:
    for url, line in collected(house, server).items():
        before = first[url]["status"]
        assert line["status"] == ("unchanged" if before == "ok" else before), url
        assert line["fetched"] + line["rejected"] == 0, url


@pytest.mark.real_data
def test_what_real_feeds_say_of_common_words_is_kept_judged_and_counted_once(
    server: FeedServer, real_data: Path, tmp_path: Path
) -> None:
    files = served(server, real_data, "searchfeeds")
    house, _ = house_over(tmp_path, list(files), "the OR a OR news")
    lines = collected(house, server)
    kept = [
        json.loads(line)
        for line in earshot(house, server, "mentions", "--json").stdout.splitlines()
    ]
    assert len(kept) == sum(line["new"] for line in lines.values()) > 100
    assert len({item["id"] for item in kept}) == len(kept)
    assert all(item["sentiment"] and item["intent"] for item in kept)
    assert_sound(house)


# What is plainly bad

START, END = b"<rss version='2.0'><channel><title>News</title>", b"</channel></rss>"
ITEM = b"<item><title>Example Training opens</title><link>https://n.example/%d</link></item>"
ITEMS = b"".join(ITEM % number for number in range(3))
GOOD = START + ITEMS + END
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9))
ENTITIES = b'<!DOCTYPE rss [<!ENTITY l0 "lol">' + LAUGHS + b"]>" + GOOD
TRUNCATED = START + ITEMS + b"<item><title>Example Training clo"
HUGE = START + ITEMS + b" " * 50_000_000 + END

ANSWERS: dict[str, dict[str, Any]] = {
    "web page": {"body": b"<!DOCTYPE html><html><body>Welcome</body></html>"},
    "empty": {"body": b""},
    "only spaces": {"body": b" \n "},
    "cut before an item": {"body": START[:30]},
    "no markup": {"body": b"Service temporarily unavailable"},
    "50 MB": {"body": HUGE},
    "50 MB, packed": {"body": zlib.compress(HUGE), "headers": {"Content-Encoding": "deflate"}},
    "broken packing": {"body": b"not packed", "headers": {"Content-Encoding": "gzip"}},
    "slow": {"body": GOOD, "delay": 30.0},
    "gone away": {"body": b"", "status": 404},
}
SAID = {
    "web page": "this is a web page, not a feed",
    "empty": "127.0.0.1 answered with nothing at all (200).",
    "only spaces": "the answer is empty: there is no feed in it",
    "cut before an item": "the feed is cut before its first item ends",
    "no markup": "this is no XML, and not a feed",
    "50 MB": "127.0.0.1 sends more than 20 MB, which is no feed's size; it was not read.",
    "50 MB, packed": "127.0.0.1 sends more than 20 MB, which is no feed's size; it was not read.",
    "broken packing": "127.0.0.1 sent an answer whose packing (gzip) is broken or unknown.",
    "slow": "127.0.0.1 was too slow: its answer was not complete after 2 s.",
    "gone away": "127.0.0.1 has nothing at this address; look for the feed's present address",
    "endless": "127.0.0.1 sends more than 20 MB",
    "drip by drip": "127.0.0.1 was too slow: its answer was not complete after 2 s.",
    "hangs up": "127.0.0.1 broke off in the middle of its answer.",
    "in a circle": "127.0.0.1 sends in a circle, back to 127.0.0.1",
}


@pytest.fixture(scope="module")
def bad_round(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Run]]:
    """One round over all that is bad, a good feed among it: each Run by its name."""
    with FeedServer() as server:
        put = partial(_put, server)
        urls = {name: put(name, **answer) for name, answer in ANSWERS.items()}
        urls["endless"] = server.misbehave("/endless", endless(HEAD + b"\r\n", b"<rss>" * 20_000))
        drops = lambda: [HEAD + b"\r\n", *(x for _ in range(90) for x in (b"<", 0.3))]  # noqa: E731
        urls["drip by drip"] = server.misbehave("/drip", drops)
        urls["hangs up"] = server.misbehave(
            "/hangs-up", lambda: [HEAD + b"Content-Length: 999\r\n\r\n<rss>"]
        )
        server.redirect("/there", "/and-back")
        urls["in a circle"] = server.redirect("/and-back", "/there")
        urls["good"] = put("good", GOOD)
        urls["full of entities"] = put("entities", ENTITIES)
        urls["cut in an item"] = put("cut", TRUNCATED)
        urls["not what it says"] = put(
            "latin", GOOD.replace(b"opens", "ouvre à Béziers".encode("cp1252"))
        )
        names = {url: name for name, url in urls.items()}
        house, sources = house_over(tmp_path_factory.mktemp("bad"), list(names), "Example")
        parts = collect_sources(
            house, sources, allowed=server.allowed, now=lambda: NOW, limits=Limits(whole=2.0)
        )
        yield {names[each.source.url]: each.run for part in parts for each in part}
        assert_sound(house)


def _put(server: FeedServer, name: str, body: bytes, **more: Any) -> str:
    return server.put(f"/{name.replace(' ', '-')}", body, **more)


@pytest.mark.parametrize("name", SAID)
def test_a_source_that_cannot_be_read_says_why(bad_round: dict[str, Run], name: str) -> None:
    run = bad_round[name]
    assert run.status is Status.FAILED
    assert (run.error or "").startswith(SAID[name])
    assert run.counts.fetched == 0


def test_no_bad_source_keeps_a_good_one_from_being_read(bad_round: dict[str, Run]) -> None:
    run = bad_round["good"]
    assert (run.status, run.counts.fetched, run.warning) == (Status.OK, 3, None)


def test_entities_that_grow_are_left_unread_and_the_items_are_read(
    bad_round: dict[str, Run],
) -> None:
    run = bad_round["full of entities"]
    assert (run.status, run.counts.fetched) == (Status.OK, 3)
    assert run.warning == "entities that it declares were not read; they could grow without end"


def test_of_a_feed_that_is_cut_the_whole_items_are_read_and_the_last_is_rejected(
    bad_round: dict[str, Run],
) -> None:
    run = bad_round["cut in an item"]
    assert (run.status, run.counts.fetched, run.counts.rejected) == (Status.OK, 3, 1)
    assert run.warning == "the feed is cut: items after its end are missing"


def test_a_feed_in_another_encoding_than_it_says_is_read_and_the_bending_is_told(
    bad_round: dict[str, Run],
) -> None:
    run = bad_round["not what it says"]
    assert (run.status, run.counts.fetched) == (Status.OK, 3)
    assert run.warning == "it is not in the encoding that it names; read as windows-1252"
