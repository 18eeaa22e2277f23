"""Work: what is done about a Case beside answering it, as its Events say. Plain data."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from earshot.rules.findings import Finding

HELD_FOR_PRESS = "press"  # the reason that the program notes


class Measure(StrEnum):
    """What is done to a comment or its author where the policy allows it."""

    HIDE = "hide"
    DELETE = "delete"
    BLOCK = "block"
    REPORT = "report"  # to the platform
    ASK_TO_REMOVE = "ask_to_remove"


@dataclass(frozen=True, slots=True)
class StepDone:
    step: str  # a playbook step's id
    by: str
    at: datetime  # aware, UTC
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeasureTaken:
    """`capture`: where it was kept, or why it could not be; `told`: the words in which the audience
    was told why."""

    measure: Measure
    by: str
    at: datetime  # aware, UTC
    capture: str
    told: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """A second opinion: asked of somebody else, and what they said."""

    asked_by: str
    asked_of: str  # a Person's id; "" is anybody else
    at: datetime  # aware, UTC
    draft: str
    question: str = ""
    given_by: str = ""
    given_at: datetime | None = None
    agrees: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Where what is still owed after an acknowledgement has gone."""

    procedure: str  # a procedure's id
    reference: str  # there
    by: str
    at: datetime  # aware, UTC
    answer_by: date | None = None  # local


@dataclass(frozen=True, slots=True)
class Work:
    """All of it; empty when a Case begins."""

    audience: str = ""  # chosen by a person, never guessed
    held_for: str = ""  # why it waits for the senior team, while the Case is held
    steps: tuple[StepDone, ...] = ()
    measures: tuple[MeasureTaken, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    handed_on: HandedOn | None = None
    findings: tuple[Finding, ...] = field(default=())

    def finding(self, mention: str, what: str, concern: str = "") -> Finding | None:
        """The one that stands."""
        found = (f for f in self.findings if f.key == (mention, what, concern))
        return next(found, None)

    def confirmed(self, concern: str) -> bool:
        """Whether a person has confirmed it, of any Mention of the Case."""
        return any(f.concern == concern and f.person == "present" for f in self.findings)


NOTHING_DONE = Work()
