"""Overview: what do I tell the meeting in five minutes?"""

from collections import Counter
from collections.abc import Iterable

import streamlit as st

from collectors.post import Platform
from earshot.handling.health import failing
from earshot.store import runs
from earshot.store.waiting import Waiting
from earshot.telling.briefing import Briefing, briefing
from earshot.telling.item_words import due_words, is_late, said
from earshot.telling.overview import ENOUGH, Usual, changed
from earshot.telling.reports import of, percent
from earshot.words.period import Period
from earshot.words.platforms import PLATFORM
from earshot.words.vocabulary import Intent
from ui.addresses import link_to
from ui.charts import tone_chart
from ui.completing import what
from ui.figures import Figure, lead, show_figures
from ui.guard import enter
from ui.periods import choose_period
from ui.reads import read
from ui.restricting import left_out
from ui.rows import in_period, link_to_item, link_to_mentions, open_mentions
from ui.safe import escaped, say
from ui.tables import table_of_links
from ui.words import INTENT

visit = enter(__file__)


def main() -> None:
    period = choose_period(visit)
    minute = visit.now.replace(second=0, microsecond=0)
    found = read(visit.house, briefing, period, minute)
    lead(changed(found.compared, _named(found.by_source), _named(found.by_source_before)))
    show_figures(figures(found, period))
    left_out(visit, found.restricted)
    st.subheader("Tone over time")
    tone(found, period)
    left, right = st.columns(2)
    with left:
        st.subheader("What it is about")
        counts("intent", found.by_intent, period)
    with right:
        st.subheader("Where it was said")
        counts("platform", found.by_platform, period)
        counts("source", found.by_source, period)
    st.subheader("What needs a decision")
    decisions(found)


HEADS = {"intent": "What", "platform": "Platform", "source": "Source"}


def figures(found: Briefing, period: Period) -> list[Figure]:
    tones, kept = found.compared.now, found.kept
    share = tones.negative_share
    return [
        Figure(
            "Mentions",
            f"{tones.total:,}",
            "; ".join(filter(None, (_once(found), _usual(found.compared.usual_mentions)))),
            page="mentions",
            parameters=in_period(period),
        ),
        Figure(
            "Negative",
            f"{tones.negative}" if share is None else percent(tones.negative, tones.scored) or "",
            of(tones.negative, tones.scored) + _usual(found.compared.usual_negative, share=True),
            page="mentions",
            parameters=in_period(period, sentiment="negative"),
        ),
        Figure(
            "Answered in time",
            of(kept.met, kept.settled) or "none due",
            "our promise, on our own accounts",
            page="compliance",
            parameters={"period": period.said},
        ),
        Figure(
            "Waiting now",
            str(found.waiting.to_do),
            waiting_words(found.waiting),
            page="triage",
            late=bool(found.waiting.late),
        ),
    ]


def _once(found: Briefing) -> str:
    """How many there are where a text that several outlets carry counts once."""
    if found.cases == found.compared.now.total:
        return ""
    return f"{found.cases:,} counting each story once"


def waiting_words(waiting: Waiting) -> str:
    """The parts add up to what is to do; answers that are owed stand beside it."""
    later = waiting.to_do - waiting.late - waiting.today
    parts = ((waiting.late, "late"), (waiting.today, "due today"), (later, "due later"))
    told = ", ".join(f"{count} {words}" for count, words in parts if count) or "nothing due"
    return told + (f"; beside them {waiting.owed} owed an answer" if waiting.owed else "")


def _usual(usual: Usual | None, *, share: bool = False) -> str:
    if usual is None:
        return ""
    if share:
        return f"; usually {100 * usual.low:.0f} to {100 * usual.high:.0f} %"
    return f"usually {usual.low:.0f} to {usual.high:.0f}"


def tone(found: Briefing, period: Period) -> None:
    if found.compared.now.total >= ENOUGH:
        tone_chart(found.tones, period, found.coverage, open_mentions)
        return
    total = found.compared.now.total
    if not total:
        st.write(
            "Nothing was heard in this period. The counts by tone will be here once something is."
        )
        link_to("sources", "See what is collected")
        return
    st.write(f"With fewer than {ENOUGH} mentions a chart would show chance, not a change.")
    link_to_mentions("Read all of them" if total > 1 else "Read it", period)


def counts(what: str, rows: Iterable[tuple[str, str, int]], period: Period) -> None:
    """A table by intent, platform or source; a click opens the rows."""
    totals: Counter[str] = Counter()
    negative: Counter[str] = Counter()
    for key, sentiment, count in rows:
        totals[key] += count
        negative[key] += count * (sentiment == "negative")
    if not totals:
        st.write("Nothing in this period.")
        return
    keys = [key for key, _ in totals.most_common()]
    table_of_links(
        f"by_{what}",
        keys,
        {
            HEADS[what]: [_words(what, key) for key in keys],
            "Mentions": [totals[key] for key in keys],
            "Negative": [negative[key] for key in keys],
        },
        lambda key: open_mentions(period, **{what: key}),
        Mentions=st.column_config.ProgressColumn(
            format="%d", min_value=0, max_value=max(totals.values())
        ),
    )


def _words(what: str, key: str) -> str:
    if what == "source":
        return _source(key)
    return INTENT[Intent(key)] if what == "intent" else PLATFORM[Platform(key)]


def _source(key: str) -> str:
    source = visit.company.sources.get(key)
    return source.name if source else key


def _named(rows: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, _, count in rows:
        found[_source(key)] += count
    return dict(found)


def decisions(found: Briefing) -> None:
    for item in found.pressing:
        style = ' class="es-late"' if is_late(item, visit.now) else ' class="es-quiet"'
        with st.container(horizontal=True, vertical_alignment="center"):
            link_to_item("Open", item.id)
            say(
                f"<span{style}>{escaped(due_words(item, visit.now))}</span> "
                f"· {what(item)} · {escaped(said(item)[:160])}"
            )
    last = read(visit.house, runs.last)
    deaf = [s for s in visit.company.sources.values() if failing(s, last.get(s.id), visit.now)]
    if deaf:
        link_to("sources", f"{len(deaf)} of your sources cannot be read: see what to do")
    if not found.pressing and not deaf:
        st.write("Nothing waits for a decision.")


main()
