"""Words from outside are shown as exactly those words, and lead nowhere unchecked."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.links import link_html, trusted_host
from ui.safe import escaped, marked

TAGS = re.compile(r"</?(?:mark|bdi)(?: dir=\"auto\")?>")


@given(st.text())
def test_escaped_words_read_back_as_they_were(text: str) -> None:
    assert html.unescape(TAGS.sub("", escaped(text))) == text
    assert not re.search(r"<(?!/?bdi)", escaped(text))


@given(st.text(), st.lists(st.tuples(st.integers(-5, 80), st.integers(-5, 80))))
def test_marking_adds_no_word_and_loses_none(text: str, spans: list[tuple[int, int]]) -> None:
    drawn = marked(text, spans)
    assert html.unescape(re.sub(r"</?mark>|</?bdi(?: dir=\"auto\")?>", "", drawn)) == text
    assert drawn.count("<mark>") == drawn.count("</mark>")


def test_the_words_that_caused_it_are_marked() -> None:
    assert "<mark>nobody answers</mark>" in marked("and nobody answers!", [(4, 18)])


def test_overlapping_evidence_is_marked_once() -> None:
    assert marked("abcdef", [(0, 3), (2, 5)]).count("<mark>") == 1


def test_a_web_address_is_linked_with_its_host_shown() -> None:
    drawn = link_html("https://www.example.com/a?b=1&c=2", "Open")
    assert 'href="https://www.example.com/a?b=1&amp;c=2"' in drawn
    assert "example.com)" in drawn
    assert 'rel="noopener noreferrer nofollow"' in drawn


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.com/a",
        "https://bank.example@evil.example/",
        "https://evil.example\\@bank.example/",
        "https://evil.example/\n",
        "https:///nowhere",
        "http://[broken/",
    ],
)
def test_what_is_no_plain_web_address_is_shown_and_not_linked(address: str) -> None:
    assert trusted_host(address) is None
    assert "<a " not in link_html(address, "Open")


def test_an_address_cannot_break_out_of_its_link() -> None:
    drawn = link_html('https://example.com/"onmouseover="alert(1)', "Open")
    assert 'onmouseover="' not in drawn
