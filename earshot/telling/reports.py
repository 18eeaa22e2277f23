"""Reports: what a period's mentions and promises come to, for a meeting. No clock."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from earshot.handling.health import failing
from earshot.handling.house import company_in
from earshot.rules.company import Company
from earshot.store import past, promises, restricted, runs
from earshot.store.past import PastPromise
from earshot.store.promises import Group
from earshot.store.questions import Item, Order, Wanted, items
from earshot.store.rows import Connection
from earshot.store.runs import Run
from earshot.telling.compliance import (
    Standing,
    Tally,
    response_hours,
    rests_on_found,
    standing_of,
    tally,
    tally_apart,
)
from earshot.words.period import Period
from earshot.words.vocabulary import Clock, Sentiment, State


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a summary."""

    name: str
    value: str | int | float | None
    counts: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    period: Period
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a period is kept as counts only: (sentiment, on an account of our own, how many), and
    promises that are in no row any more."""

    said: Sequence[tuple[str, bool, int]] = ()
    promises: Sequence[PastPromise] = ()

    def of(self, clock: Clock) -> list[PastPromise]:
        """One clock's; those about restricted items are counted with those that are kept."""
        return [p for p in self.promises if p.clock is clock and not p.restricted]


@dataclass(frozen=True, slots=True)
class Material:
    """What a period's summary is made of."""

    mentions: Sequence[Item]  # published in the period
    promises: Sequence[Item]  # whose deadline lies in it, of both clocks
    owed: int  # acknowledged, and not answered yet, at the moment of reading
    failing: Sequence[str]  # names of the sources that fail at the moment of reading
    policy_version: str
    groups: Sequence[Group] = ()  # the period's promises, those about restricted items among them
    restricted: int = 0  # items published in the period that `mentions` leaves out
    counted: Counted = field(default_factory=Counted)


def mentions_of(connection: Connection, period: Period) -> list[Item]:
    """What was published in the period, the oldest first."""
    wanted = Wanted(published_from=period.start, published_to=period.end)
    return items(connection, wanted, order=Order.OLDEST)


def promises_of(connection: Connection, period: Period, clock: Clock | None = None) -> list[Item]:
    """What was, or is, due in the period, the earliest deadline first."""
    wanted = Wanted(deadline_from=period.start, deadline_to=period.end, clock=clock)
    return items(connection, wanted, order=Order.DUE)


def material(
    connection: Connection, company: Company, period: Period, *, now: datetime
) -> Material:
    last = runs.last(connection)
    owed = items(connection, Wanted(states=[State.ACKNOWLEDGED.value], owed=True))
    return Material(
        mentions_of(connection, period),
        promises_of(connection, period),
        len(owed),
        failing_names(company, last, now),
        company.policy_version,
        promises.groups(connection, period.start, period.end, now),
        restricted.count(connection, period.start, period.end)
        + past.restricted(connection, period.start, period.end),
        Counted(
            past.said(connection, period.start, period.end),
            past.promises(connection, period.start, period.end),
        ),
    )


def summary_in(connection: Connection, period: Period, now: datetime) -> Summary:
    """A period's summary, read and worked out."""
    return summary(material(connection, company_in(connection), period, now=now), period, now=now)


def failing_names(company: Company, last: dict[str, Run], now: datetime) -> list[str]:
    sources = company.sources.values()
    return [s.name for s in sources if failing(s, last.get(s.id), now)]


def summary(found: Material, period: Period, *, now: datetime) -> Summary:
    """The figures in the order in which a meeting asks for them."""
    policy = [item for item in found.promises if item.clock is Clock.POLICY]
    aim = [item for item in found.promises if item.clock is Clock.AIM]
    policy_past, aim_past = found.counted.of(Clock.POLICY), found.counted.of(Clock.AIM)
    kept = tally(policy, now) + tally_apart(found.groups, Clock.POLICY) + _tally(policy_past)
    aimed = tally(aim, now) + tally_apart(found.groups, Clock.AIM) + _tally(aim_past)
    figures = (
        *_said(found.mentions, found.counted.said),
        Figure("Restricted", found.restricted, note=RESTRICTED),
        *_kept(kept, policy, policy_past),
        Figure("Answer owed after an acknowledgement, now", found.owed),
        *_aim(aimed),
        Figure("Sources failing now", len(found.failing), counts=", ".join(found.failing)),
        Figure("Policy version", found.policy_version),
    )
    return Summary(period, figures)


def _tally(found: Sequence[PastPromise]) -> Tally:
    by: Counter[Standing] = Counter()
    for each in found:
        standing = standing_of(each.verdict, each.exempt, pending=False, private=each.private)
        by[standing] += each.count
    return Tally(by)


