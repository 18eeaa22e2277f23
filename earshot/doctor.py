"""The doctor: whether the store still says one thing, and putting right what can be rebuilt."""

from collections.abc import Iterator
from dataclasses import dataclass

from earshot import casework
from earshot.store import cases, log, mentions
from earshot.store.rows import Connection, Row

PART = 5_000  # Cases rebuilt at a time


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found."""

    check: str
    problems: tuple[str, ...]


def examine(connection: Connection, *, repair: bool) -> list[Finding]:
    """Check the log's chain, and that every Case is what its Judgement and Events say."""
    chain = tuple(f"event {p.seq}: {p.kind} does not hold" for p in log.verify(connection))
    doubled = tuple(f"{each} is kept twice" for each in mentions.doubled(connection))
    differing = tuple(_rebuild(connection, repair))
    return [
        Finding("log", chain),
        Finding("mentions", doubled),
        Finding("cases", differing),
    ]


def _rebuild(connection: Connection, repair: bool) -> Iterator[str]:
    """Compare row for row, so that a doubled one shows too."""
    stored = cases.stored(connection)
    ids = mentions.all_ids(connection)
    for start in range(0, len(ids), PART):
        rebuilt = casework.current(connection, ids[start : start + PART])
        wrong = [c for c in rebuilt.values() if cases.rows(c) != stored.get(c.id, [])]
        if repair:
            cases.put(connection, wrong)
        yield from (_difference(c.id, stored.get(c.id, []), repair) for c in wrong)
    yield from (f"case {case_id} has no mention" for case_id in stored.keys() - set(ids))


def _difference(case_id: str, stored: list[Row], repaired: bool) -> str:
    what = "is not what the log says" if stored else "is missing"
    return f"case {case_id} {what}" + ("; rebuilt" if repaired else "")
