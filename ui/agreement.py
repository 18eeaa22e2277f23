"""Agreement on the screen: how often people who looked said the same as the machine."""

import pandas as pd
import streamlit as st

from earshot.rules.findings import Judged
from earshot.telling.agreement import Agreement, Confusion, Share, agreement
from earshot.telling.item_concerns import CONCERN
from earshot.words.vocabulary import ConcernName
from ui.correcting import words_of
from ui.reads import read
from ui.safe import say_text
from ui.visit import Visit

KIND = {
    Judged.SENTIMENT: "Tone",
    Judged.INTENT: "What it is",
    Judged.NEEDS_REPLY: "Whether it needs a reply",
    Judged.CONCERN: "Concern",
}
HOW = (
    "Counted is what people have said of items, one by one: by “That’s right” as well as by a "
    "correction. Items that nobody has said anything of are not counted, so this is no measure of "
    "all that was judged: people look first at what seems wrong. Restricted items are left out."
)


def show_agreement(visit: Visit) -> None:
    """By what the machine said; and of each kind, what it was taken for by whom."""
    found = read(visit.house, agreement)
    st.subheader("Do people agree with the machine?")
    if not found.looked_at:
        say_text(
            "Nobody has said yet whether it is right. On an item, “That’s right” and “Correct it” "
            "do, and the count stands here."
        )
        return
    say_text(sentence(found), "es-key")
    say_text(HOW, "es-quiet")
    rows = [_row(each) for each in found.shares]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", alt="Agreement by class")
    for each in found.confusions:
        say_text(f"{KIND[each.what]}: down what the machine said, across what people said")
        st.dataframe(_table(each), height="content", alt=f"{KIND[each.what]}, machine and people")


def sentence(found: Agreement) -> str:
    """`People looked at 40 judgements and agreed with 36.`"""
    things = "judgement" if found.looked_at == 1 else "judgements"
    return f"People looked at {found.looked_at:,} {things} and agreed with {found.agreed:,}."


def _row(share: Share) -> dict[str, str | int]:
    is_concern = share.what is Judged.CONCERN
    return {
        "Kind": KIND[share.what],
        "The machine said": _named(share),
        "People looked at": share.looked_at,
        "Agreed with": share.agreed,
        "Missed by the machine": str(share.missed) if is_concern else "",
    }


def _named(share: Share) -> str:
    if share.what is not Judged.CONCERN:
        return words_of(share.what, share.said)
    name = ConcernName(share.said)
    return CONCERN.get(name, name.value.replace("_", " "))


def _table(found: Confusion) -> pd.DataFrame:
    names = {each: words_of(found.what, each) for each in found.classes}
    rows = {
        names[machine]: {names[p]: found.counts.get((machine, p), 0) for p in found.classes}
        for machine in found.classes
    }
    return pd.DataFrame.from_dict(rows, orient="index")
