"""Every action checks the role where it is done, whoever calls it: found out by the code itself."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import earshot.bringing
import earshot.handling
import earshot.protection
from collectors.opml import FeedList
from collectors.post import Platform
from earshot.bringing.handnotes import Note
from earshot.bringing.importing import Importer
from earshot.handling import administration
from earshot.handling.correcting import Correction
from earshot.handling.decisions import Action, Decision, decide
from earshot.handling.listening import new_source
from earshot.handling.playing import Seen
from earshot.handling.policy_desk import opened
from earshot.protection.audit import Taken
from earshot.protection.requests import CameIn
from earshot.rules.access import CONFIDENTIAL, LACKING, NOBODY, NOBODYS, RIGHTS, Reader, Right
from earshot.rules.company import Account, Company, HoldKind, Person, Purpose, Role, SourceState
from earshot.rules.findings import Judged
from earshot.rules.playbook_rules import Audience
from earshot.rules.requests import RequestKind
from earshot.rules.restriction import Danger
from earshot.rules.work import Measure
from earshot.store.rows import Connection
from earshot.words.errors import Refused
from earshot.words.vocabulary import ConcernName
from tests.earshot.desk import NOW, Desk, post

ROOMS = (earshot.handling, earshot.bringing, earshot.protection)
NOBODYS_ID = "p-nobody"
WHO = ("actor", "reader", "reader_or_actor", "who")


@dataclass(frozen=True)
class Asked:
    """An action about to be called by somebody."""

    desk: Desk
    person: Person
    connection: Connection | None
    company: Company

    @property
    def item(self) -> str:
        return self.desk.known_item.id  # type: ignore[attr-defined, no-any-return]


Given = Callable[[Asked], dict[str, Any]]


def nothing_more(asked: Asked) -> dict[str, Any]:
    return {}


def an_account(asked: Asked) -> dict[str, Any]:
    return {"account": Account("a-new", "New page", date(2026, 11, 1))}


def a_source(asked: Asked) -> dict[str, Any]:
    url = "https://new.example/feed"
    return {"source": new_source(url, name=None, account=None, now=NOW)}


def their_person(asked: Asked) -> dict[str, Any]:
    return {"person": replace(asked.desk.sam, name="Sam Renamed")}


def a_known_source(asked: Asked) -> dict[str, Any]:
    return {"source": asked.desk.feed.id, "state": SourceState.PAUSED}


def danger_is_there(asked: Asked) -> dict[str, Any]:
    return {"concern": ConcernName.THREAT, "is_there": True}


def a_filter(asked: Asked) -> dict[str, Any]:
    return {"page": "triage", "query": {"show": "late"}, "shared": False}


def _wrong_tone(asked: Asked) -> Correction:
    return Correction(asked.item, 0, Judged.SENTIMENT, "negative", "a reason")


def came_in(asked: Asked) -> dict[str, Any]:
    day = NOW.date()
    item = asked.desk.known_item  # type: ignore[attr-defined]
    return {"found": CameIn(item, RequestKind.ACCESS, day, day, is_history=False)}


def seen(asked: Asked) -> dict[str, Any]:
    return {
        "seen": Seen(asked.item, 0),
        "audience": Audience.PARENT,
        "step": "comment",
        "measure": Measure.HIDE,
        "capture": "a record",
        "told": "why",
        "procedure": "complaints",
        "draft": "a draft",
        "agrees": True,
    }


# What each action needs to be allowed, and what more it has to be given to be called at all.
def the_policy_as_it_is(asked: Asked) -> dict[str, Any]:
    seen = opened(asked.desk.house, "playbooks.toml")
    return {"seen": seen, "text": seen.text}


def a_choice(asked: Asked) -> dict[str, Any]:
    policy = asked.desk.house.policy
    first = policy.interpretations[0]
    return {"policy": policy, "signed": first.id, "choice": first.choice}


ACTIONS: dict[str, tuple[Right, Given]] = {
    "handling.administration.change_profile": (Right.SET_UP, nothing_more),
    "handling.administration.add_account": (Right.SET_UP, an_account),
    "handling.administration.account_for": (Right.SET_UP, nothing_more),
    "handling.administration.add_person": (Right.PEOPLE, nothing_more),
    "handling.administration.change_person": (Right.PEOPLE, their_person),
    "handling.listening.mailbox_on_screen": (Right.COLLECT, nothing_more),
    "handling.listening.add_source": (Right.COLLECT, a_source),
    "handling.listening.change_source": (Right.COLLECT, a_known_source),
    "handling.listening.set_source_state": (Right.COLLECT, a_known_source),
    "handling.completing.complete_text": (Right.NOTE, nothing_more),
    "handling.correcting.confirm": (Right.DECIDE, nothing_more),
    "handling.correcting.correct": (Right.DECIDE, lambda a: {"correction": _wrong_tone(a)}),
    "handling.correcting.not_about_us": (Right.DECIDE, nothing_more),
    "handling.filters.remove": (Right.LOOK, nothing_more),
    "handling.filters.save": (Right.LOOK, a_filter),
    "handling.policy_desk.save": (Right.SIGN, the_policy_as_it_is),
    "handling.signing.sign": (Right.SIGN, a_choice),
    "handling.holding.hold": (Right.DECIDE, seen),
    "handling.holding.release": (Right.SIGN, seen),
    "handling.opinions.ask_opinion": (Right.DECIDE, seen),
    "handling.opinions.give_opinion": (Right.DECIDE, seen),
    "handling.playing.choose_audience": (Right.DECIDE, seen),
    "handling.playing.hand_on": (Right.DECIDE, seen),
    "handling.playing.mark_done": (Right.DECIDE, seen),
    "handling.playing.take_measure": (Right.DECIDE, seen),
    "handling.stories.split_off": (Right.DECIDE, nothing_more),
    "handling.reapplying.apply_terms": (Right.SET_UP, nothing_more),
    "handling.reapplying.set_aside": (Right.DECIDE, nothing_more),
    "handling.rescoring.confirm_no_reply": (Right.DECIDE, nothing_more),
    "handling.rescoring.rescore": (Right.SET_UP, nothing_more),
    "bringing.handnotes.add_note": (Right.NOTE, lambda _: {"note": Note("They are late", NOW)}),
    "bringing.feedlist.take_in": (Right.COLLECT, lambda _: {"found": FeedList((), (), 0)}),
    "handling.decisions.Decision": (Right.DECIDE, nothing_more),
    "bringing.importing.Importer": (Right.COLLECT, nothing_more),
    "protection.audit.check_for": (Right.LOG, nothing_more),
    "protection.audit.export_log": (Right.LOG, nothing_more),
    "protection.audit.note_export": (Right.TAKE_AWAY, lambda _: {"taken": Taken("mentions", 1)}),
    "protection.backing_up.back_up": (Right.KEEP, nothing_more),
    "protection.dismissal.drop": (Right.KEEP, nothing_more),
    "protection.erasing.erase": (Right.RIGHTS, nothing_more),
    "protection.erasing.show": (Right.RIGHTS, nothing_more),
    "protection.assessing.assess": (Right.GUARD, danger_is_there),
    "protection.guarded_reading.open_restricted": (Right.GUARD, nothing_more),
    "protection.holds.add": (Right.KEEP, nothing_more),
    "protection.holds.end": (Right.KEEP, nothing_more),
    "protection.person.find": (Right.SEARCH_PERSON, nothing_more),
    "protection.person.look_again": (Right.SEARCH_PERSON, nothing_more),
    "protection.person_export.export": (Right.RIGHTS, nothing_more),
    "protection.purpose.state": (Right.PURPOSE, nothing_more),
    "protection.requests.acknowledge": (Right.RIGHTS, nothing_more),
    "protection.requests.answer": (Right.RIGHTS, nothing_more),
    "protection.requests.came_in": (Right.RIGHTS, nothing_more),
    "protection.requests.dismiss": (Right.RIGHTS, came_in),
    "protection.requests.enter": (Right.RIGHTS, lambda _: {"kind": RequestKind.ACCESS}),
    "protection.requests.extend": (Right.RIGHTS, nothing_more),
    "protection.requests.identify": (Right.RIGHTS, nothing_more),
    "protection.requests.present": (Right.RIGHTS, nothing_more),
    "protection.requests.take_away": (Right.RIGHTS, nothing_more),
    "protection.retention.retain": (Right.KEEP, nothing_more),
    "protection.retention.switch": (Right.KEEP, nothing_more),
    "protection.safeguarding.file": (Right.GUARD, nothing_more),
    "protection.safeguarding.hand_over": (Right.GUARD, nothing_more),
    "protection.safeguarding.lift": (Right.GUARD, nothing_more),
    "protection.safeguarding.lock_out": (Right.GUARD, nothing_more),
    "protection.safeguarding.mark_urgent": (Right.GUARD, nothing_more),
    "protection.safeguarding.name_manager": (Right.GUARD, nothing_more),
    "protection.safeguarding.restrict": (Right.GUARD, nothing_more),
    "protection.safeguarding.see_danger": (Right.GUARD, nothing_more),
}
# Whoever works with items may keep one from the others, on suspicion.
ENOUGH = {"protection.safeguarding.restrict": frozenset({Right.GUARD, Right.NOTE, Right.DECIDE})}
# These are no functions: what is made of them is done by another, which is called here.
MADE: dict[str, Callable[[Asked], object]] = {
    "handling.decisions.Decision": lambda asked: _decide(asked),
    "bringing.importing.Importer": lambda asked: list(
        Importer(asked.desk.house, asked.person.id).import_path(Path(__file__), now=NOW)
    ),
}
# These do nothing by themselves: they are asked by what does, or give each what is theirs.
NO_ACTIONS = {
    "handling.opinions.to_ask",
    "handling.playing.recorded",
    "handling.playing.standing",
    "protection.admission.actor_of",
    "protection.admission.admitted",
    "protection.admission.known",
    "protection.admission.require_decider",
    "protection.admission.require_somebody",
    "protection.guarded_reading.theirs",
    "protection.person.asked_by",
}


def _decide(asked: Asked) -> object:
    with asked.desk.house.store.unit() as connection:
        decision = Decision(Action.TAKE_IN, (), asked.person.id)
        return decide(connection, decision, asked.desk.house.rules(asked.company), now=NOW)


def found() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function, and class, that is told who does it."""
    for module in (each for room in ROOMS for each in _modules(room)):
        for name, each in vars(module).items():
            own = getattr(each, "__module__", None) == module.__name__
            if own and not name.startswith("_") and callable(each) and _is_told_who(each):
                yield f"{module.__name__.removeprefix('earshot.')}.{name}", each


