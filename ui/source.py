"""One source: how it does, what its last run brought and could not read, and its settings."""

from dataclasses import replace
from datetime import timedelta

import streamlit as st

from earshot.handling.administration import rebased
from earshot.handling.health import Health, health, moved_from
from earshot.handling.listening import change_source, set_source_state
from earshot.rules.access import Right
from earshot.rules.company import COLLECTED, Source, SourceState
from earshot.rules.purposes import waits
from earshot.rules.rhythm import SPREAD, Past, in_words, next_look, rhythm_of
from earshot.store import log
from earshot.store.runs import Run
from earshot.words.times import relative, spoken
from ui.adding import ask_account, ask_every
from ui.addresses import link_to
from ui.collecting import collect_now, counts_words, say_waiting, summed
from ui.keys import key_of
from ui.links import way_out
from ui.reads import read
from ui.safe import say_text
from ui.said import say_next
from ui.uploads import show_rejects
from ui.visit import Visit


def show_source(visit: Visit, source: Source, last: Run | None, past: Past) -> None:
    link_to("sources", "All sources", icon=":material/arrow_back:")
    say_text(source.name, "es-key")
    found = health(source, last, visit.now, past, waits=waits(source, visit.company))
    _condition(visit, found)
    say_waiting(visit, [source])
    _moved(visit, source)
    way_out(source.url, "Open its address")
    _last_run(visit, last)
    if last is not None and source.kind in COLLECTED and not visit.house.is_sample:
        _rhythm(visit, source, last, past)
    link_to("mentions", "What it has brought", source=source.id)
    if source.kind in COLLECTED and not visit.house.is_sample:
        with st.container(horizontal=True):
            act(visit, source)
        if visit.may(Right.COLLECT):
            _settings(visit, source)


def _condition(visit: Visit, found: Health) -> None:
    words = found.words.capitalize()
    if found.until and found.until > visit.now:
        words += f" until {spoken(found.until, visit.company.zone, visit.now)}"
    say_text(f"{words}.", "es-late" if found.failing else "es-line")
    for more in filter(None, (found.advice, found.said)):
        say_text(more, "es-quiet")


def _moved(visit: Visit, source: Source) -> None:
    events = read(visit.house, log.of_subjects, [source.id])[source.id]
    moved = moved_from(events)
    if moved:
        before, at = moved
        day = spoken(at, visit.company.zone, visit.now)
        say_text(f"It moved {day}: before, it was at {before}. Nothing needs to be done.")


def _last_run(visit: Visit, last: Run | None) -> None:
    if last is None:
        return
    at = spoken(last.ended_at, visit.company.zone, visit.now)
    ago = relative(last.ended_at, visit.now)
    say_text(f"Last collected {at} ({ago}): {counts_words(last.counts)}.")
    if last.counts.rejected:
        with st.expander(f"What could not be read: {last.counts.rejected}"):
            show_rejects(visit, last.id)


def _rhythm(visit: Visit, source: Source, last: Run, past: Past) -> None:
    """How often it brings something, and when it is asked again."""
    found = rhythm_of(past, visit.now)
    if found.usual_gap is not None and found.quiet_for is not None:
        usual = in_words(found.usual_gap).removeprefix("1 ")
        ago = relative(visit.now - found.quiet_for, visit.now)
        say_text(f"It brings something new every {usual}, as a rule; the last {ago}.", "es-quiet")
    if source.state is SourceState.ACTIVE and not waits(source, visit.company):
        say_text(next_look_words(visit, source, last, past), "es-quiet")


def next_look_words(visit: Visit, source: Source, last: Run, past: Past) -> str:
    """`Next look Sat 14 Nov, 18:05 (in 12 min)`, and why it is later than was set."""
    at = next_look(source, past, last.started_at, last.retry_at, visit.now)
    if at <= visit.now:
        return "Next look: as soon as Earshot is collecting."
    words = f"Next look {spoken(at, visit.company.zone, visit.now)} ({relative(at, visit.now)})"
    if last.retry_at is not None and at == last.retry_at:
        return f"{words}: its server asked us to wait."
    usual = timedelta(minutes=source.every)
    if at - last.started_at <= usual * (1 + SPREAD):
        return f"{words}."
    if past.failures:
        return f"{words}: what fails is asked less often."
    return f"{words}: it seldom brings anything, so it is asked less often than it may be."


def act(visit: Visit, source: Source) -> None:
    """The buttons: collect it now, pause it, take it up again."""
    if not visit.may(Right.COLLECT):
        return
    active = source.state is SourceState.ACTIVE
    ready = active and not waits(source, visit.company)
    if ready and st.button("Collect it now", key=f"collect {source.id}"):
        say_next(summed(collect_now(visit, [source])))
        st.rerun()
    words = "Pause it" if active else "Take it up again"
    if st.button(words, key=f"pause {source.id}"):
        state = SourceState.PAUSED if active else SourceState.ACTIVE
        with visit.house.store.unit() as connection:
            set_source_state(connection, source.id, state, actor=visit.actor, now=visit.now)
        say_next(f"{source.name}: {'paused' if active else 'collected again'}.")
        st.rerun()


def _settings(visit: Visit, source: Source) -> None:
    with st.expander("Change it"):
        name = st.text_input("Name", source.name, key=key_of("name_one", source.name))
        with st.container(horizontal=True):
            at = source.account
            account = ask_account(visit.company, key=key_of("account_one", at), at=at)
            every = ask_every(source.every, key=key_of("every_one", source.every))
        changed = replace(
            source,
            name=(name or "").strip() or source.name,
            account=account.id if account else None,
            every=every,
        )
        if st.button("Save", key="save_one", type="primary", disabled=changed == source):
            _save(visit, source, changed)
            say_next(f"Saved: {_difference(visit, source, changed)}.")
            st.rerun()


def _save(visit: Visit, seen: Source, changed: Source) -> None:
    """What was changed here, and nothing else: it may have been paused or moved meanwhile."""
    with visit.house.store.unit() as connection:
        change_source(
            connection,
            seen.id,
            lambda fresh: rebased(fresh, seen, changed),
            actor=visit.actor,
            now=visit.now,
        )


def _difference(visit: Visit, old: Source, new: Source) -> str:
    """What a change changes."""
    name = visit.company.account_name
    pairs = (
        ("name", old.name, new.name),
        ("said on", name(old.account) or "elsewhere", name(new.account) or "elsewhere"),
        ("minutes between collections", str(old.every), str(new.every)),
    )
    changed = [
        f"{what} from {before} to {after}" for what, before, after in pairs if before != after
    ]
    return ", ".join(changed)
