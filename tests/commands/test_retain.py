"""`earshot retain` and `earshot hold`, as programs see them."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from earshot.words.times import utc_text
from tests.commands.conftest import Command
from tests.earshot.desk import Desk, post

KEYS = "what kept_for due held oldest deleted".split()
HOLD_KEYS = "id kind reason since by active ended_on ended_by".split()
KINDS = "mentions cases restricted rejects dropped replies".split()
LONG_AGO = datetime.now(UTC).replace(microsecond=0) - timedelta(days=800)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A company with two old mentions to which no reply was due, and a young one."""
    desk = Desk(tmp_path / "data")
    old = [post(f"Example Training, part {n}", url=f"https://n.example/{n}") for n in range(3)]
    for each, at in zip(old, (LONG_AGO, LONG_AGO + timedelta(days=1), None), strict=True):
        again = post(each.text, url=each.url, at=at or datetime.now(UTC))
        desk.take_in(desk.news, again, now=at or datetime.now(UTC))
    return desk


def test_it_shows_what_would_go_and_deletes_nothing(desk: Desk, earshot: Command) -> None:
    done = earshot("retain", "--json")
    assert (done.status, [line["what"] for line in done.lines]) == (0, KINDS)
    assert all(list(line) == KEYS for line in done.lines)
    assert list(done.lines[0].values()) == ["mentions", "12 months", 2, 0, utc_text(LONG_AGO), 0]
    assert "earshot retain --apply" in done.err
    assert len(desk.items()) == 3


def test_with_apply_it_deletes_and_says_what_backups_still_hold(
    desk: Desk, earshot: Command
) -> None:
    done = earshot("retain", "--apply", "--json")
    assert (done.status, done.lines[0]["deleted"]) == (0, 2)
    assert [line["deleted"] for line in done.lines[1:]] == [0] * 5
    assert "Backups that were made before still hold it" in done.err
    assert len(desk.items()) == 1


def test_a_hold_stops_it_with_exit_1_and_the_holds_name_and_not_its_reason(
    desk: Desk, earshot: Command
) -> None:
    made = earshot("hold", "add", "--kind", "police", "--reason", "Officer Invented rang", "--json")
    (hold,) = made.lines
    assert list(hold) == HOLD_KEYS
    assert (hold["kind"], hold["by"], hold["active"]) == ("police", "Earshot", True)
    refused = earshot("retain", "--apply", "--json")
    assert (refused.status, refused.out) == (1, "")
    assert re.search(rf"{hold['id']} \(the police, since ", refused.err)
    assert "Invented" not in refused.err
    shown = earshot("retain", "--json")
    assert (shown.status, shown.lines[0]["due"], shown.lines[0]["held"]) == (0, 0, 2)
    ended = earshot("hold", "end", hold["id"], "--json").lines[0]
    assert (ended["active"], ended["ended_by"]) == (False, "Earshot")
    assert earshot("hold", "list", "--json").lines == [ended]
    assert desk.company.held == ()


def test_a_hold_that_is_not_there_is_refused_in_words(desk: Desk, earshot: Command) -> None:
    assert desk.company.held == ()
    unknown = earshot("hold", "end", "h-unknown")
    assert (unknown.status, "`hold list` shows them" in unknown.err) == (1, True)