def _said(mentions: Sequence[Item], counted: Sequence[tuple[str, bool, int]]) -> tuple[Figure, ...]:
    past_count = sum(count for _, _, count in counted)
    total = len(mentions) + past_count
    tones = Counter(item.sentiment for item in mentions)
    for tone, _, count in counted:
        tones[tone] += count
    own = sum(1 for item in mentions if item.account) + sum(n for _, ours, n in counted if ours)
    named = [(Sentiment(tone), f"Of these {tone.replace('_', ' ')}") for tone in TONES]
    return (
        Figure("Mentions", total, note=_counting(past_count)),
        *(_share(words, tones[tone.value], total) for tone, words in named),
        _share("On our own accounts", own, total),
        _share("Elsewhere", total - own, total),
    )


TONES = tuple(each.value for each in Sentiment)
SETTLED = "on our own accounts, counted by the date of the deadline; settled promises only"
RESTRICTED = "kept apart, a story once: in no count of mentions, and in no list or file"
PRIVATELY = "Handled privately (restricted)"


def _counting(counted: int) -> str:
    return "; ".join(filter(None, ("counted by the local date of publication", kept_as(counted))))


def kept_as(counted: int) -> str:
    """What is said where a figure cannot be opened to all its rows; nothing where it can."""
    if not counted:
        return ""
    return f"{counted:,} of these {'is' if counted == 1 else 'are'} kept as counts only"


def _kept(
    policy: Tally, items: Sequence[Item], counted: Sequence[PastPromise]
) -> tuple[Figure, ...]:
    evidence = policy.by[Standing.MET_WITH_EVIDENCE]
    found = sum(1 for item in items if rests_on_found(item))
    found += sum(each.count for each in counted if each.reply_found)
    return (
        Figure(
            "Answered in time",
            percent(policy.met, policy.settled),
            of(policy.met, policy.settled),
            "; ".join(filter(None, (SETTLED, kept_as(sum(each.count for each in counted))))),
        ),
        Figure(
            "Of these with evidence",
            evidence,
            of(evidence, policy.met),
            "the reply's own address, or the reply itself in a download or a feed",
        ),
        Figure("Missed", policy.by[Standing.MISSED]),
        Figure("Pending, not due yet", policy.by[Standing.PENDING]),
        Figure(
            "Decided that no reply is needed",
            policy.by[Standing.NO_REPLY_NEEDED],
            note="decided before the deadline, with a reason; counted apart",
        ),
        Figure("Decided as out of scope", policy.by[Standing.OUT_OF_SCOPE]),
        Figure(
            PRIVATELY,
            policy.by[Standing.HANDLED_PRIVATELY],
            note="restricted before the deadline; counted apart",
        ),
        Figure(
            "Cannot be told",
            policy.by[Standing.CANNOT_BE_TOLD],
            note="only the date, of what was said or of the reply, is known",
        ),
        Figure(
            "Verdicts that rest on replies found in downloads or feeds",
            found,
            note=found_caution(found),
        ),
        _median(items, counted),
    )


def found_caution(found: int) -> str:
    """What verdicts from found replies cannot know; nothing where there are none."""
    if not found:
        return ""
    return "A download shows what was answered; what was never answered is not in it."


def _median(items: Sequence[Item], counted: Sequence[PastPromise]) -> Figure:
    hours = [found for found in map(response_hours, items) if found is not None]
    hours += [h for p in counted for h in [p.response_hours] * p.count if h is not None]
    value = round(median(hours), 1) if hours else None
    return Figure(
        "Median hours to the first response", value, f"of {len(hours)} responses" if hours else ""
    )


def _aim(aim: Tally) -> tuple[Figure, ...]:
    counts = of(aim.met, aim.settled)
    note = "said elsewhere: our own aim, never added to the promise"
    return (
        Figure("Elsewhere: answered within our aim", percent(aim.met, aim.settled), counts, note),
        Figure("Elsewhere: pending", aim.by[Standing.PENDING]),
        Figure(
            f"Elsewhere: {PRIVATELY[0].lower()}{PRIVATELY[1:]}", aim.by[Standing.HANDLED_PRIVATELY]
        ),
    )


def _share(words: str, count: int, total: int) -> Figure:
    return Figure(words, count, of(count, total))


def of(part: int, whole: int) -> str:
    """`41 of 44`; empty of nothing."""
    return f"{part} of {whole}" if whole else ""


def percent(part: int, whole: int) -> str | None:
    """`93 %`; never rounded to a perfection or a failure that is not there. None of nothing."""
    if not whole:
        return None
    rounded = round(100 * part / whole)
    if part < whole and rounded == 100:
        return "over 99 %"
    if part and rounded == 0:
        return "under 1 %"
    return f"{rounded} %"
