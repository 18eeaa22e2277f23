"""Health: how a Source does, in plain words, from its last Run, and what to do. Pure rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from collectors.errors import Problem
from earshot.rules.company import FETCHED, Source, SourceState
from earshot.rules.events import PROGRAM, Event
from earshot.store.runs import Run, Status

PATIENCE = 3  # rhythms without a Run, before we say that nothing collects
LEAST_PATIENCE = timedelta(minutes=30)


class HealthCode(StrEnum):
    """How a Source does, in a word: as `--json` says it."""

    OK = "ok"
    BY_HAND = "by_hand"  # notes and tables: nothing is fetched
    NEVER_COLLECTED = "never_collected"
    OVERDUE = "overdue"  # nothing has collected it for several of its rhythms
    PAUSED = "paused"
    GONE = "gone"
    BLOCKED = "blocked"
    WAITING = "waiting"  # the server asked us to wait
    MOVED = "moved"  # not found where it was
    REFUSED_ADDRESS = "refused_address"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    BAD_CERTIFICATE = "bad_certificate"
    REDIRECT_LOOP = "redirect_loop"
    TOO_LARGE = "too_large"
    SERVER_ERROR = "server_error"
    BROKEN = "broken"  # cut off, or an answer against the rules
    NOT_A_FEED = "not_a_feed"
    EMPTY = "empty"  # an answer of no bytes
    NO_ITEMS = "no_items"  # a feed that holds nothing
    UNREADABLE = "unreadable"  # a feed, of whose items none could be read


@dataclass(frozen=True, slots=True)
class Health:
    """A Source's health. All words are ours but `said`, which may quote a server."""

    code: HealthCode
    words: str  # "blocked us"
    advice: str = ""  # one sentence of what to do; empty where nothing is to be done
    said: str = ""  # what happened, in a sentence with the host's name
    until: datetime | None = None  # aware, UTC: when it is asked again at the earliest

    @property
    def failing(self) -> bool:
        """Whether its last Run failed, or it is gone."""
        return self.code not in FINE | DOUBTFUL

    @property
    def wants_attention(self) -> bool:
        """Whether somebody should look at it."""
        return self.code not in FINE


FINE = frozenset({HealthCode.OK, HealthCode.BY_HAND, HealthCode.PAUSED, HealthCode.NEVER_COLLECTED})
DOUBTFUL = frozenset({HealthCode.OVERDUE, HealthCode.NO_ITEMS, HealthCode.UNREADABLE})

MEANINGS: dict[Problem, tuple[HealthCode, str, str]] = {
    Problem.REFUSED_ADDRESS: (
        HealthCode.REFUSED_ADDRESS,
        "address refused",
        "This address lies inside your own network; if it is meant to be read, whoever runs "
        "Earshot can allow it in EARSHOT_ALLOW_HOSTS.",
    ),
    Problem.NO_SUCH_HOST: (
        HealthCode.UNREACHABLE,
        "no such site",
        "Check the spelling of the address; if the site has a new name, add that one.",
    ),
    Problem.UNREACHABLE: (
        HealthCode.UNREACHABLE,
        "cannot be reached",
        "Open the site in a browser: if it works there, ask whoever looks after your network.",
    ),
    Problem.TIMED_OUT: (
        HealthCode.TIMED_OUT,
        "timed out",
        "It is tried again by itself; if it stays so for a day, look for another address.",
    ),
    Problem.BAD_CERTIFICATE: (
        HealthCode.BAD_CERTIFICATE,
        "certificate not valid",
        "Tell the site’s owner that its certificate is not in order; nothing is read until it is.",
    ),
    Problem.REDIRECT_LOOP: (
        HealthCode.REDIRECT_LOOP,
        "sends us round in circles",
        "Open the address in a browser and add the one where it ends.",
    ),
    Problem.TOO_LARGE: (
        HealthCode.TOO_LARGE,
        "too large",
        "This is no feed’s size: look for the site’s feed and add that address.",
    ),
    Problem.BLOCKED: (
        HealthCode.BLOCKED,
        "blocked us",
        "This site does not let programs read it: look there by hand, or use a search feed.",
    ),
    Problem.RATE_LIMITED: (
        HealthCode.WAITING,
        "asked us to wait",
        "It is asked again by itself when the time is over; if that happens often, collect it "
        "less often.",
    ),
    Problem.NOT_FOUND: (
        HealthCode.MOVED,
        "not there any more",
        "The feed has moved or was taken down: look for its new address on the site and add it.",
    ),
    Problem.GONE: (
        HealthCode.GONE,
        "gone for good",
        "The site took this feed away and it is asked no more: look for another address.",
    ),
    Problem.SERVER_ERROR: (
        HealthCode.SERVER_ERROR,
        "has trouble of its own",
        "It is tried again by itself; if it stays so for a day, tell the site’s owner.",
    ),
    Problem.BAD_ANSWER: (
        HealthCode.BROKEN,
        "gives broken answers",
        "Open the address in a browser: if it shows no feed there either, look for another.",
    ),
    Problem.TRUNCATED: (
        HealthCode.BROKEN,
        "broke off in the middle",
        "It is tried again by itself; if it stays so for a day, tell the site’s owner.",
    ),
    Problem.NOT_A_FEED: (
        HealthCode.NOT_A_FEED,
        "not a feed",
        "This address shows a page, not a feed: look for “RSS” or “feed” on it and add that one.",
    ),
    Problem.EMPTY: (
        HealthCode.EMPTY,
        "empty answer",
        "The address answers with nothing: open it in a browser and look for the feed’s new one.",
    ),
    Problem.NOT_A_TABLE: (
        HealthCode.NOT_A_FEED,
        "not a table",
        "Save the table as CSV with a row of column names and import it again.",
    ),
}
NEVER = Health(
    HealthCode.NEVER_COLLECTED,
    "not collected yet",
    "Collect it now, or wait for its turn.",
)
GONE = Health(HealthCode.GONE, *MEANINGS[Problem.GONE][1:])
NO_ITEMS = (
    "The feed holds no items at present: if it stays so, open it in a browser and see whether "
    "it is still in use."
)
NO_READABLE = "Look at what was rejected, and whether another feed of the site reads better."
NOT_WATCHING = "Nothing collects at present: start Earshot with `earshot serve`, or collect now."


