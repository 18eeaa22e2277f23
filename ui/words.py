"""Our words for the closed sets: safe in labels and Markdown, since nobody outside writes them."""

from collectors.post import Kind, Platform
from earshot.handling.decisions import Action
from earshot.store.questions import Item
from earshot.words.platforms import PLATFORM
from earshot.words.vocabulary import Intent, Sentiment, State

INTENT = {
    Intent.QUERY: "Question",
    Intent.COMPLAINT: "Complaint",
    Intent.PRAISE: "Praise",
    Intent.COMMENT: "Comment",
    Intent.PRESS: "Press",
    Intent.DATA_REQUEST: "About their data",
    Intent.SPAM: "Possible spam",
}
SENTIMENT = {
    Sentiment.NEGATIVE: "negative",
    Sentiment.NEUTRAL: "neutral",
    Sentiment.POSITIVE: "positive",
    Sentiment.NOT_SCORED: "not scored",
}
STATE = {
    State.HISTORY: "Before we listened",
    State.OPEN: "Open",
    State.ACKNOWLEDGED: "Answer owed",
    State.ANSWERED: "Answered",
    State.NO_REPLY_NEEDED: "No reply needed",
    State.OUT_OF_SCOPE: "Out of scope",
    State.CLOSED: "Closed",
}
KIND = {
    Kind.ARTICLE: "article",
    Kind.POST: "post",
    Kind.COMMENT: "comment",
    Kind.REVIEW: "review",
}
DO = {  # on a button: what was done
    Action.ACKNOWLEDGE: "Acknowledged",
    Action.ANSWER: "Replied",
    Action.NO_REPLY_NEEDED: "No reply needed",
    Action.OUT_OF_SCOPE: "Out of scope",
    Action.ASSIGN: "Give it to somebody",
    Action.SNOOZE: "Snooze",
    Action.CLOSE: "Close",
    Action.REOPEN: "Reopen",
    Action.TAKE_IN: "Take it in",
    Action.UNDO: "Undo",
}
DONE = {  # what is said afterwards
    Action.ACKNOWLEDGE: "Recorded: acknowledged, an answer is owed",
    Action.ANSWER: "Recorded: replied",
    Action.NO_REPLY_NEEDED: "Recorded: no reply needed",
    Action.OUT_OF_SCOPE: "Recorded: out of scope",
    Action.ASSIGN: "Recorded: given to somebody",
    Action.SNOOZE: "Recorded: snoozed",
    Action.CLOSE: "Recorded: closed",
    Action.REOPEN: "Recorded: reopened",
    Action.TAKE_IN: "Recorded: taken in",
    Action.UNDO: "Undone",
}


def where_said(item: Item) -> str:
    """`Facebook comment`, `News article`, `Noted by hand`."""
    platform, kind = Platform(item.platform), KIND[Kind(item.kind)]
    if platform in (Platform.NOTE, Platform.TABLE, Platform.OTHER):
        return kind.capitalize()
    return f"{PLATFORM[platform]} {kind}"


def number_of(number: int, one: str, many: str | None = None) -> str:
    """`1 item`, `2 items`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
