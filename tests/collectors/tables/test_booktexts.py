"""The texts that a workbook's sheets share: given back as they were written."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.tables.booktexts import NoTexts, SharedTexts, texts_in


@given(st.lists(st.text(max_size=20)))
def test_every_text_comes_back_by_its_number(said: list[str]) -> None:
    texts = SharedTexts()
    for each in said:
        texts.add(each)
    assert [texts[number] for number in range(len(texts))] == said
    for beyond in (-1, len(said)):
        with pytest.raises(IndexError):
            texts[beyond]


def test_a_text_in_several_formats_is_one_and_an_empty_one_counts() -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f"<sst xmlns='{space}'><si><r><t>Well </t></r><r><t>done 🎉</t></r></si><si/></sst>"
    texts = texts_in(io.BytesIO(body.encode()))
    assert [texts[0], texts[1], len(texts)] == ["Well done 🎉", "", 2]
    assert NoTexts()[7] == ""
