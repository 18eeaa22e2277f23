"""A company with somebody of every role, one ordinary item, and two restricted ones whose every
word can be told from all others, wherever it turns up."""

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.handling import administration, casework, listening
from earshot.handling.decisions import Action, Decision, decide
from earshot.handling.house import House, company_in, company_of
from earshot.handling.keeping import Delivery
from earshot.rules.company import Company, Person, Role, Source
from earshot.rules.events import EventKind, NewEvent
from earshot.rules.restriction import Danger, Restriction
from earshot.store.runs import Run, Status
from tests.pages.office import Office, furnished

# Each place has a word of its own, so that a leak says where it comes from.
SUSPECTED, HANDED_OVER = "zqxj", "wvkq"
ORDINARY = "ordnryq"


@dataclass(frozen=True)
class Guarded:
    """The company, who works there by role, and the items' ids."""

    office: Office
    people: dict[str, Person]
    ordinary: str
    suspected: str
    handed_over: str

    @property
    def company(self) -> Company:
        return company_of(self.office.house.store)

    def restriction(self, item: str) -> Restriction:
        with self.office.house.store.unit() as connection:
            found = casework.current(connection, [item])[item].restriction
        assert found is not None
        return found


def guarded(folder: Path) -> Guarded:
    """Fill an empty folder."""
    office = furnished(folder)
    people = _staff(office)
    source = _source(office.house)
    ordinary = _story(office.house, source, ORDINARY, people["moderator"])
    suspected = _story(office.house, source, SUSPECTED, people["moderator"])
    handed_over = _story(office.house, source, HANDED_OVER, people["moderator"])
    _restrict(office.house, suspected, SUSPECTED, Danger.THREAT)
    _restrict(office.house, handed_over, HANDED_OVER, Danger.STAFF_ALLEGATION)
    named = {"people": [people["smt"].id]}
    _record(office.house, handed_over, EventKind.LOCKED_OUT, named)
    _record(office.house, handed_over, EventKind.HANDED_OVER, {})
    return Guarded(office, people, ordinary, suspected, handed_over)


def _staff(office: Office) -> dict[str, Person]:
    now = datetime.now(UTC) - timedelta(days=29)
    people: dict[str, Person] = {}
    with office.house.store.unit() as connection:
        for known in (office.kay, office.sam):  # the roles stand for themselves
            left = replace(known, active=False)
            if Role.SMT not in known.roles:
                administration.change_person(connection, left, actor="earshot", now=now)
        for role in Role:
            people[role.value] = administration.add_person(
                connection,
                f"{role.value} Example",
                role,
                sign_in=f"{role.value}@example.org",
                now=now,
            )
        gone = replace(office.sam, active=False)
        administration.change_person(connection, gone, actor="earshot", now=now)
    return people


def _source(house: House) -> Source:
    begun = datetime.now(UTC) - timedelta(days=20)
    made = listening.new_source("https://news.example/rss", name="News", account=None, now=begun)
    with house.store.unit() as connection:
        return listening.add_source(connection, made, actor="earshot", now=begun)


def _story(house: House, source: Source, word: str, moderator: Person) -> str:
    """Carried by two outlets, edited, acknowledged and answered; the id of the first."""
    began = datetime.now(UTC) - timedelta(hours=30)
    first = _post(word, "first", "earlier", began)
    _deliver(house, source, began, first)
    _deliver(house, source, began + timedelta(hours=1), _post(word, "first", "text", began))
    _deliver(house, source, began + timedelta(hours=2), _post(word, "second", "text", began))
    item = _found(house, word)
    for action, told in (
        (Action.ACKNOWLEDGE, {"where": f"{word}where", "link": f"https://{word}reply.example/1"}),
        (Action.CLOSE, {"reason": f"{word}reason"}),
        (Action.REOPEN, {"reason": f"{word}again"}),
    ):
        _decide(house, item, Decision(action, (), moderator.id, **told))  # type: ignore[arg-type]
    return item


def _post(word: str, outlet: str, wording: str, at: datetime) -> Post:
    return Post(
        platform=Platform.NEWS,
        kind=Kind.ARTICLE,
        title=f"{word}title: Example Training leaves {word}people waiting in the town of {word}ham",
        text=(
            f"{word}{wording} Example Training has let {word}apprentices down: nobody answers "
            f"{word}calls, the {word}lessons are dreadful and {word}parents are angry and sad. "
            f"{'It is terrible, they say. ' if wording == 'text' else ''}"
        ),
        author=f"{word}author Example",
        publisher=f"{word}outlet {outlet}",
        where="item 1",
        published=Published(at, DateMark.EXACT),
        url=f"https://{word}{outlet}.example/article",
    )


def _deliver(house: House, source: Source, now: datetime, post: Post) -> None:
    run = Run(secrets.token_hex(8), source.id, now, now, Status.OK)
    intake = house.intake(company_of(house.store))
    intake.take_in(house.store, [Delivery(source, run, [post])], now=now)


def _found(house: House, word: str) -> str:
    """The first of the story: read from the tables, which hide nothing from a test."""
    with house.store.unit() as connection:
        row = connection.execute(
            "SELECT id FROM mentions WHERE url = ?", [f"https://{word}first.example/article"]
        ).fetchone()
    assert row is not None
    return str(row[0])


def _decide(house: House, item: str, decision: Decision) -> None:
    now = datetime.now(UTC) - timedelta(hours=20)
    with house.store.unit() as connection:
        company = company_in(connection)
        case = casework.current(connection, [item])[item]
        about = replace(decision, cases=((item, case.version),))
        outcome = decide(connection, about, house.rules(company), now=now)
    assert outcome.done, outcome.refused


def _restrict(house: House, item: str, word: str, concern: Danger) -> None:
    details = {"concern": concern.value, "urgent": False, "reason": f"{word}why"}
    _record(house, item, EventKind.RESTRICTED, details)


def _record(house: House, item: str, kind: EventKind, details: dict[str, object]) -> None:
    with house.store.unit() as connection:
        casework.record(
            connection, [NewEvent(kind, item, details, "earshot")], now=datetime.now(UTC)
        )
