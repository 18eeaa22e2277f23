"""The legitimate interests assessment: purpose, necessity, balance; as a draft."""

from earshot.protection.drafts.facts import Facts
from earshot.protection.drafts.writing import bullets, decide, head, owner, plain
from earshot.rules.purposes import SPECIAL, USES, Basis, Use


def interests(facts: Facts) -> str:
    parts = (
        head("Legitimate interests assessment", facts),
        owner(facts),
        _which(facts),
        _purpose(facts),
        _necessity(facts),
        _balance(facts),
        "## Outcome\n\n"
        + decide("whether the company's interest outweighs people's, for each purpose; name, date"),
    )
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _resting(facts: Facts) -> list[Use]:
    return [u for u in Use if facts.purpose.bases.get(u) == Basis.LEGITIMATE_INTERESTS]


def _which(facts: Facts) -> str:
    resting = _resting(facts)
    if not facts.purpose.bases:
        return decide("the lawful bases: none is stated yet, so it is open which rest on this one")
    if not resting:
        return (
            "As stated in Earshot, no purpose rests on legitimate interests (Art. 6(1)(f)). "
            + decide("whether this assessment is needed at all")
        )
    return "As stated in Earshot, these rest on legitimate interests (Art. 6(1)(f)):\n\n" + bullets(
        (f"{USES[use].title}. {USES[use].what}" for use in resting), none=""
    )


def _purpose(facts: Facts) -> str:
    return f"""## 1. Purpose

{plain(facts.company)} wants to know what is said about it in public, to answer questions and
complaints in the time it has promised, to notice when somebody may be in danger, and to show that
it keeps its word. People who write to it want an answer.

{decide("what would be lost without it; examples of your own; who else benefits")}"""


def _necessity(facts: Facts) -> str:
    return f"""## 2. Necessity

What is looked for:

{bullets(facts.terms, none=decide("the terms"))}

Where ({facts.own_places} places on the company's own accounts, {facts.other_places} elsewhere):

{bullets(facts.places, none="- none is set up yet")}

What is not about the company is dropped; its title and beginning are kept for
{facts.retention.dropped_summaries_days} days to try changed terms on. Less would do if:
{decide("fewer terms or places, shorter times, own accounts only; why not")}"""


def _balance(facts: Facts) -> str:
    kept = facts.retention
    night = "every night" if facts.by_night else "when somebody starts it"
    return f"""## 3. Balance

**What kind of data.** Public words under a name or handle. {SPECIAL}

**What people expect.** Somebody who writes on the company's page expects to be read and answered
there. Somebody who names the company elsewhere may not expect to be found by it; a young person
even less. {decide("your view, for each place above")}

**What it may do to them.** An answer they did not ask for; words kept after they regretted them;
being thought a nuisance. {decide("likelihood and weight, for children apart")}

**What is done for them.**

- Nothing is inferred about religion, health, ethnicity, politics, orientation or age.
- Nobody is ranked, profiled or followed from one platform to another.
- Words are deleted after {kept.mentions_months} months ({kept.answered_cases_months} where a reply
  was due), {night}; figures stay.
- An author who deletes or edits a post: {decide("how you hear of it, and what you do")}
- Anybody can ask what is kept, object, and have it erased; the DPO has a register with the dates.
- The public notice says so: {plain(facts.purpose.notice_url) or decide("its address")}"""
