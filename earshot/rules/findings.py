"""Findings: what people say about a Judgement: that it is right, or what is right instead."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter


class Judged(StrEnum):
    """What of a Judgement a person can correct or confirm."""

    SENTIMENT = "sentiment"
    INTENT = "intent"
    NEEDS_REPLY = "needs_reply"
    CONCERN = "concern"


@dataclass(frozen=True, slots=True)
class Finding:
    """One person's word on one thing. Both values are kept; the last one stands.

    Values are those of the vocabularies; of needs_reply "yes" and "no"; of a concern "present" and
    "absent", where the machine's "present" means "possible".
    """

    mention: str
    what: Judged
    concern: str  # which, of a concern; else ""
    machine: str
    person: str
    reason: str
    by: str  # a Person's id
    at: datetime  # aware, UTC
    edition: int = 0  # the version of the Mention that it is of; 0: that is not told

    @property
    def key(self) -> tuple[str, Judged, str]:
        return self.mention, self.what, self.concern

    @property
    def agrees(self) -> bool:
        return self.machine == self.person


FINDINGS = TypeAdapter(tuple[Finding, ...])
