"""`earshot rescore`: one line that says what came of it; the ids of what waits for confirmation."""

from pathlib import Path

from tests.commands.conftest import Command
from tests.earshot.rulebook import with_dangers, with_word

KEYS = [
    "rules",
    "judged",
    "changed",
    "restricted",
    "newly_due",
    "no_longer_needed",
    "to_confirm",
    "remaining",
]


def test_rescoring_says_what_came_of_it_and_the_second_time_does_nothing(
    earshot: Command, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    assert earshot("init", "--company", "Example Training").status == 0
    with_dangers(data, "")
    with_word(data, "wibble", -3)
    noted = earshot("add", "--text", "Example Training has a wibble").out.split()[-1]
    earshot("add", "--text", "Example Training, we will flatten you")
    with_dangers(data)
    with_word(data, "wibble", 0.1)
    done = earshot("rescore", "--json")
    (line,) = done.lines
    assert (done.status, list(line)) == (0, KEYS)
    told = [line[key] for key in KEYS[1:]]
    assert told == [2, 2, 1, 0, 1, [noted], 0]
    assert "stay open until a person says so" in done.err
    (again,) = earshot("rescore", "--json").lines
    assert [again[key] for key in KEYS[1:]] == [0, 0, 0, 0, 0, [noted], 0]
    assert earshot("doctor").status == 0
