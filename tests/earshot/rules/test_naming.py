"""Naming: where a text names a person, however it is written there."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.rules.naming import read_name
from earshot.words.errors import Refused

QUILL = read_name("Zebedee Quill")


@pytest.mark.parametrize(
    "text",
    [
        "Zebedee Quill",
        "ZEBEDEE QUILL's",
        "zebedee-quill",
        "zebedee_quill",
        "@ZebedeeQuill",
        "zebedee.quill@example.org",
        "https://social.example/@zebedeequill1987",
        "Zebedee%20Quill",
        "%5Aebedee+Quill",
        "Zébedée  Quíll",
        "Zebedee\nQuill",
        '{"who": "x\\nZebedee\\u0020Quill"}',
        "Zebedee&nbsp;Quill",
        "Zebe\u00addee Quill",
        "𝐙𝐞𝐛𝐞𝐝𝐞𝐞 Quill",
        "MrZebedeeQuill",
        "Zebedee      Quill",
        "Zebedee\u00a0\u00a0\u00a0\u00a0\u00a0Quill",
        "Zebedee — “Quill”",
        "Zebedee ... Quill",
        "?u=https%3A%2F%2Fy.example%2FZebedee%252520Quill",
        "Zebedee%20%20%20%20%20Quill",
        "Zebedee&amp;amp;nbsp;Quill",
        "Zebedee%26nbsp%3BQuill",
        "Zebedee\\x20Quill",
        "Zebedee=20Quill",
        "Zebe=\ndee =51uill",
        "?name=BEzebedee%20x&who=Zebedee%20Quill",
        "Zebedee <i>Quill</i>",
        "Zebedee&lt;br&gt;Quill",
        '<a title="Zebedee%20Quill">',
        "Zebe\ue000dee Quill",
        "Zebe\u200bdee Quill",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert QUILL.is_in(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zebedee Quill", "Zebedee met Quill"),
        ("Zebedee Quill", "Quill, Zebedee"),
        ("ebedee Quill", "Zebedee Quill"),
        ("Dan Ashe", "Dan, as he said"),
        ("Zeb", "a zebra"),
        ("Ann", "annual"),
        ("김수", "김순"),
    ],
)
def test_nothing_else_is_taken_for_it(name: str, text: str) -> None:
    assert read_name(name).spans(text) == []


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("obrien", "Mo O'Brien!", "O'Brien"),
        ("Zoë Invented", "zoe-invented", "zoe-invented"),
        ("Renée", "see Ren%C3%A9e now", "Ren%C3%A9e"),
        ("Zeb", "Zeb's", "Zeb"),
        ("Zoë", "see Zo%25C3%25AB%2520", "Zo%25C3%25AB"),
        ("Zoë Q", "see Zo=C3=AB=20Q ", "Zo=C3=AB=20Q"),
        ("Zoë Q", "x &#60;b&#62; Zo&amp;euml;&lt;/b&gt; Q ", "Zo&amp;euml;&lt;/b&gt; Q"),
        ("李小", "昨天李小說", "李小"),
        ("김수", "김수는", "김수"),
        ("https://www.social.example/@zq_made_up/", "social.example/@ZQ_made_up", None),
    ],
)
def test_what_is_named_is_told_in_places_of_the_text(
    name: str, text: str, named: str | None
) -> None:
    (start, end) = read_name(name).spans(text)[0]
    assert text[start:end] == (named or text)


def test_striking_out_leaves_every_other_letter_in_its_place() -> None:
    assert QUILL.struck("So Zebedee Quill, so") == "So █████████████, so"


def test_only_the_whole_of_an_author_is_that_author() -> None:
    assert QUILL.is_all_of("Zebedee Quill (@zebedeequill)")
    assert QUILL.is_all_of("Zebedee Quill <zebedee.quill@example.org>")
    assert not read_name("Quill").is_all_of("Zebedee Quill")
    assert not QUILL.is_all_of("The Zebedee Quill Fan Club")


@pytest.mark.parametrize("text", ["", "  ", "zq", "@z", "--", "z" * 300, "李", "김"])
def test_what_tells_nobody_apart_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_name(text)


@given(st.text(), st.text())
def test_a_struck_text_is_as_long_and_names_nobody(before: str, after: str) -> None:
    text = f"{before} Zebedee Quill {after}"
    struck = QUILL.struck(text)
    assert len(struck) == len(text)
    assert not QUILL.is_in(struck)


HOSTILE = [
    "zebedee ",
    "zebedee'",
    "%5A",
    "%25",
    "z'",
    "\\u007a",
    "&#122;",
    "&amp;",
    "=20",
    "<a",
    " ",
]


@pytest.mark.parametrize("piece", [*HOSTILE, "<a>", "=\n", "\\x7a", "\ud83d", "\\ud83d", ". "])
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    text = (piece * 100_000)[:100_000] + "zebedeequil"
    began = time.process_time()
    QUILL.spans(text)
    assert time.process_time() - began < 1
