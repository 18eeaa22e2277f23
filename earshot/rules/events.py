"""Events: what a person or the program did, and the chain that makes a changed log visible.

The chained part of an Event is its sequence number, the time of recording, the actor's id, the
kind, the subject's id and a digest of salt + details. Names, texts and addresses stand in the
details only, which can be withheld or erased without breaking the chain.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from earshot.rules.chain import chain_hash, details_digest
from earshot.words.times import utc_text

PROGRAM = "earshot"  # the actor of what no person did
COMMAND_LINE = "command line"  # by which an Event came that nobody has signed in for


class EventKind(StrEnum):
    # settings: the details are the whole record as it now stands
    COMPANY_SET = "company_set"
    ACCOUNT_SET = "account_set"
    PERSON_SET = "person_set"
    SOURCE_SET = "source_set"
    POLICY_SET = "policy_set"
    MAPPING_SET = "mapping_set"
    HOLD_SET = "hold_set"
    PURPOSE_SET = "purpose_set"
    KEEPING_SET = "keeping_set"
    INTERPRETATION_SIGNED = "interpretation_signed"
    FILTER_SET = "filter_set"
    REQUEST_SET = "request_set"  # of the register of requests; not among SETTINGS
    # what was decided about a Case
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    NO_REPLY_NEEDED = "no_reply_needed"
    OUT_OF_SCOPE = "out_of_scope"
    ASSIGNED = "assigned"
    CLOSED = "closed"
    REOPENED = "reopened"
    TAKEN_IN = "taken_in"
    SPLIT_OFF = "split_off"
    UNDONE = "undone"
    TEXT_COMPLETED = "text_completed"
    # what was done about a Case beside answering it
    SNOOZED = "snoozed"
    HELD = "held"
    RELEASED = "released"
    AUDIENCE_SET = "audience_set"
    STEP_DONE = "step_done"
    MEASURE_TAKEN = "measure_taken"
    OPINION_ASKED = "opinion_asked"
    OPINION_GIVEN = "opinion_given"
    HANDED_ON = "handed_on"
    CORRECTED = "corrected"  # or confirmed: what a person says of a Judgement
    # what was done about a restricted Case
    RESTRICTED = "restricted"
    URGENT = "urgent"
    DANGER_SEEN = "danger_seen"
    HANDED_OVER = "handed_over"
    LOCKED_OUT = "locked_out"
    MANAGER_NAMED = "manager_named"
    FILED = "filed"
    LIFTED = "lifted"
    ASSESSED = "assessed"  # whether one of its possible concerns is there
    REDUCED = "reduced"  # to its reference: the words are deleted
    # what was looked at, taken away, deleted; the details hold no name
    RESTRICTED_READ = "restricted_read"
    PERSON_SEARCHED = "person_searched"
    PERSON_EXPORTED = "person_exported"
    EXPORTED = "exported"
    ERASED = "erased"
    RETAINED = "retained"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    SIGNED_IN = "signed_in"
    # what the program found about a Case
    TAKEN_OVER = "taken_over"  # from a story's lead that is erased, with where it stood
    MISSED = "missed"
    ACCOUNT_FOUND = "account_found"
    REPLY_FOUND = "reply_found"
    RESCORED = "rescored"  # all that was kept, by other rules


SETTINGS = frozenset(
    {
        EventKind.COMPANY_SET,
        EventKind.ACCOUNT_SET,
        EventKind.PERSON_SET,
        EventKind.SOURCE_SET,
        EventKind.POLICY_SET,
        EventKind.MAPPING_SET,
        EventKind.HOLD_SET,
        EventKind.PURPOSE_SET,
        EventKind.KEEPING_SET,
        EventKind.INTERPRETATION_SIGNED,
        EventKind.FILTER_SET,
    }
)

# They tell that an item is or was restricted: the log's page shows their number and time alone.
ABOUT_RESTRICTED = frozenset(
    {
        EventKind.RESTRICTED,
        EventKind.URGENT,
        EventKind.DANGER_SEEN,
        EventKind.HANDED_OVER,
        EventKind.LOCKED_OUT,
        EventKind.MANAGER_NAMED,
        EventKind.FILED,
        EventKind.LIFTED,
        EventKind.ASSESSED,
        EventKind.REDUCED,
        EventKind.RESTRICTED_READ,
    }
)
# What stands beside them is for a few people only: no export of the log holds it.
ABOUT_FEW = ABOUT_RESTRICTED | {
    EventKind.TAKEN_OVER,
    EventKind.HOLD_SET,
    EventKind.REQUEST_SET,
    EventKind.PERSON_SEARCHED,
    EventKind.PERSON_EXPORTED,
}


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An Event that is not in the log yet."""

    kind: EventKind
    subject: str
    details: dict[str, Any]  # what JSON can hold
    actor: str = PROGRAM


@dataclass(frozen=True, slots=True)
class Event:
    """An Event as the log holds it."""

    seq: int
    recorded_at: datetime  # aware, UTC
    actor: str
    kind: EventKind
    subject: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """One Event's row in the chain, with what stands beside it."""

    seq: int
    recorded_at: datetime  # aware, UTC, whole seconds
    actor: str
    kind: EventKind
    subject: str
    details_sha256: str
    hash: str
    salt: str
    details: str


def link(event: NewEvent, *, seq: int, recorded_at: datetime, previous: str) -> Link:
    """The row that continues the chain after `previous`."""
    salt = secrets.token_hex(16)
    details = json.dumps(event.details, ensure_ascii=False, sort_keys=True)
    digest = details_digest(salt, details)
    chained = chain_hash(
        previous, seq, utc_text(recorded_at), event.actor, event.kind, event.subject, digest
    )
    return Link(
        seq,
        recorded_at.replace(microsecond=0),
        event.actor,
        event.kind,
        event.subject,
        digest,
        chained,
        salt,
        details,
    )


def as_ranges(seqs: Iterable[int]) -> list[list[int]]:
    """`[[3, 5], [9, 9]]` of 3, 4, 5, 9: how an Event names those beside which it left nothing."""
    ranges: list[list[int]] = []
    for seq in sorted(set(seqs)):
        if ranges and seq == ranges[-1][1] + 1:
            ranges[-1][1] = seq
        else:
            ranges.append([seq, seq])
    return ranges
