"""Drafting on the screen: a reply from a template, its remarks, and a copy to be posted by hand."""

from datetime import date

import streamlit as st

from earshot.handling.drafting import begun, fitting, owed_by, remarks_on
from earshot.handling.playing import Standing
from earshot.rules.access import Right
from earshot.rules.draft_checks import Remark
from earshot.rules.playbook_rules import Template
from ui.offering import lacks
from ui.opinions import ask_for_opinion
from ui.safe import escaped, marked, say, say_text
from ui.visit import Visit

PUBLIC, PRIVATE = "In public, where they wrote", "In a private message"
MYSELF = "In public, from my own account, for myself"


def draft_key(item: str) -> str:
    return f"draft_{item}"


def drafting(visit: Visit, found: Standing) -> None:
    """A draft, with what to look at again; nothing is sent from here."""
    if lacks(visit, Right.DECIDE):
        return
    with st.expander("Draft a reply", key="drafting"):
        by = owed_by(found, visit.rules, now=visit.now)
        _begin_with(visit, found, by)
        item = found.item.id
        where = st.radio("Where it will stand", [PUBLIC, PRIVATE, MYSELF], key=f"where_{item}")
        text = st.text_area("The reply", key=draft_key(item), height=160) or ""
        st.button("Check it", key="check_draft")  # what was typed is checked with every run
        if not text.strip():
            return
        remarks = remarks_on(
            text,
            found,
            visit.rules,
            visit.house.intake(visit.company).judge,
            answer_by=by,
            public=where != PRIVATE,
            staff=where == MYSELF,
        )
        _remarks(text, remarks)
        st.code(text, language=None, wrap_lines=True)
        say_text(
            "Copy it and post it yourself: nothing is sent from here. Then press “Acknowledged” or "
            "“Replied” and say where it stands.",
            "es-quiet",
        )
        ask_for_opinion(visit, found, text)


def _begin_with(visit: Visit, found: Standing, by: date) -> None:
    options: dict[str, Template] = {each.id: each for each in fitting(found, visit.rules)}
    key = f"template_{found.item.id}"

    def fill() -> None:
        chosen = options.get(st.session_state[key] or "")
        if chosen:
            words = begun(chosen, found, visit.rules, answer_by=by)
            st.session_state[draft_key(found.item.id)] = words

    st.selectbox(
        "Begin with",
        list(options),
        index=None,
        format_func=lambda name: _title(options[name]),
        placeholder="An empty page" if options else "No template fits: write it yourself",
        key=key,
        on_change=fill,
    )


def _title(template: Template) -> str:
    return f"{template.title} (approved holding line)" if template.holding else template.title


def _remarks(text: str, remarks: tuple[Remark, ...]) -> None:
    if not remarks:
        say_text("Nothing to look at again was found. Read it once more yourself.", "es-quiet")
        return
    say('<span class="es-key">Look at this again</span>')
    say(marked(text, [(each.start, each.end) for each in remarks]), "es-text")
    for each in remarks:
        quoted = f"“{escaped(_short(each.words))}”: " if each.words else ""
        say(f"{quoted}{escaped(each.why)} <span class='es-quiet'>({escaped(each.clause)})</span>")


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
