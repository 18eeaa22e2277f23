"""A note is kept at once, under an id that leads to the very words that were noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from earshot.bringing.handnotes import Note, add_note
from earshot.handling import last_good
from earshot.judging.judge import Judge
from earshot.judging.judgement import Judgement
from earshot.store.gate import Store
from earshot.store.rows import Connection
from earshot.words.errors import BadPolicy, Refused
from tests.earshot.desk import NOW, Desk

ADDRESS = "https://facebook.com/exampletraining/posts/1"


def note(desk: Desk, text: str, **told: str) -> str:
    noted = Note(text, NOW, ADDRESS, account=desk.page, **told)  # type: ignore[arg-type]
    return add_note(desk.house, noted, actor=desk.kay.id, now=NOW)


def test_the_id_of_a_note_leads_to_its_own_words_where_others_share_the_address(desk: Desk) -> None:
    texts = ["Where do I park?", "Is it open on Sunday?", "Where do I park?"]
    ids = [note(desk, text) for text in texts]
    assert ids[0] == ids[2] != ids[1]
    assert {item.id: item.text for item in desk.items()} == dict(zip(ids, texts, strict=True))


def test_what_our_own_account_said_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(Refused, match="own account"):
        note(desk, "New dates!", author="@exampletraining")
    assert desk.items() == []


def test_a_policy_with_a_mistake_leaves_nothing_behind_where_there_never_was_a_good_one(
    desk: Desk,
) -> None:
    before = desk.company.sources
    (desk.house.folder / last_good.FILE).unlink()
    desk.house.policy_path.write_text("version = ", "utf-8")
    with pytest.raises(BadPolicy):
        note(desk, "Where do I park?")
    assert desk.company.sources == before


def test_nobody_waits_for_the_store_while_a_note_is_judged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []
    judged: list[bool] = []
    whole, judge = Store.unit, Judge.judge

    @contextmanager
    def unit(store: Store) -> Iterator[Connection]:
        with whole(store) as connection:
            inside.append(True)
            yield connection
            inside.pop()

    def judging(judging_by: Judge, text: str) -> Judgement:
        judged.append(bool(inside))
        return judge(judging_by, text)

    monkeypatch.setattr(Store, "unit", unit)
    monkeypatch.setattr(Judge, "judge", judging)
    note(desk, "Where do I park?")
    assert judged == [False]


def test_a_note_from_the_future_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="future"):
        add_note(desk.house, Note("When?", NOW + timedelta(minutes=1)), now=NOW)
