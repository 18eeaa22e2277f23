"""Erasing one person from the work on items: what was drafted, noted, said and saved of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from collectors.post import Kind
from earshot.handling import filters, holding, opinions, playing
from earshot.handling.correcting import Correction, correct
from earshot.handling.decisions import Action
from earshot.handling.doctor import examine
from earshot.handling.playing import Seen
from earshot.handling.stories import split_off
from earshot.protection import erasing, person, person_export
from earshot.protection.erasing import Fate
from earshot.rules.events import PROGRAM
from earshot.rules.findings import Judged
from earshot.rules.work import Measure
from earshot.store import log
from earshot.store.questions import Item
from earshot.words.vocabulary import ConcernName
from tests.earshot.desk import NOW, Desk, post
from tests.earshot.protection.test_erasing import LATER, NAME, left_in

SAID = "Example Training, your tutor is a stupid idiot"
MINE = "Where is my certificate, Example Training? You useless idiots"


def the(desk: Desk, words: str) -> Item:
    return next(item for item in desk.items() if words in item.text)


def work_on(desk: Desk, words: str) -> None:
    """Everything that can be said beside an item, with the name in each."""
    company = desk.company
    rules = desk.house.rules(company)

    def do(act: Callable[..., Any], *given: Any, by: str = desk.sam.id, **more: Any) -> None:
        item = the(desk, words)
        with desk.house.store.unit() as connection:
            seen = Seen(item.id, item.version)
            act(connection, seen, *given, rules, actor=by, now=NOW, **more)

    def say(what: Judged, value: str, concern: str = "") -> None:
        item = the(desk, words)
        told = Correction(item.id, item.version, what, value, f"{NAME} told us", concern)
        with desk.house.store.unit() as connection:
            correct(connection, told, rules, actor=desk.sam.id, now=NOW)

    say(Judged.INTENT, "comment")
    say(Judged.CONCERN, "present", ConcernName.OFFENSIVE.value)
    do(playing.mark_done, "comment", note=f"rang {NAME}")
    ask = {"draft": f"Dear {NAME}, we are sorry", "question": f"Is {NAME} one of ours?"}
    do(opinions.ask_opinion, **ask)
    do(opinions.give_opinion, by=desk.kay.id, agrees=False, words=f"Not to {NAME}")
    told = {"capture": f"kept under {NAME}", "told": rules.policy.playbooks.explanations[0].text}
    do(playing.take_measure, Measure.HIDE, **told)
    do(holding.hold, reason=f"{NAME} threatens a claim")
    do(holding.release, by=desk.kay.id, reason=f"write to {NAME}")
    desk.decide(Action.ACKNOWLEDGE, the(desk, words), where=f"by e-mail to {NAME}")
    do(playing.hand_on, "complaints", reference=f"C-1 {NAME}", answer_by=date(2026, 12, 1))


def save(desk: Desk, name: str, words: str) -> None:
    company = desk.company
    with desk.house.store.unit() as connection:
        query = {"q": words}
        filters.save(
            connection, company, name, "triage", query, shared=True, actor=desk.sam.id, now=NOW
        )


def erase(desk: Desk) -> None:
    erasing.erase(desk.house, NAME, PROGRAM, now=LATER)
    assert left_in(desk.house.folder) == []
    assert person.find(desk.house, NAME, PROGRAM, now=LATER).places() == []
    with desk.house.store.unit() as connection:
        assert log.verify(connection) == []
        assert all(not finding.problems for finding in examine(connection, repair=False))


@pytest.fixture
def desk(desk: Desk) -> Desk:
    theirs = post(SAID, author="Mo Made-Up", url="https://page.example/c/1", kind=Kind.COMMENT)
    mine = post(MINE, author=NAME, url="https://page.example/c/2", kind=Kind.COMMENT)
    desk.take_in(desk.feed, theirs, mine)
    return desk


def test_rights_nothing_that_was_noted_about_anothers_item_keeps_an_erased_name(
    desk: Desk,
) -> None:
    work_on(desk, "your tutor")
    assert left_in(desk.house.folder) == ["store.duckdb"]
    erase(desk)
    assert the(desk, "your tutor").confirmed == ["offensive"]  # what was found stays found


def test_rights_nothing_that_was_noted_about_their_own_item_is_left(desk: Desk) -> None:
    work_on(desk, "my certificate")
    erase(desk)
    assert [item.author for item in desk.items()] == ["Mo Made-Up"]


def test_rights_a_saved_filter_that_names_an_erased_person_is_removed(desk: Desk) -> None:
    save(desk, f"All of {NAME}", NAME)
    save(desk, "Late ones", "late")
    shown = erasing.show(desk.house, NAME, PROGRAM, now=NOW)
    assert {p.fate for p in shown.planned if p.place.id.startswith("f-")} == {Fate.REMOVED}
    erase(desk)
    seen = filters.visible(desk.company, desk.sam.id, "triage")
    assert [each.name for each in seen] == ["Late ones"]


def test_rights_a_filter_that_was_removed_before_keeps_no_erased_name(desk: Desk) -> None:
    save(desk, "Theirs", NAME)
    company = desk.company
    with desk.house.store.unit() as connection:
        (found,) = company.filters
        filters.remove(connection, company, found, actor=desk.sam.id, now=NOW)
    erase(desk)


def test_rights_what_was_said_of_an_outlet_goes_with_the_name_though_it_was_split_off(
    desk: Desk,
) -> None:
    wire = "Example Training has let 14 apprentices in Hull down again: nobody answers the phone, "
    wire += "the lessons are dreadful and the certificates come late, parents complained."
    for number in range(2):
        url = f"https://paper{number}.example/wire"
        desk.take_in(desk.news, post(wire, url=url, publisher=f"Paper {number}"))
    second = next(i for i in desk.items() if i.story and i.story != i.id)
    rules = desk.house.rules(desk.company)
    why = f"{NAME} says so"
    told = Correction(second.id, second.version, Judged.SENTIMENT, "positive", why)
    with desk.house.store.unit() as connection:
        correct(connection, told, rules, actor=desk.sam.id, now=NOW)
        split_off(connection, second.id, rules, reason=why, actor=desk.sam.id, now=NOW)
    erase(desk)
    kept = next(each for each in desk.items() if each.id == second.id)
    assert kept.sentiment == "positive"


def test_rights_who_asks_is_handed_the_notes_and_drafts_about_their_own_words(desk: Desk) -> None:
    work_on(desk, "my certificate")
    handed = person_export.export(desk.house, NAME, PROGRAM, now=LATER).files
    whole = handed[person_export.FOR_THE_PERSON]
    for words in ("Dear", "rang", "Not to", "kept under", "threatens a claim", "told us"):
        assert words in whole
    assert desk.sam.id not in whole
    assert "Sam Sample" not in whole
