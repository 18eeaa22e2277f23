"""Restricting on the screen: keeping an item from all but a few, and what stands in its place."""

from collections.abc import Sequence

import streamlit as st

from earshot.handling.desk import Opened
from earshot.protection import safeguarding
from earshot.protection.admission import RESTRICTING
from earshot.protection.guarded_reading import theirs
from earshot.rules.access import Right
from earshot.rules.case import Case
from earshot.rules.company import Company
from earshot.rules.restriction import Danger, Restriction, Stage, lead_names, may_read
from earshot.store import restricted
from earshot.words.errors import EarshotError
from earshot.words.times import relative
from ui.addresses import go_to, link_to
from ui.deciding import forget
from ui.in_address import ITEM
from ui.reads import read
from ui.safe import escaped, say, say_problem, say_text
from ui.said import say_next
from ui.visit import Visit
from ui.words import number_of

PAGE = "safeguarding"
CONCERN = {
    Danger.THREAT: "Threat of harm",
    Danger.SELF_HARM: "Self-harm",
    Danger.ABUSE_DISCLOSURE: "Abuse or neglect",
    Danger.STAFF_ALLEGATION: "Allegation against staff",
    Danger.SEXUAL: "Sexual harassment, images or grooming",
    Danger.EXTREMISM: "Extremism",
    Danger.MISSING_PERSON: "Missing person",
}
WHY_NOT = (
    "Restricted items are not handled here until sign-in is on: a name that is chosen proves "
    "nothing, so nothing could be kept from anybody."
)


def left_out(visit: Visit, number: int) -> None:
    """In the place of restricted items, wherever a list or a count leaves them out."""
    if not number:
        return
    if visit.may(Right.GUARD):
        link_to(PAGE, f"{number} restricted", icon=":material/shield_person:")
        return
    say_text(
        f"{number} restricted: kept apart from all that stands here. Only those who deal with "
        "safeguarding see what was said.",
        "es-quiet",
    )


def tell_in_person(visit: Visit) -> None:
    """What to do where this is not offered on the screen, and why it is not."""
    say_problem(danger_words(lead_names(visit.company), "in person"))
    if not visit.reader.proven:
        say_text(WHY_NOT)
    kept = read(visit.house, restricted.count)
    if kept:
        say_text(f"{number_of(kept, 'restricted item')} kept here. Nobody sees what was said.")


def danger_words(names: Sequence[str], how: str = "") -> str:
    """What stands above everything else; `names` are those of the safeguarding lead."""
    who = " or ".join(names)
    told = f"{who} (safeguarding lead)" if who else "the safeguarding lead"
    return f"Is somebody in danger? Call 999 now, then tell {told} {how}".rstrip() + "."


def offer(visit: Visit, found: Opened) -> None:
    """Under an item: restrict it; without sign-in, whom to tell instead."""
    with st.expander("Is this about somebody’s safety?", key="about_safety"):
        if not visit.reader.proven:
            tell_in_person(visit)
        elif not any(map(visit.may, RESTRICTING)):
            say_problem(danger_words(lead_names(visit.company), "in person"))
        else:
            _ask(visit, found.item.id)


def _ask(visit: Visit, item: str) -> None:
    say_problem(danger_words(lead_names(visit.company)))
    say_text(
        "Restrict it on suspicion: only the safeguarding lead, their deputies and, until it is "
        "handed over, the moderator on duty see it then. The lead can bring it back."
    )
    concern = st.radio(
        "What comes nearest?",
        list(Danger),
        index=None,
        format_func=CONCERN.__getitem__,
        key=f"concern_{item}",
    )
    urgent = st.checkbox("Somebody may be in danger now", key=f"urgent_{item}")
    reason = st.text_input("Why you think so (if you like)", key=f"restrict_reason_{item}")
    if st.button("Restrict it", key="restrict", type="primary"):
        if concern is None:
            say_problem("Choose what comes nearest first.")
        else:
            _restrict(visit, item, concern, urgent=urgent, reason=reason)


def _restrict(visit: Visit, item: str, concern: Danger, *, urgent: bool, reason: str) -> None:
    try:
        with visit.house.store.unit() as connection:
            case = safeguarding.restrict(
                connection,
                item,
                concern,
                visit.reader,
                urgent=urgent,
                reason=reason,
                now=visit.now,
            )
    except EarshotError as error:
        say_problem(str(error))
        return
    forget()
    st.query_params.pop(ITEM, None)
    say_next(_taken_over(visit.company))
    if _is_theirs(visit, case):
        go_to(PAGE, item=case.id)
    st.rerun()


def _is_theirs(visit: Visit, case: Case) -> bool:
    return case.restriction is not None and may_read(case.restriction, visit.reader, visit.company)


def _taken_over(company: Company) -> str:
    names = lead_names(company)
    if not names:
        return (
            "It is restricted. Nobody is set up as safeguarding lead: tell yours in person now, "
            "and have them set up in Settings, under People."
        )
    return f"It is restricted. Tell {' or '.join(names)} in person now."


def on_duty(visit: Visit) -> None:
    """Above the queue: what this reader may see and nobody has handed over yet, without words."""
    if not visit.reader.proven:
        return
    for each in read(visit.house, theirs, visit.reader):
        if each.found.stage is Stage.SUSPECTED:
            with st.container(border=True, gap="xxsmall", key=f"restricted_{each.id}"):
                say(headline(visit, each.found))
                link_to(PAGE, "Open it", item=each.id)


def headline(visit: Visit, found: Restriction) -> str:
    """One restricted item in a line, as HTML, without its words."""
    danger = " · somebody may be in danger now" if found.urgent and not found.seen_by else ""
    since = escaped(relative(found.since, visit.now))
    return (
        f'<span class="es-late">Possible: {escaped(CONCERN[found.concern])}{danger}</span> · '
        f"{since} · {escaped(STAGE[found.stage])}"
    )


STAGE = {
    Stage.SUSPECTED: "restricted: not with the safeguarding lead yet",
    Stage.HANDED_OVER: "with the safeguarding lead",
    Stage.FILED: "in the safeguarding system",
    Stage.REFERENCE: "only its reference is kept",
}
