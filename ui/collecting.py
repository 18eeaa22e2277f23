"""Collecting now: one source or all, with its progress, while nobody else has to wait."""

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from earshot.bringing.collecting import Collected, collect_sources
from earshot.handling.health import health
from earshot.handling.house import allowed_hosts
from earshot.rules import purposes
from earshot.rules.access import Right
from earshot.rules.company import Source
from earshot.rules.purposes import until_stated, waits
from earshot.store.runs import Counts
from earshot.words.errors import Refused
from ui.addresses import link_to
from ui.safe import say_text
from ui.visit import Visit
from ui.words import number_of


def collect_now(visit: Visit, sources: Sequence[Source]) -> list[Collected]:
    """Collect these and say what each has brought; leaving the page stops what is not done yet.

    Raises:
        Refused: the role of who is there does not allow it, or all of it waits for the purpose.
    """
    visit.require(Right.COLLECT)
    sources = not_waiting(visit, sources)
    if not sources:
        raise Refused(f"What was asked for {until_stated(visit.company)}.")
    done: list[Collected] = []
    bar = st.progress(0.0, f"Asking {number_of(len(sources), 'source')}")
    for part in collect_sources(visit.house, sources, allowed=allowed_hosts(), now=_clock):
        done += part
        bar.progress(len(done) / len(sources), f"{len(done)} of {len(sources)} have answered")
        for each in part:
            say_text(outcome(each), "es-quiet")
    bar.empty()
    return done


def not_waiting(visit: Visit, sources: Sequence[Source]) -> list[Source]:
    """Those that may be collected as long as nobody has stated what the collecting is for."""
    return [source for source in sources if not waits(source, visit.company)]


def say_waiting(visit: Visit, sources: Sequence[Source]) -> None:
    """Which may not, who can change that, and the way there; nothing where none waits."""
    words = purposes.say_waiting(sources, visit.company)
    if not words:
        return
    with st.container(border=True, gap="small"):
        say_text(words)
        link_to("privacy", "State the purpose", icon=":material/policy:")


def outcome(collected: Collected) -> str:
    """`Leeds Voice: 2 new, 14 known, 3 not about us`; it may hold what a server said."""
    run = collected.run
    if run.error:
        return f"{collected.source.name}: {run.error}"
    if not run.counts.fetched and not run.counts.rejected:
        return f"{collected.source.name}: {health(collected.source, run, run.ended_at).words}"
    return f"{collected.source.name}: {counts_words(run.counts)}"


def counts_words(counts: Counts) -> str:
    parts = (
        (counts.new, "new"),
        (counts.changed, "changed"),
        (counts.known, "known"),
        (counts.outgoing, "our own"),
        (counts.not_about_us, "not about us"),
        (counts.rejected, "rejected"),
    )
    return ", ".join(f"{count} {words}" for count, words in parts if count) or "nothing"


def summed(done: Sequence[Collected]) -> str:
    """What a round has brought, in a sentence without any name."""
    new = sum(each.run.counts.new for each in done)
    failed = sum(1 for each in done if each.run.error)
    said = f"{number_of(len(done), 'source')} asked: {number_of(new, 'new mention')}"
    return said + (f"; {failed} failed" if failed else "") + "."


def _clock() -> datetime:
    """A collection lasts, so its times are its own and not the page's."""
    return datetime.now(UTC)
