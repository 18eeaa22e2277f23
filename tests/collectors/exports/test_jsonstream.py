"""JSON as platforms really hand it out: in streams, cut, odd, and sometimes hostile."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.errors import Problem, UnreadableSource
from collectors.exports import jsonwindow
from collectors.exports.jsonstream import Broken, Keys, records_in

TOP: Keys = ()
TEXT = st.text(max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner),
)


class Trickle(io.BytesIO):
    """A stream that never gives more than a few bytes, and cannot go back."""

    def __init__(self, body: bytes, step: int) -> None:
        super().__init__(body)
        self._step = step

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._step)

    def seekable(self) -> bool:
        return False


def records(body: bytes | str, *paths: Keys) -> list[object]:
    data = body.encode() if isinstance(body, str) else body
    return list(records_in(io.BytesIO(data), "posts.json", *(paths or (TOP,))))


def until_it_breaks(body: bytes) -> tuple[list[object], UnreadableSource]:
    read: list[object] = []
    stream = records_in(io.BytesIO(body), "posts.json", TOP)
    with pytest.raises(UnreadableSource) as caught:
        read.extend(stream)
    return read, caught.value


@settings(max_examples=50, deadline=None)
@given(st.lists(VALUES), st.integers(1, 40), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_list_comes_back_as_it_was_written_however_small_the_pieces(
    items: list[object], step: int, encoding: str
) -> None:
    body = json.dumps(items, ensure_ascii=False).encode(encoding)
    got = list(records_in(Trickle(body, step), "posts.json", TOP))
    assert got == json.loads(json.dumps(items).encode("ascii"))


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "wanted"]), VALUES), st.integers(1, 7))
def test_what_is_not_wanted_is_passed_over_whatever_it_is(
    document: dict[str, object], step: int
) -> None:
    body = json.dumps(document | {"wanted": [1, 2]}, indent=1).encode()
    skipped: list[str] = []
    got = list(records_in(Trickle(body, step), "f", ("wanted",), skipped=skipped))
    assert got == [1, 2]
    assert skipped == [key for key in document if key != "wanted"]


def test_javascript_before_the_list_is_passed() -> None:
    assert records("window.YTD.tweets.part0 = [ 1, 2 ]") == [1, 2]
    assert records("  window.YTD.community_tweet.part0 = [ ]") == []


def test_a_missing_list_and_null_give_nothing() -> None:
    assert records('{"a": {"b": null}, "c": 1}', ("a", "b")) == []
    assert records('{"a": 5}', ("a", "b")) == []


def test_the_value_itself_comes_where_there_is_no_list() -> None:
    assert records('{"a": {"b": {"c": 1}}}', ("a", "b")) == [{"c": 1}]
    assert records('{"a": {"b": "Acme"}}', ("a", "b")) == ["Acme"]


def test_of_a_key_that_stands_twice_the_last_value_counts() -> None:
    assert records('[{"a": 1, "a": 2}]') == [{"a": 2}]


def test_nan_is_no_value_and_costs_nothing_else() -> None:
    assert records('[{"a": NaN, "b": Infinity, "c": 1}]') == [{"a": None, "b": None, "c": 1}]


def test_bytes_that_are_no_text_cost_only_themselves() -> None:
    assert records(b'[{"a": "caf\xe9"}, {"a": "x"}]') == [{"a": "caf\ufffd"}, {"a": "x"}]


def test_half_an_emoji_does_not_stop_the_reading() -> None:
    assert len(records(r'[{"a": "\ud83d x"}, {"a": "\ud83d\ude00"}]')) == 2


def test_a_file_that_is_cut_gives_what_stood_before_the_cut() -> None:
    read, error = until_it_breaks(b'[{"a": 1}, {"a": 2}, {"a": "and th')
    assert read == [{"a": 1}, {"a": 2}]
    assert error.problem is Problem.TRUNCATED
    assert "posts.json breaks off after about 21 characters" in str(error)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 60))
def test_no_cut_is_taken_for_the_end(length: int) -> None:
    body = b'[{"a": 1, "b": [true, "x\\"]"]}, {"a": 2, "b": [null, -1.5e3]}]'
    _, error = until_it_breaks(body[:length])
    assert error.problem is Problem.TRUNCATED


def test_a_broken_record_costs_itself() -> None:
    first, broken, last = records('[{"a": 1}, {"a": oops, "b": "]}"}, {"a": 3}]')
    assert (first, last) == ({"a": 1}, {"a": 3})
    assert isinstance(broken, Broken)
    assert broken.raw == '{"a": oops, "b": "]}"}'


def test_a_number_without_an_end_costs_its_record() -> None:
    broken, fine = records('[{"a": ' + "9" * 5_000 + '}, {"a": 1}]')
    assert isinstance(broken, Broken)
    assert broken.reason == "it holds a number without an end"
    assert fine == {"a": 1}


def test_endless_nesting_costs_its_record() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    broken, fine = records(f'[{deep}, {{"a": 1}}]')
    assert isinstance(broken, Broken)
    assert broken.reason == "it is nested too deeply"
    assert fine == {"a": 1}


def test_nesting_that_is_passed_over_may_be_as_deep_as_it_likes() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    assert records(f'{{"a": {deep}, "b": [1]}}', ("b",)) == [1]


@pytest.mark.parametrize("giant", ['{"a": "' + "x" * 900 + '"}', '"' + "x" * 900 + '"'])
def test_a_giant_record_costs_itself_and_is_not_held(
    giant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonwindow, "RECORD_LIMIT", 200)
    monkeypatch.setattr(jsonwindow, "_CHUNK", 64)
    body = f'[{{"a": 1}}, {giant}, {{"a": 2}}]'.encode()
    first, broken, last = records_in(io.BytesIO(body), "posts.json", TOP)
    assert (first, last) == ({"a": 1}, {"a": 2})
    assert isinstance(broken, Broken)
    assert "longer than 200 characters" in broken.reason


@pytest.mark.parametrize("body", ["not json", "[1 2]", '{"a" 1}', "[1, }", "[{]", "<html>"])
def test_what_is_no_json_is_said_to_be_damaged(body: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        records(body)
    assert caught.value.problem is Problem.TRUNCATED


def test_an_empty_file_is_said_to_be_empty() -> None:
    with pytest.raises(UnreadableSource) as caught:
        records(b"  \n")
    assert caught.value.problem is Problem.EMPTY
