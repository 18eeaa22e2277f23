"""Settings of people: who works here, in which roles, what sign-in calls them, who is on duty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pandas as pd
import streamlit as st

from earshot.handling.administration import add_person, change_person, rebased
from earshot.handling.house import company_in
from earshot.rules.access import Right
from earshot.rules.changes import person_changes
from earshot.rules.company import Person, Role
from earshot.rules.events import PROGRAM
from earshot.rules.role_giving import OPENING, is_lead
from earshot.store.rows import Connection
from ui.offering import offered
from ui.safe import say_text
from ui.said import say_next
from ui.saving import NEW, form_of, kept
from ui.visit import Visit

ROLES = {
    Role.MODERATOR: "Moderator: watches and answers",
    Role.SMT: "Senior team: decides and leads",
    Role.DSL: "Safeguarding lead (DSL): deals with restricted items",
    Role.DEPUTY: "Deputy of the safeguarding lead",
    Role.DPO: "Data protection officer (DPO): requests, retention, the log",
    Role.STAFF: "Staff: notes what they see",
    Role.READ_ONLY: "Read only: sees, changes nothing",
    Role.CHAIR: "Chair or proprietor: where a report is about the senior team",
}
FOUNDERS = (Role.MODERATOR, Role.SMT)  # whoever sets a company up has to be able to go on
GIVEN_BY_THE_LEAD = (
    "Safeguarding lead, deputy and chair open restricted items: the safeguarding lead gives these "
    "roles, and says what sign-in calls who has them. Nobody gives themselves a role."
)
UNLED = (
    "Nobody of the senior team is set up yet. Give somebody that role first: from then on they, "
    "and nobody else, say who works here."
)


def person_settings(visit: Visit) -> None:
    people = visit.company.people
    if people:
        # An address is shown to those who have to know it.
        called = visit.may(Right.PEOPLE) or is_lead(visit.person)
        rows = [_person_row(person, called=called) for person in people.values()]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="People, by name and role")
        _say_who_is_missing(visit)
        _own_duty(visit)
    # The first person of all cannot yet be named as who adds them.
    if people and not _offered(visit):
        return
    say_text(GIVEN_BY_THE_LEAD, "es-quiet")
    chosen = st.selectbox(
        "Change somebody, or add somebody",
        [NEW, *people],
        format_func=lambda each: people[each].name if each else "Somebody new",
        key="person",
        width=480,
    )
    known = people.get(chosen or NEW)
    theirs = OPENING if people and not visit.may(Right.PEOPLE) else frozenset(ROLES)
    wanted = _asked(known, form_of("person", known), theirs)
    if st.button("Save", key="save_person", type="primary", disabled=not wanted.roles):
        _save(visit, known, wanted, visit.actor if people else PROGRAM)


def _say_who_is_missing(visit: Visit) -> None:
    """Without these somebody would wait for help in vain."""
    if not visit.company.anybody(Role.SMT):
        say_text(UNLED)
    if not visit.company.anybody(Role.DSL):
        say_text("Nobody is set up as safeguarding lead: restricted items have nobody to go to.")


def _own_duty(visit: Visit) -> None:
    """A moderator says themselves whether they are on duty."""
    person = visit.person
    if person is None or Role.MODERATOR not in person.roles:
        return
    words = "Take me off duty" if person.on_duty else "Put me on duty"
    if st.button(words, key="own_duty"):
        _save(visit, person, replace(person, on_duty=not person.on_duty), person.id)


def _offered(visit: Visit) -> bool:
    """The safeguarding lead comes here for the roles that open restricted items."""
    return is_lead(visit.person) or offered(visit, Right.PEOPLE)


def _asked(known: Person | None, form: str, theirs: frozenset[Role]) -> Person:
    """The person as they are filled in, with roles that are `theirs` to give who fills it in; a new
    one has no id yet."""
    at = known or Person("", "")
    with st.container(horizontal=True):
        name = st.text_input("Name", at.name, key=f"{form} name", width=300)
        roles = st.multiselect(
            "Roles",
            [role for role in ROLES if role in theirs or role in at.roles],
            list(at.roles),
            format_func=ROLES.__getitem__,
            key=f"{form} roles",
            width=420,
        )
        sign_in = st.text_input(
            "What sign-in calls them",
            at.sign_in,
            key=f"{form} sign_in",
            placeholder="kay@example.org",
            help="Their e-mail address there, or the id that your sign-in provider gives them.",
            width=300,
        )
    on_duty, active = at.on_duty, True
    if known is not None:
        if Role.MODERATOR in roles:
            on_duty = st.checkbox("On duty", at.on_duty, key=f"{form} on_duty", help=ON_DUTY)
        active = st.checkbox("Still works here", at.active, key=f"{form} active")
    return replace(
        at,
        name=(name or "").strip(),
        roles=tuple(roles),
        sign_in=sign_in or "",
        on_duty=on_duty,
        active=active,
    )


ON_DUTY = (
    "Of the moderators, who is told first of a restricted item, and sees it until it is handed "
    "over. Where nobody is on duty, each of them is."
)


def ask_role(at: Role, *, key: str) -> Role:
    """The role of whoever sets the company up."""
    role: Role = st.selectbox(
        "Role",
        list(FOUNDERS),
        index=FOUNDERS.index(at),
        format_func=ROLES.__getitem__,
        key=key,
        width=320,
    )
    return role


def _save(visit: Visit, known: Person | None, wanted: Person, actor: str) -> None:
    recorded: list[Person] = []
    if kept(visit, lambda c: recorded.append(_write(c, wanted, known, actor, visit.now))):
        changes = person_changes(known, recorded[0]) if known else ["added"]
        words = "; ".join(changes) or "nothing has changed"
        say_next(f"Saved {recorded[0].name}: {words}.")
        st.rerun()


def _write(
    connection: Connection, wanted: Person, known: Person | None, actor: str, now: datetime
) -> Person:
    if known is None:
        name, roles, called = wanted.name, wanted.roles, wanted.sign_in
        return add_person(connection, name, *roles, sign_in=called, actor=actor, now=now)
    fresh = company_in(connection).people[known.id]
    return change_person(connection, rebased(fresh, known, wanted), actor=actor, now=now)


def _person_row(person: Person, *, called: bool) -> dict[str, str]:
    row = {
        "Name": person.name,
        "Roles": role_words(person.roles) if person.active else "has left",
        "On duty": "yes" if person.on_duty else "",
    }
    return row | ({"Sign-in": person.sign_in} if called else {})


def role_words(roles: Sequence[Role]) -> str:
    """`Moderator, Senior team`; sign-in may have taken somebody's last role."""
    return ", ".join(ROLES[role].partition(":")[0] for role in roles) or "none"
