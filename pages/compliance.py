"""Compliance: do we keep our word?"""

from collections.abc import Callable, Sequence

import streamlit as st

from earshot.store.promises import Group
from earshot.store.questions import Item
from earshot.telling.briefing import (
    found_earlier,
    promised,
    tallies_by_week,
    tally_of,
    without_rows,
)
from earshot.telling.compliance import (
    MET,
    Standing,
    Tally,
    rests_on_found,
    standing,
    tally_apart,
)
from earshot.telling.reports import found_caution, kept_as, of, percent, promises_of
from earshot.words.period import Period
from earshot.words.vocabulary import Clock
from ui import in_address
from ui.addresses import go_to, link_to
from ui.charts import weeks_chart
from ui.figures import Figure, lead, show_figures
from ui.guard import enter
from ui.periods import choose_period
from ui.promises import miss_sentence, promise_table, said
from ui.reads import read
from ui.restricting import left_out
from ui.safe import say_text
from ui.tables import table_of_links

visit = enter(__file__)

AHEAD = 7  # days: deadlines that lie ahead are part of "the last days"
NAMED = 10  # missed promises that are told one by one
SHOWS = {  # what `?show=` opens
    "in-time": MET,
    "missed": (Standing.MISSED,),
    "not-due-yet": (Standing.PENDING,),
    "no-reply-needed": (Standing.NO_REPLY_NEEDED, Standing.OUT_OF_SCOPE),
    "cannot-be-told": (Standing.CANNOT_BE_TOLD,),
    "handled-privately": (Standing.HANDLED_PRIVATELY,),
    "all": tuple(Standing),
    "found-replies": tuple(Standing),
}
FOUND = "found-replies"
PRIVATE = "restricted, counted apart"
ELSEWHERE = "elsewhere"


def main() -> None:
    in_address.show_in_browser()
    period = choose_period(visit, ahead=AHEAD)
    minute = visit.now.replace(second=0, microsecond=0)
    groups = read(visit.house, promised, period, minute)
    kept = tally_of(groups, Clock.POLICY)
    lead(sentence(kept))
    show_figures(figures(kept, period, "policy"))
    counts_only(groups, Clock.POLICY)
    found_replies(period, Clock.POLICY)
    if st.query_params.get("show") in SHOWS:
        rows(period, st.query_params["show"], groups)
    else:
        missed(period)
        left_out(visit, sum(g.count for g in groups if g.restricted and g.clock is Clock.POLICY))
    st.subheader("The weeks")
    weeks = tallies_by_week(groups, Clock.POLICY)
    if kept.settled:
        weeks_chart(weeks, lambda week: go_to("compliance", period=week, show="all"))
    else:
        st.write("The weeks will be here once a deadline has been met or missed.")
    st.subheader("Where the time goes")
    by_place(groups, period)
    elsewhere(groups, period)


def sentence(kept: Tally) -> str:
    exempt = kept.by[Standing.NO_REPLY_NEEDED] + kept.by[Standing.OUT_OF_SCOPE]
    apart = f" {exempt} more we decided needed no reply." if exempt else ""
    if not kept.settled:
        return f"No deadline on our own accounts has been met or missed in this period.{apart}"
    share = percent(kept.met, kept.settled)
    return f"{of(kept.met, kept.settled)} answered in time ({share}).{apart}"


def figures(kept: Tally, period: Period, clock: str) -> list[Figure]:
    evidence = kept.by[Standing.MET_WITH_EVIDENCE]
    shown = [
        ("Answered in time", "in-time", kept.met, f"{evidence} with evidence"),
        ("Missed", "missed", kept.by[Standing.MISSED], ""),
        ("Not due yet", "not-due-yet", kept.by[Standing.PENDING], ""),
        ("No reply needed", "no-reply-needed", exempt(kept), "decided with a reason"),
        ("Cannot be told", "cannot-be-told", kept.by[Standing.CANNOT_BE_TOLD], "no time known"),
        ("Handled privately", "handled-privately", kept.by[Standing.HANDLED_PRIVATELY], PRIVATE),
    ]
    return [
        Figure(
            label,
            of(count, kept.settled) if show == "in-time" and kept.settled else str(count),
            note,
            page="compliance" if count else "",
            parameters={"period": period.said, "show": show, "clock": clock},
            late=show == "missed" and bool(count),
        )
        for label, show, count, note in shown
        if count or show in ("in-time", "missed", "not-due-yet")
    ]


def counts_only(groups: Sequence[Group], clock: Clock) -> None:
    """What is past its time has no rows to open any more."""
    words = kept_as(without_rows(groups, clock))
    if words:
        st.write(f"{words}.")


