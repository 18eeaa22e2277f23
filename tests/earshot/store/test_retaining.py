"""Counting and listing what is past its time: the same as the rule says."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from earshot.rules.policy import default_policy_path, load_policy
from earshot.rules.restriction import Stage
from earshot.rules.retention import WAITING, Kept, What, is_past
from earshot.store import retaining
from earshot.store.rows import Connection, stored_time
from earshot.words.vocabulary import State
from tests.earshot.desk import Desk

TERMS = load_policy(default_policy_path()).retention
NOW = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)  # where months differ in length
SECOND = timedelta(seconds=1)
TIMES = [
    *(NOW.replace(year=year, day=28) for year in (2025, 2026, 2027)),
    *(NOW.replace(year=year, day=28) + SECOND for year in (2026, 2027)),
    datetime(2026, 3, 1, tzinfo=UTC),
    *(NOW - timedelta(days=days) for days in (29, 30, 31)),
    NOW - timedelta(days=30) + SECOND,
]


def every_kind() -> list[Kept]:
    """Each state, stage and time with each other."""
    few = (State.OPEN, State.ACKNOWLEDGED, State.ANSWERED, State.HISTORY)
    kinds = product(few, (True, False), TIMES, (None, *TIMES), (None, *Stage))
    return [
        Kept(f"m-{n:06}", n % 3 + 1, state, promised, said, settled, stage, filed)
        for n, (state, promised, said, settled, stage) in enumerate(kinds)
        for filed in [TIMES[n % len(TIMES)] if stage is Stage.FILED and n % 7 else None]
    ]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Kept]:
    """These instead of what the tables hold, as their question would give them."""
    monkeypatch.setattr(retaining, "_KEPT", "FROM given")
    return every_kind()


def fill(connection: Connection, given: list[Kept]) -> None:
    connection.execute(
        "CREATE TEMP TABLE given (id VARCHAR, mentions BIGINT, state VARCHAR, promised BOOLEAN, "
        "said_at TIMESTAMP, settled_at TIMESTAMP, stage VARCHAR, filed_at TIMESTAMP)"
    )
    rows = [
        (
            *(each.case, each.mentions, each.state.value, each.promised),
            *(stored_time(each.said_at), stored_time(each.settled_at)),
            *(each.stage and each.stage.value, stored_time(each.filed_at)),
        )
        for each in given
    ]
    columns = list(zip(*rows, strict=True))
    connection.execute(
        f"INSERT INTO given SELECT {', '.join('unnest(?)' for _ in columns)}",
        [list(column) for column in columns],
    )


def test_what_is_counted_and_listed_as_past_its_time_is_what_the_rule_says(
    desk: Desk, given: list[Kept]
) -> None:
    past = [each for each in given if is_past(each, TERMS, NOW)]
    assert len(given) > 500
    assert {each.what for each in past} == {What.MENTIONS, What.CASES, What.RESTRICTED}
    since = TIMES[2]
    with desk.house.store.unit() as connection:
        fill(connection, given)
        counted = retaining.counted(connection, TERMS, NOW, since)
        listed = retaining.past_cases(connection, TERMS, NOW)
        oldest = retaining.oldest(connection, TERMS, NOW, 5)
        connection.execute("DROP TABLE given")
    in_order = sorted(past, key=lambda each: (each.said_at, each.case))
    assert listed == [(each.case, each.mentions) for each in in_order]
    assert oldest == [each for each in in_order if each.stage is None][:5]
    for found in counted:
        mine = [each for each in past if each.what is found.what]
        waiting = [k for k in given if k.what is found.what and k.waits and k.said_at <= since]
        assert (found.past, found.past_mentions) == (len(mine), sum(k.mentions for k in mine))
        assert found.waiting == len(waiting)
        assert found.oldest == min(map(begun, mine))
    assert {State.OPEN, State.ACKNOWLEDGED} == WAITING  # each was tried


def begun(kept: Kept) -> datetime:
    """Since when its time is counted."""
    if kept.stage:
        return kept.filed_at or kept.said_at
    return (kept.settled_at or kept.said_at) if kept.promised else kept.said_at
