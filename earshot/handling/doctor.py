"""The doctor: whether the store still says one thing, and putting right what can be rebuilt."""

from collections.abc import Iterator
from dataclasses import dataclass

from earshot.handling import casework
from earshot.rules.chain import in_words
from earshot.store import cases, findings, log, mentions, retaining, stories
from earshot.store.rows import Connection, Row

PART = 5_000  # Cases rebuilt at a time


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found."""

    check: str
    problems: tuple[str, ...]
    left: tuple[str, ...]  # those of them that still stand: all, unless they could be repaired


def examine(connection: Connection, *, repair: bool) -> list[Finding]:
    """Check the log's chain, and that every Case is what its Judgement and Events say."""
    chain = tuple(in_words(problem) for problem in log.verify(connection))
    return [Finding("log", chain, chain), *compare(connection, repair=repair)]


def compare(connection: Connection, *, repair: bool) -> list[Finding]:
    """Check all but the log: that it, and what it tells of, are in the tables as it says."""
    doubled = tuple(f"{each} is kept twice" for each in mentions.doubled(connection))
    lost = tuple(_lost(connection, repair))  # first: what stands alone then gets its Case
    differing = (*lost, *_rebuild(connection, repair), *_second(connection, repair))
    differing += tuple(_misjudged(connection, repair))
    astray = tuple(_astray(connection))
    return [
        Finding("mentions", doubled, doubled),
        Finding("cases", differing + astray, astray if repair else differing + astray),
    ]


def _lost(connection: Connection, repair: bool) -> Iterator[str]:
    """Members of a story that nothing leads have no Case: each gets its own, as it arrived."""
    lost = stories.stray(connection)
    if repair:
        stories.free(connection, lost)
    stands = "; it stands alone now" if repair else ""
    yield from (f"{each} belongs to a story that nothing leads{stands}" for each in lost)


def _rebuild(connection: Connection, repair: bool) -> Iterator[str]:
    """Compare row for row, so that a doubled one shows too."""
    stored = cases.stored(connection)
    ids = sorted(set(stories.case_ids(connection)))
    for start in range(0, len(ids), PART):
        rebuilt = casework.current(connection, ids[start : start + PART])
        wrong = [c for c in rebuilt.values() if cases.rows(c) != stored.get(c.id, [])]
        if repair:
            cases.put(connection, wrong)
        yield from (_difference(c.id, stored.get(c.id, []), repair) for c in wrong)


def _misjudged(connection: Connection, repair: bool) -> Iterator[str]:
    """Judgements that do not say what people have said of them."""
    wrong = findings.differing(connection)
    if repair and wrong:
        findings.let_stand(connection, list(casework.current(connection, wrong).values()))
    righted = "; put right" if repair else ""
    yield from (f"what people say of case {each} does not stand{righted}" for each in wrong)


def _second(connection: Connection, repair: bool) -> Iterator[str]:
    """Cases of a story's members: the story has one already, its lead's."""
    members = set(mentions.all_ids(connection)) - set(stories.case_ids(connection))
    second = sorted(cases.stored(connection).keys() & members)
    if repair:
        cases.remove(connection, second)
    removed = "; removed" if repair else ""
    yield from (f"case {each} is a second one of its story{removed}" for each in second)


def _astray(connection: Connection) -> Iterator[str]:
    """Cases that nothing can be told of but that they are there. Of a restricted item whose words
    are past their time just that is meant to be left."""
    alone = cases.stored(connection).keys() - set(mentions.all_ids(connection))
    alone -= retaining.references(connection)
    yield from (f"case {case_id} has no mention" for case_id in sorted(alone))


def _difference(case_id: str, stored: list[Row], repaired: bool) -> str:
    what = "is not what the log says" if stored else "is missing"
    return f"case {case_id} {what}" + ("; rebuilt" if repaired else "")
