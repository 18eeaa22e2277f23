"""What is pasted into one box is told apart into words and an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earshot.bringing.pasted import Pasted, read_paste

PAGE = "https://www.facebook.com/example/posts/77"


def test_an_address_alone_is_where_it_was_said() -> None:
    found = read_paste(f"  {PAGE} \n")
    assert (found.words, found.address) == ("", PAGE)
    assert found.host.endswith("facebook.com")


def test_words_and_the_address_on_a_line_of_its_own_are_told_apart() -> None:
    assert read_paste(f"Is there parking?\n\n{PAGE}").words == "Is there parking?"
    assert read_paste(f"{PAGE}\nIs there\nparking?").words == "Is there\nparking?"


def test_an_address_inside_a_sentence_is_part_of_what_was_said() -> None:
    said = f"Look at {PAGE} please"
    assert read_paste(said) == Pasted(said)


def test_an_address_without_its_scheme_is_still_one() -> None:
    assert read_paste("www.example.com/a").address.startswith("https://")


@pytest.mark.parametrize("said", ["javascript:alert(1)", "ftp://example.com/a", "http://", ""])
def test_what_is_no_web_address_is_words(said: str) -> None:
    assert read_paste(said) == Pasted(said)


@given(st.text())
def test_anything_can_be_pasted_and_without_an_address_stays_as_it_is(said: str) -> None:
    found = read_paste(said)
    if found.address:
        assert found.address.startswith(("http://", "https://"))
    else:
        assert found.words == said.strip()
