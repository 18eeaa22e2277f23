"""The data protection impact assessment (Art. 35 UK GDPR), as a draft."""

from earshot.protection.drafts.facts import Facts
from earshot.protection.drafts.writing import (
    bases,
    bullets,
    decide,
    head,
    owner,
    plain,
    security,
    times,
)
from earshot.rules.purposes import SPECIAL, USES


def dpia(facts: Facts) -> str:
    parts = (
        head("Data protection impact assessment", facts),
        owner(facts),
        _what(facts),
        _who(facts),
        f"## 3. Why, and on what basis\n\n{bases(facts)}\n\n{SPECIAL}\n\n"
        + decide(
            "the conditions of Art. 9 and Schedule 1 that you rely on, and the policy document"
        ),
        f"## 4. How long\n\n{times(facts)}",
        f"## 5. How it is protected\n\n{security(facts)}",
        _needed(facts),
        _risks(facts),
        _people(facts),
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _what(facts: Facts) -> str:
    uses = "\n".join(f"- {words.title}. {words.what}" for words in USES.values())
    return f"""## 1. What is done

{plain(facts.company)} uses Earshot, a program on its own machine, for these purposes:

{uses}

It listens for these terms:

{bullets(facts.terms, none=decide("the terms to listen for"))}

{_people_searched(facts)}

in these places ({facts.own_places} tied to the company's own accounts, {facts.other_places} not):

{bullets(facts.places, none="- none is set up yet")}

and on these accounts of its own:

{bullets(facts.accounts, none="- none is set up yet")}

Kept of each item: its words, title and address, the name or handle that its author shows there,
when it was published and seen, a rating, its earlier versions, and what Earshot makes of it: the
language, whether the tone is negative, what it asks for, by when an answer is due. Beside it stands
what staff decided, and when. Pictures and films are never fetched, shown or kept."""


def _people_searched(facts: Facts) -> str:
    if not facts.people_searched:
        return "No person's name is searched for,"
    return (
        f"and for {facts.people_searched} that are people's names, each with a reason that the "
        f"senior team has recorded {decide('whether each is still needed')},"
    )


def _who(facts: Facts) -> str:
    lacking = "".join(
        f"\n- {decide(f'nobody is set up as {role}: who is it?')}" for role in facts.lacking
    )
    return f"""## 2. Whose data, and who sees it

People who write about the company in public or on its accounts: learners, parents, employers,
journalists, staff, anybody. Some are children: where nobody knows, they count as under 18. People
whom they write about. Staff, by what they decide.

Inside the company, by role:

{bullets(facts.roles, none="- nobody is set up yet")}{lacking}

Outside: nobody receives data from Earshot. The places that are collected see that somebody asks
for a page. {decide("who hosts the machine, the mailboxes and the sign-in, and their contracts")}"""


def _needed(facts: Facts) -> str:
    return f"""## 6. Necessary and in proportion?

Earshot looks only for what names the company or stands on its accounts; what a feed brings beside
that is kept, title and beginning only, for {facts.retention.dropped_summaries_days} days. It
never infers religion, health, ethnicity, politics, orientation or age; it makes no list of authors,
ranks nobody and joins nobody's posts across platforms. A private person's download is refused
unless its owner imports it. No decision about a person is made by the program alone: it sorts, a
person decides.

{decide("why the purposes cannot be had with less, such as the company's own accounts only")}"""


def _risks(facts: Facts) -> str:
    rows = (
        (
            "People do not expect a company to collect what they said in public",
            "public notice, own terms only, short times, right to object",
        ),
        (
            "A child's words, or words about a child, are kept",
            "age is never guessed; what a person restricts goes to the safeguarding lead, and "
            "leaves lists, searches and exports at once",
        ),
        (
            "An accusation or a health matter is read by the wrong person",
            "restricted on suspicion, by a person; who is named in it is locked out, senior team "
            "included",
        ),
        (
            "The program judges wrongly (tone, intent)",
            "shown with the words that caused it; no reply is left out without a person's decision",
        ),
        (
            "The machine or a backup is lost or read",
            f"folder for one user only, backups for {facts.backup_days} days; not encrypted by "
            "Earshot",
        ),
        (
            "Staff are watched through their response times",
            "no figure is made per person",
        ),
    )
    ask = decide("likelihood, severity, what is left")
    lines = "\n".join(f"| {risk} | {against} | {ask} |" for risk, against in rows)
    return (
        "## 7. Risks to people, and what is done against them\n\n"
        f"| risk | what is done | your judgement |\n|---|---|---|\n{lines}\n\n"
        + decide("further risks of your own; whether a high risk is left, so that the ICO is asked")
    )


def _people(facts: Facts) -> str:
    return f"""## 8. Asked and agreed

- Views of the people concerned, or why they were not asked: {decide("learners, parents, staff")}
- Advice of the data protection officer: {decide("advice, date, whether it is followed")}
- Agreed by the senior team: {decide("name, date")}
- To be looked at again: {decide("date, and whenever sources, terms or purposes change")}"""
