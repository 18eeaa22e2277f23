"""Saved filters: one's own, or everybody's; named once, and removed by whose they are."""

import pytest

from earshot.handling import filters
from earshot.rules.company import SavedFilter
from earshot.words.errors import NotFound, Refused
from tests.earshot.desk import NOW, Desk

LATE = {"show": "late", "item": "m-1", "page": "3", "colour": "red"}


def save(desk: Desk, name: str, by: str, *, shared: bool = False) -> SavedFilter:
    company = desk.company
    with desk.house.store.unit() as connection:
        return filters.save(
            connection, company, name, "triage", LATE, shared=shared, actor=by, now=NOW
        )


def seen(desk: Desk, by: str) -> list[str]:
    return [each.name for each in filters.visible(desk.company, by, "triage")]


def test_ones_own_is_seen_by_oneself_and_a_shared_one_by_all(desk: Desk) -> None:
    save(desk, "Late ones", desk.sam.id)
    save(desk, "Everybody’s", desk.sam.id, shared=True)
    assert seen(desk, desk.sam.id) == ["Everybody’s", "Late ones"]
    assert seen(desk, desk.kay.id) == ["Everybody’s"]
    assert filters.visible(desk.company, desk.sam.id, "mentions") == []


def test_only_what_narrows_the_list_is_kept_never_the_open_item(desk: Desk) -> None:
    assert save(desk, "Late ones", desk.sam.id).query == {"show": "late"}


def test_saving_under_a_name_again_replaces_it(desk: Desk) -> None:
    first = save(desk, "Late ones", desk.sam.id)
    again = save(desk, " late  ONES ", desk.sam.id, shared=True)
    assert first.id == again.id
    assert seen(desk, desk.sam.id) == ["late ONES"]


def test_nobody_overwrites_or_removes_what_somebody_else_shares(desk: Desk) -> None:
    shared = save(desk, "Late ones", desk.sam.id, shared=True)
    with pytest.raises(Refused, match="Sam Sample shares"):
        save(desk, "Late ones", desk.kay.id)
    company = desk.company
    with desk.house.store.unit() as connection, pytest.raises(Refused, match="Sam Sample"):
        filters.remove(connection, company, shared.id, actor=desk.kay.id, now=NOW)


def test_a_removed_one_is_gone_and_removing_it_twice_is_said(desk: Desk) -> None:
    found = save(desk, "Late ones", desk.sam.id)
    company = desk.company
    with desk.house.store.unit() as connection:
        filters.remove(connection, company, found.id, actor=desk.sam.id, now=NOW)
    assert seen(desk, desk.sam.id) == []
    company = desk.company
    with desk.house.store.unit() as connection, pytest.raises(NotFound):
        filters.remove(connection, company, found.id, actor=desk.sam.id, now=NOW)


def test_a_filter_that_narrows_nothing_is_not_kept(desk: Desk) -> None:
    company = desk.company
    with desk.house.store.unit() as connection, pytest.raises(Refused, match="narrowed"):
        filters.save(
            connection, company, "All", "triage", {}, shared=False, actor=desk.sam.id, now=NOW
        )
