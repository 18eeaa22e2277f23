"""Writing: the few pieces of Markdown that all drafts are put together from."""

import re
from collections.abc import Iterable

from earshot.protection.drafts.facts import Facts
from earshot.rules.purposes import BASES, USES, Basis, Use
from earshot.words.times import spoken_day

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def plain(text: str) -> str:
    """What people wrote into the settings, on one line, so that no reader of Markdown takes it for
    a picture, a link or a heading."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def decide(what: str) -> str:
    """A place that a person has to fill in."""
    return f"[decide: {what}]"


def bullets(lines: Iterable[str], *, none: str) -> str:
    """A list of lines that hold what people wrote; `none`, ours, where there is nothing."""
    return "\n".join(f"- {plain(line)}" for line in lines) or none


def head(title: str, facts: Facts) -> str:
    return (
        f"# {title}: {plain(facts.company)}\n\n"
        f"Draft, made by Earshot from its settings on {spoken_day(facts.made_on)}. Nothing in it "
        "is legal advice. A person has to check all of it, and to fill in each place marked "
        "[decide: …].\n"
    )


def owner(facts: Facts) -> str:
    """Who assessed it and when, as stated."""
    purpose = facts.purpose
    who = plain(purpose.assessed_by) or decide("who owns this assessment")
    on = spoken_day(purpose.assessed_on) if purpose.assessed_on else decide("the date")
    return f"Owner: {who}. Date: {on}."


def basis_of(use: Use, facts: Facts) -> str:
    """`Legitimate interests, Art. 6(1)(f) UK GDPR`."""
    stated = facts.purpose.bases.get(use)
    if not stated:
        return decide(f"the lawful basis for {USES[use].title.lower()}")
    words = BASES[Basis(stated)]
    return f"{words.title}, {words.article} UK GDPR"


def bases(facts: Facts) -> str:
    rows = [f"| {USES[use].title} | {basis_of(use, facts)} |" for use in Use]
    return "\n".join(("| purpose | lawful basis |", "|---|---|", *rows))


def times(facts: Facts) -> str:
    """How long each thing is kept."""
    kept = facts.retention
    rows = (
        ("what was said about the company, where no reply was due", _months(kept.mentions_months)),
        ("cases in which a reply was due", f"{_months(kept.answered_cases_months)} after the end"),
        (
            "restricted (safeguarding) items",
            f"{_days(kept.restricted_days_after_handover)} after the safeguarding lead has "
            "confirmed that they are in the safeguarding system; then only the reference",
        ),
        (
            "what feeds brought that was not about the company (title and beginning only)",
            _days(kept.dropped_summaries_days),
        ),
        (
            "a private person's post that somebody has dismissed as out of scope",
            f"{_days(kept.out_of_scope_days)} after that",
        ),
        ("the company's own replies that were found", _months(kept.outgoing_months)),
        ("backups", _days(facts.backup_days)),
        ("figures without names, and the log of who did what", decide("how long")),
    )
    table = "\n".join(("| what | kept for |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)))
    return f"{table}\n\n{_deleting(facts)}"


def _deleting(facts: Facts) -> str:
    how = (
        "What is past its time is deleted every night."
        if facts.by_night
        else "What is past its time is deleted when somebody starts it: deletion every night is "
        f"off. {decide('turn it on, or who does it when')}"
    )
    held = (
        f"A hold is in force ({', '.join(facts.holds)}), so nothing is deleted at present."
        if facts.holds
        else "No hold is in force at present."
    )
    return f"{how} What still waits for an answer is never deleted by time alone. {held}"


def security(facts: Facts) -> str:
    signing = (
        "People sign in with the company's own identity provider; what a role may see is checked "
        "where it is done."
        if facts.sign_in
        else "Sign-in is off: people choose their name, which proves nothing, so Earshot listens "
        "on the machine itself only and offers neither restricted items nor people's requests on "
        "the screen. " + decide("turn sign-in on before more than one person uses it")
    )
    return (
        f"{signing} Everything is kept in one folder on the company's own machine, and nothing is "
        "sent to the makers of Earshot. Whoever administers that machine can read all of it: "
        f"{decide('who that is, and that its disk is encrypted')}. Everything that people decide "
        "is in a log whose chain shows when it was tampered with."
    )


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
