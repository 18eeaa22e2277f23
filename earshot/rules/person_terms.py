"""Terms that are a person's name: searched for only with a reason that the senior team gives."""

from collections.abc import Iterable, Mapping, Sequence

from earshot.rules.company import Company, Person, Profile, Role
from earshot.rules.events import PROGRAM
from earshot.words.errors import BadQuery, Refused
from earshot.words.query import parse

_MARKS = str.maketrans("", "", '"“”=()')


def names_somebody(term: str, company_name: str, people: Iterable[Person]) -> bool:
    """Whether a term holds the name of somebody set up. The company's own name is its own."""
    named = (each.name for each in people)
    return any(_holds(term, name) for name in named if not _holds(company_name, name))


def unreasoned(
    terms: Sequence[str],
    reasons: Mapping[str, str],
    company_name: str,
    people: Iterable[Person],
) -> list[str]:
    """The terms that are the name of somebody set up, or marked as a person's, without a reason."""
    known = list(people)
    return [
        term
        for term in terms
        if not reasons.get(term, "").strip()
        and (term in reasons or names_somebody(term, company_name, known))
    ]


def check(before: Profile | None, after: Profile, actor: str, people: Mapping[str, Person]) -> None:
    """Raises Refused where a term that is new is a person's name without a reason, or where
    somebody outside the senior team gives, changes or takes away a reason."""
    old = before or Profile(after.name, ())
    new = [term for term in after.terms if term not in old.terms or term in after.person_terms]
    lacking = unreasoned(new, after.person_terms, after.name, people.values())
    if lacking:
        raise Refused(
            f"The term {lacking[0]} is a person's name: somebody in the senior team has to give "
            "the reason for which it is searched for."
        )
    kept = {term: why for term, why in old.person_terms.items() if term in after.terms}
    if after.person_terms != kept and actor != PROGRAM and not is_senior(people.get(actor)):
        raise Refused("Only somebody in the senior team may have a person's name searched for.")


def is_senior(person: Person | None) -> bool:
    return person is not None and person.active and Role.SMT in person.roles


def named_terms(company: Company) -> list[str]:
    """Those of the company's terms that are people's names."""
    profile, people = company.profile, company.people.values()
    return [
        term
        for term in profile.terms
        if term in profile.person_terms or names_somebody(term, profile.name, people)
    ]


def _holds(text: str, name: str) -> bool:
    words = name.translate(_MARKS).split()
    if len(words) < 2:  # one word may well be a word of the language
        return bool(words) and text.translate(_MARKS).casefold().split() == [words[0].casefold()]
    try:
        return parse(f'"{" ".join(words)}"').match(text).matched
    except BadQuery:
        return False
