"""Completing: what only a notice was had of gets its text, read by a person at the place itself."""

from dataclasses import replace
from datetime import datetime

from collectors.plaintext import tidy
from earshot.handling import casework
from earshot.handling.holding import hold_press
from earshot.handling.intake import Intake
from earshot.handling.keeping import Change
from earshot.handling.recognition import asks_anew
from earshot.handling.suspicion import restrict_where_suspected
from earshot.rules.access import Right, require_actor
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.mention import said
from earshot.rules.sifting import Candidate, hits_in
from earshot.store import mentions
from earshot.store.rows import Connection
from earshot.words.errors import Refused


def complete_text(
    connection: Connection, intake: Intake, mention: str, text: str, *, actor: str, now: datetime
) -> None:
    """Give a Mention the text that its notice left out: a new version, judged anew.

    Its clock is unchanged. That it was done is in the log; the words stand in the Mention only.

    Raises:
        NotFound: nothing has this id.
        Refused: the actor's role does not allow it; it is restricted; there is no text, or the
            Mention has its own already.
    """
    require_actor(actor, Right.NOTE, intake.rules.company)
    known = mentions.known(connection, [mention])
    stored = mentions.get(connection, mention)
    if casework.current(connection, [mention])[mention].restriction is not None:
        raise Refused("This item is restricted: the safeguarding lead deals with it.")
    if stored.post.text_included:
        raise Refused("Its text is there already.")
    if not text.strip():
        raise Refused("Paste what it says.")
    company = intake.rules.company
    post = replace(stored.post, text=tidy(text), text_included=True)
    candidate = Candidate(
        post,
        company.source(stored.source),
        company.accounts.get(stored.account or ""),
        hits_in(said(post), company),
    )
    change = intake.edited(Change(stored.version, ""), candidate, known[mention], now)
    assert change.judged is not None  # an edit is judged
    mentions.add_versions(connection, [change.judged])
    events = [NewEvent(EventKind.TEXT_COMPLETED, mention, {}, actor)]
    if change.reopening and asks_anew(known[mention], change.judged):
        events.append(change.reopening)
    casework.record(connection, events, now=now)
    restrict_where_suspected(connection, [change.judged], now=now)
    hold_press(connection, [change.judged], now=now)
