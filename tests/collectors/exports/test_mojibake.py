"""Texts that Meta wrote byte by byte."""

from hypothesis import given
from hypothesis import strategies as st

from collectors.exports.mojibake import mend


@given(st.text())
def test_every_text_comes_back_from_what_meta_makes_of_it(text: str) -> None:
    assert mend(text.encode().decode("latin-1")) == text


def test_a_text_that_is_right_already_stays() -> None:
    assert mend("Café — naïve 🙂 Łódź") == "Café — naïve 🙂 Łódź"
    assert mend("Café") == "Café"
