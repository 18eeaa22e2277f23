"""The doctor sees what cannot be, rebuilds what the log can tell, and says what stays wrong."""

import pytest

from earshot.handling.doctor import Finding, examine
from tests.earshot.desk import Desk, post


def examined(desk: Desk, *, repair: bool = False) -> dict[str, Finding]:
    with desk.house.store.unit() as connection:
        return {each.check: each for each in examine(connection, repair=repair)}


def harm(desk: Desk, sql: str) -> None:
    desk.take_in(desk.feed, post("When does the course start?"))
    with desk.house.store.unit() as connection:
        connection.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO cases FROM cases",
        "INSERT INTO promises FROM promises",
        "UPDATE cases SET state = 'closed'",
        "DELETE FROM cases",
    ],
)
def test_a_case_that_is_not_what_the_log_says_is_rebuilt(desk: Desk, sql: str) -> None:
    harm(desk, sql)
    assert len(examined(desk)["cases"].left) == 1
    repaired = examined(desk, repair=True)["cases"]
    assert len(repaired.problems) == 1
    assert repaired.left == ()
    assert examined(desk)["cases"].problems == ()


def test_a_case_without_a_mention_is_told_and_stays(desk: Desk) -> None:
    harm(desk, "UPDATE cases SET id = 'm-astray'")
    harm(desk, "DELETE FROM mentions")
    found = examined(desk, repair=True)["cases"]
    assert "case m-astray has no mention" in found.left


def test_a_broken_chain_is_nothing_that_can_be_repaired(desk: Desk) -> None:
    harm(desk, "UPDATE events SET actor = 'somebody' WHERE seq = 2")
    (left,) = examined(desk, repair=True)["log"].left
    assert left.startswith("Event 2: changed:")