def found_replies(period: Period, clock: Clock) -> None:
    """How many verdicts rest on replies that nobody recorded, and what such replies cannot tell."""
    found = sum(rests_on_found(item) for item in _promises(period, clock))
    found += read(visit.house, found_earlier, period, clock)
    if not found:
        return
    rest = "1 of these rests on a reply" if found == 1 else f"{found} of these rest on replies"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.write(f"{rest} found in downloads or feeds. {found_caution(found)}")
        link_to("compliance", "See them", period=period.said, show=FOUND, clock=clock.value)


def exempt(kept: Tally) -> int:
    return kept.by[Standing.NO_REPLY_NEEDED] + kept.by[Standing.OUT_OF_SCOPE]


def rows(period: Period, asked: str, groups: Sequence[Group]) -> None:
    """The rows behind the number that was opened, by what the address says."""
    found = [item for item in _promises(period, _clock()) if _is_shown(item, SHOWS[asked])]
    st.subheader(f"{asked.replace('-', ' ').capitalize()}: {len(found)}")
    if found:
        promise_table("promises", found, visit.company, visit.now)
    left_out(visit, _without_rows(asked, groups))
    link_to("compliance", "Close this list", period=period.said)


def _without_rows(asked: str, groups: Sequence[Group]) -> int:
    """How many of the promises asked for are of restricted items. Of one place it is not told."""
    if asked == FOUND or {"source", "account"} & set(st.query_params):
        return 0
    apart = tally_apart(groups, _clock())
    return sum(apart.by[each] for each in SHOWS[asked])


def _is_shown(item: Item, kinds: Sequence[Standing]) -> bool:
    asked = st.query_params
    return (
        standing(item, visit.now) in kinds
        and (rests_on_found(item) or asked.get("show") != FOUND)
        and asked.get("source", item.source) == item.source
        and asked.get("account", item.account or ELSEWHERE) == (item.account or ELSEWHERE)
    )


def _clock() -> Clock:
    return Clock.AIM if st.query_params.get("clock") == Clock.AIM else Clock.POLICY


def _promises(period: Period, clock: Clock) -> list[Item]:
    return read(visit.house, promises_of, period, clock)


def missed(period: Period) -> None:
    """The broken promises, each with its sentence."""
    promises = _promises(period, Clock.POLICY)
    found = [item for item in promises if standing(item, visit.now) is Standing.MISSED]
    if found:
        many = len(found) > NAMED
        st.subheader(f"The last {NAMED} that we missed" if many else "What we missed")
    for item in found[-NAMED:][::-1]:
        with st.container(border=True, gap="small"):
            say_text(said(item), "es-card")
            say_text(miss_sentence(item, visit.company, visit.now), "es-quiet")
            link_to("triage", "Open it", item=item.id)


def by_place(groups: Sequence[Group], period: Period) -> None:
    policy = [g for g in groups if g.clock is Clock.POLICY and not g.restricted]
    if not policy:
        st.write("Shares by account and by source will be here once something has come in.")
        return
    left, right = st.columns(2)
    with left:
        place_table("account", policy, lambda group: group.account or ELSEWHERE, period)
    with right:
        place_table("source", policy, lambda group: group.source, period)


def place_table(
    what: str, groups: Sequence[Group], place: Callable[[Group], str], period: Period
) -> None:
    places = sorted({place(group) for group in groups})
    tallies = {
        each: tally_of((g for g in groups if place(g) == each), groups[0].clock) for each in places
    }
    clock = groups[0].clock.value
    table_of_links(
        f"by_{what}_{clock}",
        places,
        {
            what.capitalize(): [_name(what, each) for each in places],
            "In time": [of(t.met, t.settled) or "none settled" for t in tallies.values()],
            "Missed": [t.by[Standing.MISSED] for t in tallies.values()],
            "Not due yet": [t.by[Standing.PENDING] for t in tallies.values()],
        },
        lambda each: go_to(
            "compliance", period=period.said, show="all", clock=clock, **{what: each}
        ),
    )


def _name(what: str, key: str) -> str:
    if what == "account":
        return visit.company.account_name(key) or key
    source = visit.company.sources.get(key)
    return source.name if source else key


def elsewhere(groups: Sequence[Group], period: Period) -> None:
    """The company's own aim for what is said elsewhere: never added to the promise."""
    aim = [group for group in groups if group.clock is Clock.AIM]
    st.subheader("Said elsewhere: our own aim")
    if not aim:
        st.write("Nothing said elsewhere needed a reply in this period.")
        return
    st.caption("The policy promises nothing here; these are not part of the figures above.")
    show_figures(figures(tally_of(aim, Clock.AIM), period, "aim"))
    counts_only(aim, Clock.AIM)
    found_replies(period, Clock.AIM)
    open_ones = [group for group in aim if not group.restricted]
    if open_ones:
        place_table("source", open_ones, lambda group: group.source, period)
    left_out(visit, sum(group.count for group in aim if group.restricted))


main()
