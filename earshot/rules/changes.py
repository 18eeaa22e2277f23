"""Changes: what is different between two records of settings, in words. Pure."""

from collections.abc import Mapping
from datetime import date

from earshot.rules.company import Account, Person, Profile
from earshot.words.times import spoken_day


def profile_changes(old: Profile, new: Profile) -> list[str]:
    """What changed in what the company says of itself; empty where nothing did."""
    return [
        *_value("the name", old.name, new.name),
        *_terms(old.terms, new.terms),
        *_value("why people's names are searched for", _reasons(old), _reasons(new)),
        *_value("whose bank holidays count", old.nation.value, new.nation.value),
        *_contacts(old.contacts, new.contacts),
        *_procedures(old.procedures, new.procedures),
        *_days("bank holiday", old.extra_holidays, new.extra_holidays),
        *_days("closure day", old.closures, new.closures),
        *_value(
            "whether closure days lengthen deadlines",
            _yes(old.closures_count),
            _yes(new.closures_count),
        ),
    ]


def account_changes(old: Account, new: Account) -> list[str]:
    return [
        *_value("the name", old.name, new.name),
        *_value("the platform", old.platform.value, new.platform.value),
        *_value("its name there", old.handle, new.handle),
        *_value("the address", old.url, new.url),
        *_value("the start", spoken_day(old.starts_on), spoken_day(new.starts_on)),
    ]


def person_changes(old: Person, new: Person) -> list[str]:
    return [
        *_value("the name", old.name, new.name),
        *_value("the roles", _roles(old), _roles(new)),
        *_value("what sign-in calls them", old.sign_in, new.sign_in),
        *_value("on duty", _yes(old.on_duty), _yes(new.on_duty)),
        *_value("still here", _yes(old.active), _yes(new.active)),
    ]


def _roles(person: Person) -> str:
    return ", ".join(role.value for role in person.roles)


def _value(what: str, old: str, new: str) -> list[str]:
    return [] if old == new else [f"{what} from “{old}” to “{new}”"]


def _reasons(profile: Profile) -> str:
    return "; ".join(f"{term}: {why}" for term, why in profile.person_terms.items())


def _terms(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    added = [f"a new term, {term}" for term in new if term not in old]
    return added + [f"the term {term} taken away" for term in old if term not in new]


def _procedures(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    return [
        change
        for name in sorted({*old, *new})
        for change in _value(
            f"where “{name.replace('_', ' ')}” stands", old.get(name, ""), new.get(name, "")
        )
    ]


def _contacts(old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    added = [f"a new public contact, {each}" for each in new if each not in old]
    return added + [f"the public contact {each} taken away" for each in old if each not in new]


def _days(what: str, old: Mapping[date, str], new: Mapping[date, str]) -> list[str]:
    added = [f"a new {what}, {_day(d, new)}" for d in sorted(new) if old.get(d) != new[d]]
    gone = [f"the {what} {_day(d, old)} taken away" for d in sorted(old) if d not in new]
    return added + gone


def _day(day: date, names: Mapping[date, str]) -> str:
    return f"{spoken_day(day)} ({names[day]})"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
