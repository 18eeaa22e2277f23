"""`earshot brand apply`: the present terms, applied to what is there, as a program sees it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from earshot.handling.administration import change_profile
from earshot.handling.house import House
from tests.commands.conftest import Command
from tests.earshot.desk import Desk, post

KEYS = "dropped taken_in open stored not_meant not_meant_open out_of_scope marked".split()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A company that listens for something else since its feed brought two items."""
    desk = Desk(tmp_path / "data")
    now = datetime.now(UTC)
    awful = post("Example Training is awful. Why?", url="https://n.example/1", at=now)
    desk.take_in(desk.news, awful, post("ExTra wins", url="https://n.example/2", at=now), now=now)
    with House(tmp_path / "data").store.unit() as connection:
        change_profile(
            connection, lambda it: replace(it, terms=("extra",)), actor=desk.kay.id, now=now
        )
    return desk


def test_it_takes_in_what_is_meant_now_and_names_what_is_not(desk: Desk, earshot: Command) -> None:
    done = earshot("brand", "apply", "--json")
    assert done.status == 0, done.err
    assert [list(line) for line in done.lines] == [KEYS]
    assert list(done.lines[0].values()) == [1, 1, 0, 1, 1, 1, 0, 1]
    assert "Example Training is awful" in done.err
    assert "--drop" in done.err


def test_dropping_is_somebodys_decision(desk: Desk, earshot: Command) -> None:
    nobody = earshot("brand", "apply", "--drop")
    assert (nobody.status, "--by NAME" in nobody.err) == (1, True)
    done = earshot("brand", "apply", "--drop", "--by", "sam sample", "--json")
    assert done.lines[0]["out_of_scope"] == 1
    assert {item.text: item.state.value for item in desk.items()} == {
        "Example Training is awful. Why?": "out_of_scope",
        "ExTra wins": "no_reply_needed",
    }