def health(source: Source, last: Run | None, now: datetime) -> Health:
    """How a Source does, by its last Run."""
    if source.kind not in FETCHED:
        return Health(HealthCode.BY_HAND, "brought in by hand")
    if source.state is SourceState.PAUSED:
        return Health(HealthCode.PAUSED, "paused", "Resume it when it should be collected again.")
    if source.state is SourceState.GONE:
        return GONE
    return _of_run(source, last, now) if last else NEVER


def health_code(source: Source, last: Run | None, now: datetime) -> str:
    """The same in a word."""
    return health(source, last, now).code.value


def failing(source: Source, last: Run | None, now: datetime) -> bool:
    return health(source, last, now).failing


def moved_from(events: Iterable[Event]) -> tuple[str, datetime] | None:
    """Where a Source was before a server said that it had moved for good, and when that was.

    `events` are those of one Source, oldest first. None where a person set its present address.
    """
    found: tuple[str, datetime] | None = None
    before = ""
    for event in events:
        url = str(event.details.get("url", ""))
        if before and url != before:
            found = (before, event.recorded_at) if event.actor == PROGRAM else None
        before = url
    return found


def _of_run(source: Source, last: Run, now: datetime) -> Health:
    if last.status is Status.FAILED or last.status is Status.GONE:
        return _of_problem(last, now)
    if _is_overdue(source, last, now):
        return Health(HealthCode.OVERDUE, "not collected for some time", NOT_WATCHING)
    if last.status is Status.OK and not last.counts.fetched:
        if last.counts.rejected:
            return Health(HealthCode.UNREADABLE, "none of its items can be read", NO_READABLE)
        return Health(HealthCode.NO_ITEMS, "no items in it", NO_ITEMS)
    return Health(HealthCode.OK, "works", said=last.warning or "")


def _of_problem(last: Run, now: datetime) -> Health:
    code, words, advice = MEANINGS[Problem(last.problem)] if last.problem else UNKNOWN
    if code is HealthCode.WAITING and last.retry_at is not None and last.retry_at <= now:
        words, advice = "asked us to wait until just now", "It is asked again at its next turn."
    return Health(code, words, advice, last.error or "", last.retry_at)


UNKNOWN = MEANINGS[Problem.BAD_ANSWER]


def _is_overdue(source: Source, last: Run, now: datetime) -> bool:
    patience = max(LEAST_PATIENCE, PATIENCE * timedelta(minutes=source.every))
    return now - last.started_at > patience
