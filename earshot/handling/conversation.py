"""Conversations: comments that belong together, in order, each with its own clock and state."""

from dataclasses import dataclass
from datetime import UTC, datetime

from earshot.store import conversation
from earshot.store.conversation import OwnWords
from earshot.store.questions import Item, Order, Wanted, items
from earshot.store.rows import Connection

EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One Mention of a conversation, with our own replies to it, oldest first."""

    item: Item
    depth: int  # 0: it answers nothing that is shown here
    ours: tuple[OwnWords, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """In the order of reading: what answers something stands below it, the earlier first."""

    lines: tuple[Line, ...] = ()
    restricted: int = 0  # how many are kept apart; where they stood is not told
    more: bool = False  # there are more than these


NONE = Conversation()


def conversation_of(connection: Connection, mention: str) -> Conversation:
    """What this Mention belongs to; empty where it stands alone."""
    turns, more = conversation.turns(connection, mention)
    if len(turns) < 2:
        return NONE
    shown = [turn for turn in turns if not turn.restricted]
    wanted = Wanted(ids=tuple(turn.mention for turn in shown))
    found = {item.id: item for item in items(connection, wanted, order=Order.OLDEST)}
    answers = {turn.mention: turn.answers for turn in shown if turn.mention in found}
    ours = conversation.own_words(connection, list(found))
    lines = _in_order(found, answers, ours)
    hidden = sum(turn.restricted for turn in turns)
    return Conversation(tuple(lines), hidden, more)


def _in_order(
    found: dict[str, Item], answers: dict[str, str | None], ours: list[OwnWords]
) -> list[Line]:
    """Depth first: `found` is in the order of time. What answers a restricted one stands by
    itself, or its place would tell where that one stood."""
    below: dict[str | None, list[str]] = {}
    for mention in found:
        above = answers[mention]
        below.setdefault(above if above in found else None, []).append(mention)
    lines: list[Line] = []
    waiting = [(mention, 0) for mention in reversed(below.get(None, []))]
    while waiting:
        mention, depth = waiting.pop()
        replies = sorted((o for o in ours if o.to == mention), key=lambda o: o.at or EARLIEST)
        lines.append(Line(found[mention], depth, tuple(replies)))
        waiting += [(each, depth + 1) for each in reversed(below.get(mention, []))]
    return lines