def _modules(room: ModuleType) -> Iterator[ModuleType]:
    for each in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        yield importlib.import_module(each.name)


def _is_told_who(each: Callable[..., object]) -> bool:
    try:
        parameters = inspect.signature(each).parameters
    except ValueError:  # an enumeration
        return False
    return any(name in parameters for name in WHO)


FOUND = dict(found())


@pytest.fixture(scope="module")
def staffed(furnished: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with somebody of every role, and an item on it; what is refused changes nothing."""
    desk = furnished.moved_to(tmp_path_factory.mktemp("rights") / "house")
    with desk.house.store.unit() as connection:
        for role in Role:
            name = f"{role.value} Example"
            administration.add_person(connection, name, role, now=NOW)
    desk.take_in(desk.feed, post())
    desk.known_item = desk.item()  # type: ignore[attr-defined]
    return desk


def test_every_action_stands_in_the_table_of_rights() -> None:
    assert len(FOUND) > 10  # it did look
    listed = ACTIONS.keys() | NO_ACTIONS
    assert sorted(FOUND.keys() - listed) == [], "say in ACTIONS which right each of these needs"
    assert sorted(listed - FOUND.keys()) == []


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_an_action_is_refused_to_whoever_has_not_its_right(action: str, staffed: Desk) -> None:
    right, _ = ACTIONS[action]
    company = staffed.company
    enough = ENOUGH.get(action, {right})
    without = [p for p in company.people.values() if not any(enough & RIGHTS[r] for r in p.roles)]
    assert without, "a right that everybody has is none"
    for person in without:
        with pytest.raises(Refused, match=LACKING[right]):
            _call(action, staffed, person)
    if right in NOBODYS and "reader" in inspect.signature(FOUND[action]).parameters:
        return  # on the machine itself whoever has not said who they are may do this
    with pytest.raises(Refused):
        _call(action, staffed, Person(NOBODYS_ID, "Nobody Example", ()))


@pytest.mark.parametrize("action", sorted(a for a, (r, _) in ACTIONS.items() if r in CONFIDENTIAL))
def test_until_sign_in_is_on_a_name_opens_no_confidential_action(
    action: str, staffed: Desk
) -> None:
    right, _ = ACTIONS[action]
    if "reader" not in inspect.signature(FOUND[action]).parameters:
        pytest.skip("takes an actor, whom the command line names")
    holder = next(
        p for p in staffed.company.people.values() if any(right in RIGHTS[r] for r in p.roles)
    )
    with pytest.raises(Refused, match="signed in"):
        _call(action, staffed, holder, proven=False)


def _call(action: str, desk: Desk, person: Person, *, proven: bool = True) -> None:
    if action in MADE:
        MADE[action](Asked(desk, person, None, desk.company))
        return
    function = FOUND[action]
    parameters = inspect.signature(function).parameters
    company = desk.company
    with desk.house.store.unit() if "connection" in parameters else nullcontext() as connection:
        asked = Asked(desk, person, connection, company)
        given = _usual(asked, proven=proven) | ACTIONS[action][1](asked)
        arguments = {
            name: given[name]
            for name, each in parameters.items()
            if name in given and each.kind is not inspect.Parameter.VAR_POSITIONAL
        }
        result = function(**arguments)
        if inspect.isgenerator(result):
            list(result)


def _usual(asked: Asked, *, proven: bool) -> dict[str, Any]:
    """What the parameters of these names are given, wherever they stand."""
    reader = Reader(asked.person, proven) if asked.person.id != NOBODYS_ID else NOBODY
    rules = asked.desk.house.rules(asked.company)
    return {
        "connection": asked.connection,
        "house": asked.desk.house,
        "company": asked.company,
        "rules": rules,
        "intake": asked.desk.house.intake(asked.company),
        "actor": asked.person.id,
        "reader": reader,
        "reader_or_actor": reader,
        "who": reader,
        "now": NOW,
        "name": "New Example",
        "url": "imaps://alerts@mail.example/INBOX",
        "secret": "env:EARSHOT_MAIL",
        "platform": Platform.OTHER,
        "change": lambda record: record,
        "confirmed": (),
        "mention": asked.item,
        "mention_id": asked.item,
        "case_id": asked.item,
        "item_id": asked.item,
        "text": "Words of somebody",
        "said": "Somebody Example",
        "item": asked.item,
        "manager": asked.person.id,
        "reference": "R-1",
        "version": 0,
        "filter_id": "f-1",
        "request_id": "r-1",
        "outcome": "done",
        "why": "a reason",
        "on": NOW.date(),
        "received_on": NOW.date(),
        "hold_id": "h-1",
        "by_night": True,
        "reason": "a reason",
        "concern": Danger.THREAT,
        "people": (),
        "kind": HoldKind.OTHER,
        "purpose": Purpose(),
    }
