"""Reading for one person: what is narrowed in the store, and in parts."""

import pytest

from earshot.rules.naming import read_name
from earshot.store import person
from earshot.store.person import SIGNS, Text
from tests.earshot.desk import Desk, post

NAME = read_name("Zebedee Quill")


def texts(desk: Desk, parts: list[person.Part] | None = None) -> list[Text]:
    with desk.house.store.unit() as connection:
        return list(person.candidates(connection, NAME.words, parts or person.WHOLE))


def test_a_text_with_nothing_but_emoji_in_it_needs_no_second_look(desk: Desk) -> None:
    desk.take_in(desk.feed, post("Example Training, well done 😀👍🏽 ❤️ 👩‍🎓 ✅ →"))
    assert texts(desk) == []


@pytest.mark.parametrize(
    "said",
    [
        "😀Zebedee❤️Quill👍",
        "Z\u200debedee Qui\ufe0fll 😀",
        "Zébédée Quıll 😀",
        "Zebedee Ｑuill",
        "Zebedee Q%75ill",
    ],
)
def test_a_name_amid_emoji_or_in_other_letters_is_not_narrowed_away(desk: Desk, said: str) -> None:
    desk.take_in(desk.feed, post(f"Example Training and {said}"))
    assert [t.field for t in texts(desk) if NAME.is_in(t.value)] == ["text"]


def test_no_sign_that_is_passed_over_is_a_letter_or_left_out_of_a_word() -> None:
    signs = [chr(code) for first, last in SIGNS for code in range(first, last + 1)]
    assert len(signs) > 2_000
    assert [s for s in signs if len(read_name(f"Zebe{s}dee").words) != 2] == []
    assert [s for s in signs if NAME.is_in(f"Zebedee Qu{s}ill")] == []


def test_the_parts_together_hold_every_text_of_the_whole_once(desk: Desk) -> None:
    for number in range(7):
        said = f"Zebedee Quill wrote to Example Training, letter {number}"
        desk.take_in(desk.feed, post(said, url=f"https://page.example/{number}"))
    with desk.house.store.unit() as connection:
        connection.execute("INSERT INTO rejects VALUES (NULL, 's', 'row 1', 'Zebedee Quill', 'x')")
        parts = person.parts(connection, 2)
    assert len(parts) > len(person.WHOLE)
    whole = texts(desk)
    assert len(whole) > 7
    assert sorted(map(repr, texts(desk, parts))) == sorted(map(repr, whole))
    naming = [t for t in whole if NAME.is_in(t.value)]
    again = [t for t in texts(desk, person.only(naming)) if NAME.is_in(t.value)]
    assert sorted(map(repr, again)) == sorted(map(repr, naming))
