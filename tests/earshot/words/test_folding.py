"""Folding takes plain letters and breaks several at a time; they are what they are one by one."""

from hypothesis import given
from hypothesis import strategies as st

from earshot.words import folding
from earshot.words.folding import edges


def test_the_plain_characters_are_those_that_stand_for_themselves_or_part_words() -> None:
    for char in map(chr, range(0x110000)):
        piece = folding._PIECES.fullmatch(char)
        assert piece is not None, char
        if piece[1]:
            assert folding._letter(char) == char, char
        if piece[2]:
            assert folding._letter(char) is None, char
            assert char not in folding._APOSTROPHES | {"&"}, char
        assert bool(piece[1] or piece[2]) == (char.isascii() and char not in "'`&"), char


@given(st.text(alphabet="aZ9 '’`&.,\u0301éßİ\u200dﬁ\n-", max_size=30))
def test_every_word_stands_where_it_says(text: str) -> None:
    for edge in edges(text):
        assert 0 <= edge.start < edge.end <= len(text)
        assert folding.edges(text[edge.start : edge.end])[0].folded[:1] == edge.folded[:1]
