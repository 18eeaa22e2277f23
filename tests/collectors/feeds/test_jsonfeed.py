"""JSON Feed: what is one, and what one bad item or a missing end costs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import Problem, UnreadableSource
from collectors.feeds.jsonfeed import JsonItem, looks_like_json, read_json
from collectors.post import Rejected

VERSION = "https://jsonfeed.org/version/1"


def _feed(*items: object, **head: object) -> str:
    return json.dumps({"version": VERSION, "title": "T", **head, "items": list(items)})


def _problem(text: str) -> tuple[Problem, str]:
    with pytest.raises(UnreadableSource) as caught:
        read_json(text)
    return caught.value.problem, str(caught.value)


def test_a_bad_item_costs_that_item_and_names_the_field() -> None:
    first, second, third = read_json(_feed({"id": 1}, {"title": [1]}, "words")).items

    assert isinstance(first, JsonItem)
    assert first.id == "1"
    assert isinstance(second, Rejected)
    assert (second.where, second.reason.partition(":")[0]) == ("item 2", "title")
    assert isinstance(third, Rejected)
    assert (third.where, third.raw) == ("item 3", '"words"')


def test_a_bad_title_of_the_feed_costs_no_item() -> None:
    document = read_json(_feed({"id": "1"}, title=["x"]))
    assert (document.title, len(document.items)) == (None, 1)


@pytest.mark.parametrize("length", range(80, 200, 7))
def test_a_cut_feed_gives_the_items_before_the_cut(length: int) -> None:
    whole = _feed({"id": "1", "title": "one"}, {"id": "2", "title": "two"}, {"id": "3"})
    cut = whole[: min(length, len(whole) - 1)]
    if '"one"}' in cut:
        document = read_json(cut)
        assert document.is_cut
        assert len(document.items) == cut.partition('"items"')[2].count("}")
    else:
        assert _problem(cut)[0] is Problem.TRUNCATED


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"articles": [], "total": 0}', "it holds: articles, total"),
        ("[1, 2]", "a list"),
        (json.dumps({"version": VERSION}), "no list of items"),
        ('{"a": 1,', "line 1, column 9"),
        ("[" * 100_000, "nesting has no end"),
        ('{"a": ' + "9" * 5_000 + "}", "a number or nesting has no end"),
    ],
)
def test_other_json_is_refused_in_words(text: str, says: str) -> None:
    problem, sentence = _problem(text)
    assert problem is Problem.NOT_A_FEED
    assert says in sentence


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_any_list_of_items_gives_one_entry_for_each(item: object) -> None:
    assert len(read_json(_feed(item, {"id": "1"}, item)).items) == 3


def test_json_is_known_by_its_first_character() -> None:
    assert looks_like_json(b'\xef\xbb\xbf \n{"a": 1}')
    assert not looks_like_json(b"<rss>")
