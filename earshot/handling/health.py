"""Health: how a Source does, in plain words, from its last Run and its past, and what to do.

Pure rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from collectors.errors import Problem
from earshot.rules.company import COLLECTED, FETCHED, Source, SourceKind, SourceState
from earshot.rules.events import PROGRAM, Event
from earshot.rules.rhythm import NOTHING_KNOWN, Past, Rhythm, in_words, pause, rhythm_of
from earshot.store.runs import Run, Status

PATIENCE = 3  # pauses without a Run, before we say that nothing collects
LEAST_PATIENCE = timedelta(minutes=30)


class HealthCode(StrEnum):
    """How a Source does, in a word: as `--json` says it."""

    OK = "ok"
    BY_HAND = "by_hand"  # notes and tables: nothing is fetched
    NEVER_COLLECTED = "never_collected"
    OVERDUE = "overdue"  # nothing has collected it for several of its pauses
    QUIET = "quiet"  # nothing new in it for longer than usual
    PAUSED = "paused"
    PURPOSE = "waits_for_purpose"  # nobody has stated yet what the collecting is for
    GONE = "gone"
    BLOCKED = "blocked"
    WAITING = "waiting"  # the server asked us to wait
    NOT_LET_IN = "not_let_in"  # a mailbox that refuses name or password, or has none
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
DOUBTFUL = frozenset(
    {HealthCode.OVERDUE, HealthCode.QUIET, HealthCode.NO_ITEMS, HealthCode.UNREADABLE}
    | {HealthCode.PURPOSE}
)

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
    Problem.NO_POSTS: (
        HealthCode.NOT_A_FEED,
        "nothing that anybody said",
        "Import the file of the same download that holds comments, reviews or posts.",
    ),
    Problem.UNKNOWN_FILE: (
        HealthCode.NOT_A_FEED,
        "a file of no known kind",
        "Save it as a table (CSV or XLSX) with a row of column names and import that.",
    ),
    Problem.UNMAPPED_TABLE: (
        HealthCode.NOT_A_FEED,
        "columns that nobody has named yet",
        "Upload it on the Sources page and say there what its columns hold.",
    ),
    Problem.PRIVATE_DOWNLOAD: (
        HealthCode.NOT_A_FEED,
        "a private person’s download",
        "Only its owner may import it; ask for the download of the company’s own page.",
    ),
    Problem.WHOSE_DOWNLOAD: (
        HealthCode.NOT_A_FEED,
        "it does not say whose download it is",
        "Upload it on the Sources page and say there whose it is.",
    ),
    Problem.WRONG_PLATFORM: (
        HealthCode.NOT_A_FEED,
        "of another platform",
        "Import it without naming a platform, or name the one that it comes from.",
    ),
    Problem.PASSWORD: (
        HealthCode.NOT_A_FEED,
        "locked with a password",
        "Unpack it with its password and import what was in it.",
    ),
    Problem.UNSAFE_ARCHIVE: (
        HealthCode.NOT_A_FEED,
        "not safe to unpack",
        "Ask for the download again, and import it as it comes from the platform.",
    ),
    Problem.NOT_LET_IN: (
        HealthCode.NOT_LET_IN,
        "does not let us in",
        "Check the mailbox’s name and password; some providers want a password made for programs.",
    ),
    Problem.NO_SUCH_FOLDER: (
        HealthCode.MOVED,
        "no such folder",
        "Make the folder in the mailbox, or name the one that the notification e-mails lie in.",
    ),
    Problem.NO_PASSWORD: (
        HealthCode.NOT_LET_IN,
        "no password to be had",
        "Put it where the settings say, in the environment or in a file that nobody else may read.",
    ),
}
NEVER = Health(
    HealthCode.NEVER_COLLECTED,
    "not collected yet",
    "Collect it now, or wait for its turn.",
)
PURPOSE = Health(
    HealthCode.PURPOSE,
    "waits for the purpose",
    "It is collected once it is stated what the collecting is for: in Data protection, by the "
    "senior team or the DPO.",
)
GONE = Health(HealthCode.GONE, *MEANINGS[Problem.GONE][1:])
NO_ITEMS = (
    "The feed holds no items at present: if it stays so, open it in a browser and see whether "
    "it is still in use."
)
NO_READABLE = "Look at what was rejected, and whether another feed of the site reads better."
QUIET = (
    "Open its address: if something newer stands on the site, the feed has stopped; look for its "
    "present address and add that one."
)
QUIET_MAIL = (
    "Look whether notices still reach this folder, and whether the platforms still send them."
)
NOT_WATCHING = "Nothing collects at present: start Earshot with `earshot serve`, or collect now."


def health(
    source: Source,
    last: Run | None,
    now: datetime,
    past: Past = NOTHING_KNOWN,
    *,
    waits: bool = False,
) -> Health:
    """How a Source does, by its last Run, and by what is known of its past; `waits`: nobody has
    stated yet what the collecting is for."""
    if source.kind not in COLLECTED:
        return Health(HealthCode.BY_HAND, "brought in by hand")
    if source.state is SourceState.PAUSED:
        return Health(HealthCode.PAUSED, "paused", "Resume it when it should be collected again.")
    if source.state is SourceState.GONE:
        return GONE
    if waits:
        return PURPOSE
    return _of_run(source, last, now, past) if last else NEVER


def health_code(
    source: Source,
    last: Run | None,
    now: datetime,
    past: Past = NOTHING_KNOWN,
    *,
    waits: bool = False,
) -> str:
    """The same in a word."""
    return health(source, last, now, past, waits=waits).code.value


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


def _of_run(source: Source, last: Run, now: datetime, past: Past) -> Health:
    if last.status is Status.FAILED or last.status is Status.GONE:
        return _of_problem(last, now)
    if _is_overdue(source, last, now, past):
        return Health(HealthCode.OVERDUE, "not collected for some time", NOT_WATCHING)
    if last.status is Status.OK and not last.counts.fetched and source.kind in FETCHED:
        if last.counts.rejected:
            return Health(HealthCode.UNREADABLE, "none of its items can be read", NO_READABLE)
        return Health(HealthCode.NO_ITEMS, "no items in it", NO_ITEMS)
    found = rhythm_of(past, now)
    if found.is_quiet:
        return Health(
            HealthCode.QUIET, "quiet for longer than usual", _quiet(source), _silence(found)
        )
    return Health(HealthCode.OK, "works", said=last.warning or "")


def _quiet(source: Source) -> str:
    return QUIET_MAIL if source.kind is SourceKind.MAILBOX else QUIET


def _silence(found: Rhythm) -> str:
    """`Nothing new for 9 days; usually every 2 days.`"""
    if found.quiet_for is None or found.usual_gap is None:
        return ""
    usual = in_words(found.usual_gap).removeprefix("1 ")
    return f"Nothing new for {in_words(found.quiet_for)}; usually every {usual}."


def _of_problem(last: Run, now: datetime) -> Health:
    code, words, advice = MEANINGS[Problem(last.problem)] if last.problem else UNKNOWN
    if code is HealthCode.WAITING and last.retry_at is not None and last.retry_at <= now:
        words, advice = "asked us to wait until just now", "It is asked again at its next turn."
    return Health(code, words, advice, last.error or "", last.retry_at)


UNKNOWN = MEANINGS[Problem.BAD_ANSWER]


def _is_overdue(source: Source, last: Run, now: datetime, past: Past) -> bool:
    patience = max(LEAST_PATIENCE, PATIENCE * pause(source, past, last.started_at))
    return now - last.started_at > patience
