"""Findings in the store: what people said of Judgements stands in these, beside the machine's word.

`judgements.sentiment`, `intent` and `needs_reply` hold what stands; `machine_...` what the machine
had said where a person has said something else.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from earshot.rules.case import Case
from earshot.rules.findings import Finding, Judged
from earshot.store.rows import Connection, listed

COLUMN = {
    Judged.SENTIMENT: "sentiment",
    Judged.INTENT: "intent",
    Judged.NEEDS_REPLY: "needs_reply",
}
# The Judgement of a Mention's present version, with the Case that it stands in.
_PRESENT = (
    "judgements j JOIN mentions m ON m.id = j.mention AND m.version = j.version "
    "AND coalesce(m.story, m.id) "
)
_CORRECTED = "(" + " OR ".join(f"j.machine_{name} IS NOT NULL" for name in COLUMN.values()) + ")"
_AS_SAID = {
    Judged.SENTIMENT: "j.sentiment",
    Judged.INTENT: "j.intent",
    Judged.NEEDS_REPLY: "CASE WHEN j.needs_reply THEN 'yes' ELSE 'no' END",
}


@dataclass(frozen=True, slots=True)
class MachineSaid:
    """What the machine says of a Mention's present version, whatever people have said since."""

    edition: int
    values: dict[Judged, str]  # of all but concerns
    concerns: frozenset[str]
    text_included: bool
    own_account: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How often people have said one thing where the machine said another, or the same."""

    what: Judged
    concern: str
    machine: str
    person: str
    number: int


def machine_said(connection: Connection, mention: str) -> MachineSaid | None:
    """None where nothing has this id."""
    row = connection.execute(
        "SELECT m.version, coalesce(j.machine_sentiment, j.sentiment), "
        "coalesce(j.machine_intent, j.intent), coalesce(j.machine_needs_reply, j.needs_reply), "
        "j.concerns, coalesce(m.text_included, true), m.account IS NOT NULL "
        "FROM judgements j JOIN mentions m ON m.id = j.mention AND m.version = j.version "
        "WHERE m.id = ?",
        [mention],
    ).fetchone()
    if row is None:
        return None
    edition, sentiment, intent, needs_reply, concerns, included, own = row
    values = {
        Judged.SENTIMENT: sentiment,
        Judged.INTENT: intent,
        Judged.NEEDS_REPLY: "yes" if needs_reply else "no",
    }
    named = frozenset(each["concern"] for each in json.loads(concerns))
    return MachineSaid(edition, values, named, included, own)


def standings(connection: Connection, mentions: Sequence[str]) -> dict[str, tuple[str, int]]:
    """(the Case that it stands in, its present version) of each of these Mentions that there is."""
    listed(connection, "asked_for", mentions)
    rows = connection.execute(
        "SELECT id, coalesce(story, id), version FROM mentions WHERE id IN (FROM asked_for)"
    ).fetchall()
    return {mention: (case, version) for mention, case, version in rows}


def let_stand(connection: Connection, cases: Sequence[Case]) -> None:
    """Make the Judgements of these Cases say what people say of them, else what the machine says.

    In the unit that records the Events behind it.
    """
    listed(connection, "touched", [case.id for case in cases])
    rows = connection.execute(
        f"SELECT m.id FROM {_PRESENT} IN (FROM touched) WHERE {_CORRECTED}"
    ).fetchall()
    _give_back(connection, [row[0] for row in rows])
    for case in cases:
        for found in case.work.findings:
            if found.what in COLUMN:
                _put(connection, case.id, found)


def differing(connection: Connection) -> list[str]:
    """The Cases with a Judgement that does not say what its findings say: there should be none."""
    wrong = {row[0] for what in COLUMN for row in _wrong(connection, what)}
    return sorted(wrong)


def tallies(connection: Connection) -> list[Tally]:
    """All that stands, counted; of restricted items nothing."""
    rows = connection.execute(
        "SELECT what, concern, machine, person, count(*) FROM findings f "
        'ANTI JOIN restrictions r ON r.id = f."case" GROUP BY ALL ORDER BY ALL'
    ).fetchall()
    return [Tally(Judged(what), *rest) for what, *rest in rows]


def _give_back(connection: Connection, mentions: Sequence[str]) -> None:
    if not mentions:
        return
    listed(connection, "given_back", mentions)
    settings = ", ".join(
        f"{name} = coalesce(machine_{name}, {name}), machine_{name} = NULL"
        for name in COLUMN.values()
    )
    connection.execute(
        f"UPDATE judgements SET {settings} WHERE (mention, version) IN "
        "(SELECT (id, version) FROM mentions WHERE id IN (FROM given_back))"
    )


def _put(connection: Connection, case_id: str, found: Finding) -> None:
    """One person's word in the machine's place; nothing changes where they agree."""
    name = COLUMN[found.what]
    value = found.person == "yes" if found.what is Judged.NEEDS_REPLY else found.person
    connection.execute(
        f"UPDATE judgements j SET machine_{name} = j.{name}, {name} = $value FROM mentions m "
        "WHERE m.id = j.mention AND m.version = j.version AND m.id = $mention "
        f"AND coalesce(m.story, m.id) = $case AND j.{name} IS DISTINCT FROM $value",
        {"value": value, "mention": found.mention, "case": case_id},
    )


def _wrong(connection: Connection, what: Judged) -> list[tuple[str]]:
    """Cases where one thing is not as people say, or is not the machine's though nobody spoke."""
    return connection.execute(
        f"SELECT DISTINCT coalesce(m.story, m.id) FROM {_PRESENT} IS NOT NULL "
        'LEFT JOIN findings f ON f.mention = m.id AND f."case" = coalesce(m.story, m.id) '
        f"AND f.what = '{what.value}' WHERE (f.mention IS NULL "
        f"AND j.machine_{COLUMN[what]} IS NOT NULL) OR f.person <> {_AS_SAID[what]}"
    ).fetchall()
