"""Sources: is anything deaf?"""

from collections.abc import Sequence

import streamlit as st

from earshot.handling.health import Health, health
from earshot.rules.access import Right
from earshot.rules.company import COLLECTED, Source, SourceState
from earshot.rules.purposes import waits
from earshot.rules.rhythm import NOTHING_KNOWN, Past
from earshot.store import rhythm, runs
from earshot.store.runs import Run
from earshot.words.times import relative
from ui.adding import add_by_address, add_searches, every_words
from ui.addresses import go_to
from ui.beforehand import may_upload
from ui.collecting import collect_now, counts_words, not_waiting, say_waiting, summed
from ui.guard import enter
from ui.mailboxes import add_mailbox
from ui.offering import offered
from ui.opml import import_list, offer_list
from ui.reads import read
from ui.safe import say_text
from ui.said import say_next, say_what_was_done
from ui.source import act, next_look_words, show_source
from ui.tables import table_of_links
from ui.uploads import bring_in
from ui.visit import Visit
from ui.words import number_of

visit = enter(__file__)

# Pixels. All but the address stand beside each other in a window of 1,440; on a phone, which shows
# the first of them, what is heard comes before what it brought.
WIDTHS = {
    "Source": 245,
    "Health": 150,
    "Last collected": 115,
    "Brought": 175,
    "How often": 110,
    "Said": 150,
    "Address": 300,
}


def main(visit: Visit) -> None:
    say_what_was_done()
    last = read(visit.house, runs.last)
    sources = sorted(visit.company.sources.values(), key=lambda s: s.name.casefold())
    pasts = read(visit.house, rhythm.pasts, tuple(sorted(visit.company.sources)))
    conditions = {
        s.id: health(
            s,
            last.get(s.id),
            visit.now,
            pasts.get(s.id, NOTHING_KNOWN),
            waits=waits(s, visit.company),
        )
        for s in sources
    }
    opened = visit.company.sources.get(st.query_params.get("source", ""))
    if opened:
        show_source(visit, opened, last.get(opened.id), pasts.get(opened.id, NOTHING_KNOWN))
        return
    # One container, however much is in it: the tabs below keep their place, or the browser would
    # take them for others and open the first.
    with st.container():
        if visit.house.is_sample:
            say_text("The sample stands still: nothing is collected in it.", "es-quiet")
        else:
            say_waiting(visit, sources)
            to_see = [s for s in not_waiting(visit, sources) if conditions[s.id].wants_attention]
            deaf(visit, to_see, conditions, last, pasts)
            collect_all(visit, sources)
        table(visit, sources, conditions, last)
    if not visit.house.is_sample:
        more(visit)


def deaf(
    visit: Visit,
    sources: Sequence[Source],
    conditions: dict[str, Health],
    last: dict[str, Run],
    pasts: dict[str, Past],
) -> None:
    """Those that bring nothing, each with what to do about it."""
    if sources:
        st.subheader(f"{number_of(len(sources), 'source')} to look at")
    for source in sources:
        found = conditions[source.id]
        with st.container(border=True, gap="small"):
            say_text(f"{source.name}: {found.words}", "es-late" if found.failing else "es-key")
            say_text(found.advice)
            if found.said:
                say_text(found.said, "es-quiet")
            if found.failing and source.state is SourceState.ACTIVE:
                past = pasts.get(source.id, NOTHING_KNOWN)
                say_text(next_look_words(visit, source, last[source.id], past), "es-quiet")
            with st.container(horizontal=True):
                act(visit, source)
                if st.button("See more", key=f"open {source.id}", type="tertiary"):
                    go_to("sources", source=source.id)


def collect_all(visit: Visit, sources: Sequence[Source]) -> None:
    if not visit.may(Right.COLLECT):
        return
    active = [s for s in sources if s.kind in COLLECTED and s.state is SourceState.ACTIVE]
    heard = not_waiting(visit, active)
    if heard and st.button("Collect all now", key="collect_all", icon=":material/refresh:"):
        say_next(summed(collect_now(visit, heard)))
        st.rerun()


def table(
    visit: Visit,
    sources: Sequence[Source],
    conditions: dict[str, Health],
    last: dict[str, Run],
) -> None:
    st.subheader("All sources")
    if not sources:
        st.write("Nothing is collected yet. Add a feed, a mailbox or a download below.")
        return
    company = visit.company
    table_of_links(
        "sources",
        [source.id for source in sources],
        {
            "Source": [source.name for source in sources],
            "Health": [conditions[source.id].words for source in sources],
            "Last collected": [when(visit, last.get(source.id)) for source in sources],
            "Brought": [brought(last.get(source.id)) for source in sources],
            "How often": [every_words(source.every) for source in sources],
            "Said": [company.account_name(source.account) or "elsewhere" for source in sources],
            "Address": [source.url for source in sources],
        },
        lambda source: go_to("sources", source=source),
        **{name: st.column_config.Column(width=width) for name, width in WIDTHS.items()},
    )
    st.caption("Choose a row to see more of it.")


def when(visit: Visit, run: Run | None) -> str:
    """How long ago; its page says the time."""
    return relative(run.ended_at, visit.now) if run else "never"


def brought(run: Run | None) -> str:
    return counts_words(run.counts) if run else ""


def more(visit: Visit) -> None:
    """The ways to add one, for somebody with a name."""
    st.subheader("Add more")
    if not offered(visit, Right.COLLECT):
        return
    feed, search, mailbox, handed, lists = st.tabs(
        ["A feed", "Search feeds", "A mailbox", "Downloads and tables", "A list of feeds"],
        key="more",
    )
    with feed:
        add_by_address(visit, visit.actor)
    with search:
        add_searches(visit, visit.actor)
    with mailbox:
        add_mailbox(visit, visit.actor)
    with handed:
        bring_in(visit, visit.actor)
    with lists:
        if may_upload("list"):
            import_list(visit, visit.actor)
        offer_list(visit)


main(visit)
