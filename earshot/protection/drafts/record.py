"""The record of processing activities (Art. 30(1) UK GDPR), as a draft."""

from earshot.protection.drafts.facts import Facts
from earshot.protection.drafts.writing import (
    basis_of,
    bullets,
    decide,
    head,
    plain,
    security,
    times,
)
from earshot.rules.purposes import USES, Use

SUBJECTS = {
    Use.LISTENING: "people who write about the company in public, and whom they write about",
    Use.OWN_ACCOUNTS: "people who write on the company's accounts",
    Use.SAFEGUARDING: "people who may be in danger, who report it, and who are named in it",
    Use.COMPLIANCE: "staff, by what they decide",
    Use.RIGHTS: "people who ask about their data",
}
DATA = {
    Use.LISTENING: "words, name or handle as shown, address, times, rating",
    Use.OWN_ACCOUNTS: "the same, with when and how it was answered",
    Use.SAFEGUARDING: "the same, with what is done about it; may be special category data",
    Use.COMPLIANCE: "person's id, what they did and when; figures without names",
    Use.RIGHTS: "what is asked, by when it is due, how it ended",
}
RECIPIENTS = {
    Use.SAFEGUARDING: "the safeguarding lead and deputies; outside: "
    + decide("children's services, the police, the LADO"),
}


def record(facts: Facts) -> str:
    rows = "\n".join(
        f"| {USES[use].title} | {SUBJECTS[use]} | {DATA[use]} | {basis_of(use, facts)} | "
        f"{RECIPIENTS.get(use, 'nobody outside')} |"
        for use in Use
    )
    parts = (
        head("Record of processing activities", facts),
        f"Controller: {plain(facts.company)}, {decide('address, representative')}. Data protection "
        f"officer: {decide('name, how to reach them')}. Assessed: "
        + (plain(facts.purpose.assessed_by) or decide("owner of the assessment"))
        + ".",
        "| purpose | whose data | which data | basis | recipients |\n|---|---|---|---|---|\n"
        + rows,
        f"## Where it comes from\n\n{bullets(facts.places, none='- nothing is set up yet')}\n\n"
        f"Own accounts:\n\n{bullets(facts.accounts, none='- none is set up yet')}",
        f"## Who works with it, by role\n\n{bullets(facts.roles, none='- nobody yet')}",
        f"## Transfers\n\nEarshot sends nothing abroad. {decide('host, mail, sign-in providers')}",
        f"## Time limits for deletion\n\n{times(facts)}",
        f"## Security\n\n{security(facts)}",
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"
