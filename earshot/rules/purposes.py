"""Purposes: what people's words are collected for, on which lawful basis, and what waits for it.

Until all of it is stated, only what stands on the company's own accounts is collected by itself.
What is said of the law here is a pointer for whoever decides, and no advice: UK GDPR as amended by
the Data (Use and Access) Act 2025, Art. 6, 9 and Annex 1; Data Protection Act 2018, Sch. 1.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from earshot.rules.access import FOUNDING, RIGHTS, Right, founders
from earshot.rules.company import COLLECTED, Company, Person, Purpose, Role, Source

NAMED = 3  # sources that wait; of more, the rest is counted


class Use(StrEnum):
    """What people's words may be used for here; nothing else is."""

    LISTENING = "listening"
    OWN_ACCOUNTS = "own_accounts"
    SAFEGUARDING = "safeguarding"
    COMPLIANCE = "compliance"
    RIGHTS = "rights"


class Basis(StrEnum):
    """The lawful bases of Art. 6(1)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_TASK = "public_task"
    RECOGNISED_INTEREST = "recognised_legitimate_interest"
    LEGITIMATE_INTERESTS = "legitimate_interests"


@dataclass(frozen=True, slots=True)
class UseWords:
    title: str
    what: str  # in one sentence, as a notice may say it


USES = {
    Use.LISTENING: UseWords(
        "Listening to what is said in public about the company",
        "Public posts, reviews and articles that name the company are found, read for what they "
        "say, and answered where somebody asks or complains.",
    ),
    Use.OWN_ACCOUNTS: UseWords(
        "Answering on the company's own accounts",
        "What people write on the company's own pages and accounts is kept with the time by which "
        "an answer is promised, and with how it was answered.",
    ),
    Use.SAFEGUARDING: UseWords(
        "Safeguarding",
        "What may be a threat, abuse, self-harm or another danger to somebody is passed by a "
        "person to the safeguarding lead, and is kept from everybody else.",
    ),
    Use.COMPLIANCE: UseWords(
        "Proving that the company's policy is kept",
        "How many answers were made in time, and who decided what, is kept as figures and a log.",
    ),
    Use.RIGHTS: UseWords(
        "Answering people's requests about their data",
        "Who asked to see, correct or delete what is kept about them, and what was done by when, "
        "is kept in a register.",
    ),
}


@dataclass(frozen=True, slots=True)
class BasisWords:
    title: str
    article: str
    needs: str  # what it takes, in one sentence


BASES = {
    Basis.CONSENT: BasisWords(
        "Consent",
        "Art. 6(1)(a)",
        "Each person has freely said yes beforehand and can take it back as easily: hard to have "
        "of people who only spoke in public.",
    ),
    Basis.CONTRACT: BasisWords(
        "Contract",
        "Art. 6(1)(b)",
        "It must be necessary for a contract with that very person, not only useful for it.",
    ),
    Basis.LEGAL_OBLIGATION: BasisWords(
        "Legal obligation",
        "Art. 6(1)(c)",
        "Name the law that obliges the company, and keep to what it needs.",
    ),
    Basis.VITAL_INTERESTS: BasisWords(
        "Vital interests",
        "Art. 6(1)(d)",
        "It must be necessary to protect somebody's life: for the single emergency, not for "
        "looking out all the time.",
    ),
    Basis.PUBLIC_TASK: BasisWords(
        "Public task",
        "Art. 6(1)(e)",
        "Name the task in the public interest that is the company's own, and the law that it "
        "rests on.",
    ),
    Basis.RECOGNISED_INTEREST: BasisWords(
        "Recognised legitimate interest",
        "Art. 6(1)(ea)",
        "One of the conditions of Annex 1 must be met (safeguarding a vulnerable person is one), "
        "and each use must be necessary for it; no balance has to be struck.",
    ),
    Basis.LEGITIMATE_INTERESTS: BasisWords(
        "Legitimate interests",
        "Art. 6(1)(f)",
        "A written assessment must weigh the company's interest against people's own, children's "
        "above all, and people must be able to object.",
    ),
}
# What no basis of Art. 6 covers alone: said wherever bases are chosen.
SPECIAL = (
    "Public posts can tell of health, faith, politics or sexual life, and safeguarding often does. "
    "For such data a condition of Art. 9 is needed as well, often one of the Data Protection Act "
    "2018, Schedule 1 (Part 2 has one for safeguarding children and people at risk; several want a "
    "policy document of their own), and for alleged crimes Art. 10. Ask your DPO: this is no legal "
    "advice."
)


def missing(purpose: Purpose) -> list[str]:
    """What has to be stated yet, in words; empty once all of it is."""
    wanted = (
        (purpose.assessed_on, "the date of the data protection impact assessment"),
        (purpose.assessed_by, "who owns that assessment"),
        (purpose.notice_url, "the address of the public privacy notice"),
    )
    found = [words for value, words in wanted if not value]
    return found + [
        f"a lawful basis for “{USES[use].title}”" for use in Use if not purpose.bases.get(use)
    ]


def waits(source: Source, company: Company) -> bool:
    """Whether the program may not collect this by itself before the purpose is stated.

    What is tied to an account of the company's own was said to the company. A mailbox is tied to
    none at first: alerts about anybody may come in it.
    """
    return (
        source.kind in COLLECTED
        and source.account not in company.accounts
        and not company.purpose.is_stated
        and not company.profile.sample
    )


def waiting(sources: Iterable[Source], company: Company) -> list[Source]:
    """Those among the Sources that wait."""
    return [source for source in sources if waits(source, company)]


def who_states(company: Company) -> list[str]:
    """The names of those at work here who may state it, the DPO first."""
    able = [
        person
        for person in company.people.values()
        if person.active and any(Right.PURPOSE in RIGHTS[role] for role in person.roles)
    ]
    if not able and Right.PURPOSE in FOUNDING:
        able = founders(company)
    return [person.name for person in sorted(able, key=_dpo_first)]


def _dpo_first(person: Person) -> tuple[bool, str]:
    return (Role.DPO not in person.roles, person.name.casefold())


def say_waiting(sources: Iterable[Source], company: Company) -> str:
    """A sentence that names those among the Sources that wait; empty where none does."""
    names = [source.name for source in waiting(sources, company)]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{more}: {until_stated(company)}." if names else ""


def until_stated(company: Company) -> str:
    """`waits until it is stated what the collecting is for: NAME can do that in Data protection`"""
    names = who_states(company)
    who = " or ".join(names[:2]) or "the senior team or the DPO"
    return (
        f"waits until it is stated what the collecting is for: {who} can do that in Data protection"
    )
