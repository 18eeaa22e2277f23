"""Adding sources: an address seen before it is added, and search feeds made of the terms."""

from collections.abc import Sequence
from datetime import datetime, time

import streamlit as st

from collectors.feeds.searches import SearchFeed, is_google_alerts
from collectors.post import Post, Rejected
from collectors.web.round import FeedRead
from earshot.bringing.trying import try_entries
from earshot.handling.health import MEANINGS
from earshot.handling.listening import LEAST_EVERY, Preview, add_source, new_source
from earshot.rules.company import Account, Company, Source, SourceKind, source_id
from earshot.rules.searching import feeds_for
from ui.looking import ask_feed, forget
from ui.safe import say_problem, say_text
from ui.said import say_next
from ui.terms import show_trials
from ui.visit import Visit
from ui.words import number_of

ELSEWHERE = ""
EVERY = (15, 30, 60, 120, 360, 1440)


def add_by_address(visit: Visit, actor: str) -> None:
    """Paste any address, see the feed behind it and what that brings, then add it."""
    seen = ask_feed()
    if seen is not None:
        _show_preview(visit, seen, actor)


def _show_preview(visit: Visit, seen: Preview, actor: str) -> None:
    result = seen.answer.result
    if not isinstance(result, FeedRead):
        say_problem(seen.problem or "This address brought nothing.")
        problem = getattr(result, "problem", None)
        if problem in MEANINGS:
            say_text(MEANINGS[problem][2], "es-quiet")
        return
    with st.container(border=True):
        say_text(seen.title or seen.url, "es-key")
        source = _asked(visit, seen)
        trials = try_entries(newest_first(result.feed.entries), source, visit.company)
        counting = sum(1 for trial in trials if trial.counts)
        items = number_of(len(trials), "item")
        st.write(f"It holds {items}; {counting} would count as being about you. The last ones:")
        show_trials(trials)
        if not trials:
            st.write("It is a feed, but there is nothing in it at present.")
        words = "Change this source" if source.id in visit.company.sources else "Add this source"
        if st.button(words, key="add_source", type="primary"):
            keep(visit, [source], actor)


def newest_first(entries: Sequence[Post | Rejected]) -> list[Post | Rejected]:
    """A feed's items, the newest first; where one has no date, in the feed's own order."""
    dates = [each.published.at if isinstance(each, Post) else None for each in entries]
    if None in dates:
        return list(entries)
    order = sorted(zip(dates, entries, strict=True), key=lambda pair: str(pair[0]), reverse=True)
    return [entry for _, entry in order]


def _asked(visit: Visit, seen: Preview) -> Source:
    """The source as its name, account and rhythm are filled in."""
    kind = SourceKind.SEARCH if is_google_alerts(seen.url) else SourceKind.FEED
    there = visit.company.sources.get(source_id(kind, seen.url))
    if there:
        say_text(f"It is there already, as “{there.name}”; here you can change it.")
    with st.container(horizontal=True):
        called = there.name if there else seen.title or seen.url
        name = st.text_input("Name", called, key=f"name {seen.url}", width=320)
        # A new address is a new widget, filled in with what that one has.
        at = there.account if there else None
        account = ask_account(visit.company, key=f"source_account {seen.url}", at=at)
        every = ask_every(there.every if there else 30, key=f"source_every {seen.url}")
        since = _ask_since(visit.company, account) if account and not there else None
    return new_source(
        seen.url,
        name=name or None,
        account=account,
        now=visit.now,
        kind=kind,
        every=every,
        since=since,
    )


def _ask_since(company: Company, account: Account) -> datetime:
    """From which day what arrives counts: the account's own first day, unless somebody says."""
    day = st.date_input(
        "Counts from",
        account.starts_on,
        format="DD/MM/YYYY",
        key=f"source_since {account.id}",
        width=160,
        help="What was published earlier is history: in the trends, never in the queue.",
    )
    return datetime.combine(day or account.starts_on, time(), company.zone)


def ask_account(company: Company, *, key: str, at: str | None = None) -> Account | None:
    options = [ELSEWHERE, *company.accounts]
    chosen = st.selectbox(
        "What arrives was said",
        options,
        index=options.index(at) if at in options else 0,
        format_func=lambda each: f"on {company.accounts[each].name}" if each else "elsewhere",
        key=key,
        width=260,
    )
    return company.accounts.get(chosen or ELSEWHERE)


def ask_every(at: int, *, key: str) -> int:
    """How often it is collected, in minutes."""
    options = sorted({*EVERY, max(at, LEAST_EVERY)})
    every: int = st.selectbox(
        "How often",
        options,
        index=options.index(max(at, LEAST_EVERY)),
        format_func=every_words,
        key=key,
        width=160,
    )
    return every


def every_words(minutes: int) -> str:
    if not minutes:
        return "by hand"
    hours, rest = divmod(minutes, 60)
    if rest or not hours:
        return f"every {minutes} min"
    if hours == 1:
        return "every hour"
    return "once a day" if hours == 24 else f"every {hours} h"


def add_searches(visit: Visit, actor: str) -> None:
    """Search feeds made of the company's terms, to tick and add."""
    offered = feeds_for(visit.company)
    if not offered:
        st.write("All search feeds that can be made of your terms are there already.")
        return
    st.write("These watch the web for your terms. Untick what you do not want.")
    chosen = [feed for feed in offered if _ticked(feed)]
    words = f"Add {number_of(len(chosen), 'search feed')}"
    if st.button(words, key="add_searches", type="primary", disabled=not chosen):
        keep(visit, [_search_source(feed, visit.now) for feed in chosen], actor)


def _ticked(feed: SearchFeed) -> bool:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        ticked = st.checkbox(
            "Add", value=True, key=f"tick {feed.url}", label_visibility="collapsed", width=28
        )
        say_text(f"{feed.name}, {every_words(feed.every_minutes)}")
    return ticked


def _search_source(feed: SearchFeed, now: datetime) -> Source:
    kind, every = SourceKind.SEARCH, feed.every_minutes
    return new_source(feed.url, name=feed.name, account=None, now=now, kind=kind, every=every)


def keep(visit: Visit, sources: Sequence[Source], actor: str) -> None:
    """Add these, and say so."""
    with visit.house.store.unit() as connection:
        for source in sources:
            add_source(connection, source, actor=actor, now=visit.now)
    forget()
    say_next(_done(sources, visit.company))
    st.rerun()


def _done(sources: Sequence[Source], before: Company) -> str:
    """What became of each: one that was there already was not added again."""
    there = [source.name for source in sources if source.id in before.sources]
    added = [source.name for source in sources if source.id not in before.sources]
    said = []
    if added:
        said.append(f"Added: {', '.join(added)}. Collect now, or wait for the next turn.")
    if there:
        said.append(f"{', '.join(there)}: there already; changed as you said.")
    return " ".join(said)
