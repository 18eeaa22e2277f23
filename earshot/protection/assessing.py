"""Assessing: whether a restricted item's possible concerns are there, said by who deals with it.

It is told to nobody else, then or later: with the restriction it ends.
"""

from dataclasses import dataclass
from datetime import datetime

from earshot.handling import casework
from earshot.handling.correcting import ABSENT, PRESENT
from earshot.protection.admission import actor_of, admitted
from earshot.protection.guarded_reading import Read
from earshot.rules.access import Reader
from earshot.rules.case import Case
from earshot.rules.events import COMMAND_LINE, EventKind, NewEvent
from earshot.rules.findings import Finding, Judged
from earshot.rules.playbook import safety_steps
from earshot.rules.playbook_rules import Playbooks, Step
from earshot.store import findings
from earshot.store.rows import Connection
from earshot.words.errors import NotFound, Refused
from earshot.words.times import utc_text
from earshot.words.vocabulary import ConcernName, Intent


@dataclass(frozen=True, slots=True)
class Assessed:
    """One concern of a restricted item: what it was restricted as, or found possible by the
    program; and what was said of it."""

    concern: str
    said: Finding | None

    @property
    def stands(self) -> bool:
        return self.said is None or self.said.person == PRESENT

    @property
    def is_confirmed(self) -> bool:
        return self.said is not None and self.said.person == PRESENT


def assess(
    connection: Connection,
    item: str,
    concern: ConcernName,
    is_there: bool,
    reader: Reader | str,
    *,
    reason: str = "",
    now: datetime,
) -> Case:
    """Confirm or dismiss a possible concern; the last word stands.

    Raises:
        NotFound: nothing has this id, or its words are kept no more.
        Refused: it is not restricted, or whoever asks may not; there is no reason where the
            program says otherwise.
    """
    case, found, _ = admitted(connection, item, reader)
    said = findings.machine_said(connection, item)
    if said is None:
        raise NotFound("Its words are kept here no more: see its reference.")
    machine = PRESENT if concern.value in said.concerns else ABSENT
    person = PRESENT if is_there else ABSENT
    restricted_for_it = is_there and concern.value == found.concern.value
    if not reason.strip() and person != machine and not restricted_for_it:
        raise Refused("Say why: it stands beside what the program found possible.")
    told = {
        "mention": item,
        "what": Judged.CONCERN.value,
        "concern": concern.value,
        "machine": machine,
        "person": person,
        "reason": reason.strip(),
        "edition": said.edition,
        "happened_at": utc_text(now),
    }
    if isinstance(reader, str):  # who it was there has not been proven
        told["via"] = COMMAND_LINE
    event = NewEvent(EventKind.ASSESSED, case.id, told, actor_of(reader))
    casework.record(connection, [event], now=now)
    return casework.current(connection, [case.id])[case.id]


def assessed(read: Read) -> list[Assessed]:
    """All concerns that are, or were, possible: the program's first, as it has them."""
    item, found = read.item, read.found
    names = [str(each["concern"]) for each in item.concerns]
    names += [f.concern for f in found.assessed if f.mention == item.id]
    names.append(found.concern.value)
    return [Assessed(n, found.said(item.id, item.edition, n)) for n in dict.fromkeys(names)]


def steps_for(read: Read, playbooks: Playbooks) -> tuple[Step, ...]:
    """What the playbook says of it as it stands."""
    standing = [each for each in assessed(read) if each.stands]
    return safety_steps(
        playbooks,
        Intent(read.item.intent),
        [each.concern for each in standing],
        [each.concern for each in standing if each.is_confirmed],
    )
