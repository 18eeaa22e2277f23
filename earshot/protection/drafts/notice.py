"""The privacy notice for the public (Art. 13 and 14 UK GDPR), as a draft."""

from earshot.protection.drafts.facts import Facts
from earshot.protection.drafts.writing import basis_of, bullets, decide, head, plain, times
from earshot.rules.purposes import USES, Basis, Use


def notice(facts: Facts) -> str:
    parts = (
        head("How we listen to what is said about us", facts),
        _who(facts),
        _what(facts),
        _why(facts),
        f"## How long\n\n{times(facts)}",
        _seen(facts),
        _rights(facts),
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _who(facts: Facts) -> str:
    return f"""## Who we are

{plain(facts.company)}, {decide("address")}. Our data protection officer:
{decide("how to reach them")}."""


def _what(facts: Facts) -> str:
    return f"""## What we collect

When you write on one of our own accounts, or name us in public, we may keep your words, the name
or handle that you show there, the address and time of what you wrote, and how we answered. We do
not collect pictures or films. We do not work out your age, health, faith, politics or anything of
the kind, and we do not follow you from one site to another.

Our own accounts:

{bullets(facts.accounts, none="- " + decide("your accounts"))}

Where else we look:

{bullets(facts.places, none="- nowhere yet")}

We did not ask you for it: it comes from what you or others made public, or wrote to us."""


def _why(facts: Facts) -> str:
    lines = "\n".join(
        f"- **{USES[use].title}.** {USES[use].what} Basis: {basis_of(use, facts)}." for use in Use
    )
    interest = Basis.LEGITIMATE_INTERESTS in facts.purpose.bases.values()
    ours = (
        "\n\nOur legitimate interest is to answer what is asked of us and to know how we are "
        f"spoken of. {decide('say it in your own words')}"
        if interest
        else ""
    )
    return f"## Why, and on what basis\n\n{lines}{ours}"


def _seen(facts: Facts) -> str:
    return f"""## Who sees it

Those of our staff whose work it is. What may concern somebody's safety goes to our safeguarding
lead, and to no other. We keep it on a machine of our own: {decide("where; who runs it for us")}.
We pass it on only where the law wants it or somebody may be in danger: {decide("whom to")}.
{decide("whether anything leaves the United Kingdom")}. No decision about you is made by a program
alone."""


def _rights(facts: Facts) -> str:
    return f"""## Your rights

You can ask us what we keep about you, have it corrected or erased, object to our keeping it, and
complain. Just write to us, here or on any of our accounts; no form is needed. We answer a request
within one month, and tell you within 30 days that a complaint has reached us. Write to
{decide("e-mail address; a form for complaints")}. You can also turn to the Information
Commissioner: https://ico.org.uk/make-a-complaint/

If you are under 18, the same rights are yours, and somebody may ask for you.
{decide("whether young people can understand this page; a short version for them")}"""
