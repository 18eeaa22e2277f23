"""Restricted items on the command line: dealt with, and never put into words."""

from pathlib import Path

import pytest

from tests.commands.conftest import Command

WORDS = "When does it start? Xylophonic words"
KEYS = ["id", "concern", "stage", "since", "urgent", "handed_at", "filed_at", "reference"]


@pytest.fixture
def item(earshot: Command) -> str:
    """An item of a company that has a safeguarding lead and a moderator."""
    earshot("init", "--company", "Example Training")
    earshot("accounts", "add", "Our page", "--platform", "facebook")
    earshot("people", "add", "Dana Example", "--role", "dsl")
    earshot("people", "add", "Sam Sample", "--role", "moderator")
    place = ("--url", "https://page.example/xylophone", "--account", "Our page")
    noted = earshot("add", *place, "--text", WORDS, "--at", "2026-11-16T09:00:00Z")
    return noted.out.strip()


def test_what_is_restricted_is_left_out_and_that_is_said(
    earshot: Command, item: str, tmp_path: Path
) -> None:
    done = earshot("restrict", item, "--concern", "threat", "--urgent", "--json")
    assert (done.status, done.lines[0]["urgent"]) == (0, True)
    assert "Dana Example" in done.err
    days = ("--from", "2026-01-01", "--to", "2027-12-31")
    out = str(tmp_path / "mentions.csv")
    for words in (
        ("mentions", "--json"),
        ("mentions",),
        ("queue", "--json"),
        ("export", "mentions", *days, "--out", "-"),
        ("export", "compliance", *days, "--out", "-"),
        ("export", "summary", *days, "--out", "-"),
        ("export", "mentions", *days, "--out", out),
    ):
        told = earshot(*words)
        assert told.status == 0
        assert "1 restricted item is left out." in told.err
        assert "ylophon" not in told.out + told.err
    assert "ylophon" not in Path(out).read_text("utf-8-sig")


def test_an_item_goes_its_way_without_its_words(earshot: Command, item: str) -> None:
    earshot("restrict", item, "--concern", "abuse_disclosure", "--by", "Sam Sample")
    (line,) = earshot("restricted", "--json").lines
    assert list(line) == KEYS
    assert (line["id"], line["concern"], line["stage"]) == (item, "abuse_disclosure", "suspected")
    assert earshot("restricted", "hand-over", item, "--by", "Sam Sample").status == 0
    filed = earshot(
        "restricted", "file", item, "--reference", "SG-1", "--by", "Dana Example", "--json"
    )
    assert (filed.lines[0]["stage"], filed.lines[0]["reference"]) == ("filed", "SG-1")
    told = earshot("restricted")
    assert "SG-1" in told.out
    assert "ylophon" not in told.out + told.err


def test_only_the_safeguarding_lead_brings_it_back(earshot: Command, item: str) -> None:
    earshot("restrict", item, "--concern", "threat")
    refused = earshot("restricted", "lift", item, "--reason", "a song", "--by", "Sam Sample")
    assert refused.status == 1
    assert "Only the safeguarding lead can do this: Dana Example." in refused.err
    assert earshot("restricted", "lift", item, "--reason", "a song").status == 2
    assert earshot("mentions", "--json").lines == []
    done = earshot("restricted", "lift", item, "--reason", "a song", "--by", "Dana Example")
    assert done.status == 0
    assert [line["id"] for line in earshot("mentions", "--json").lines] == [item]


def test_the_only_lead_who_is_named_in_it_is_locked_out(earshot: Command, item: str) -> None:
    earshot("people", "add", "Robin Example", "--role", "deputy")
    earshot("restrict", item, "--concern", "staff_allegation")
    done = earshot("restricted", "lock-out", item, "--person", "Dana Example")
    assert done.status == 0
    filed = ("restricted", "file", item, "--reference", "SG-1", "--by")
    assert earshot(*filed, "Dana Example").status == 1
    assert earshot(*filed, "Robin Example").status == 0


def test_what_is_not_there_is_refused_in_words(earshot: Command, item: str) -> None:
    assert earshot("restrict", "nothing", "--concern", "threat").status == 1
    assert earshot("restrict", item, "--concern", "rudeness").status == 2
    assert earshot("restrict", item, "--concern", "threat", "--by", "Nobody").status == 1
    earshot("restrict", item, "--concern", "threat")
    again = earshot("restrict", item, "--concern", "threat")
    assert (again.status, "already" in again.err) == (1, True)
