"""Plain text: what stays of markup, and what can never get through."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.plaintext import CUT_MARK, LIMIT, one_line, plain_line, plain_text, tidy

_MARKUP = st.text(
    st.one_of(st.characters(), st.sampled_from("<>/!-&;#x\"'=[]?\0\u200d\u202e\r\n"))
) | st.lists(
    st.sampled_from(
        "<p> </p> <![ <![CDATA[ ]]> <!-- --> <script> </script> &#x &amp; <! <? <a b=' x".split()
    )
).map("".join)


@given(_MARKUP)
def test_whatever_comes_in_a_bounded_text_without_control_characters_comes_out(markup: str) -> None:
    text = plain_text(markup)

    assert len(text) <= LIMIT
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in text)
    assert not set(text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\ufeff")
    text.encode()


@given(st.text())
def test_tidying_a_plain_text_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_blocks_end_lines_and_breaks_inside_them_do_not() -> None:
    assert plain_text("<p>One\nline</p><p>Two<br>three</p>") == "One line\n\nTwo\nthree"


def test_line_breaks_of_a_text_without_markup_are_kept() -> None:
    assert plain_text("One\r\ntwo\n\n\n\nthree") == "One\ntwo\n\nthree"


def test_preformatted_lines_stay_lines() -> None:
    assert plain_text("<pre>a\nb</pre>c\nd") == "a\nb\nc d"


def test_scripts_styles_and_comments_are_never_text() -> None:
    assert plain_text("a<script>b()</script><style>c{}</style><!-- d -->e") == "ae"


def test_a_search_hit_in_bold_reads_as_words_however_often_it_was_escaped() -> None:
    assert plain_text("<b>Harbour</b>&#39;s year&nbsp;...") == "Harbour's year ..."
    assert plain_text("&lt;b&gt;Harbour&lt;/b&gt; &amp;amp; Hill") == "Harbour & Hill"


def test_a_tag_that_is_shown_on_purpose_stays() -> None:
    assert plain_text("<code>&lt;b&gt;</code> makes bold") == "<b> makes bold"


@pytest.mark.parametrize("said", ["I <3 it", "a < b", "he <shrug> said", "<jo@mail.example> wrote"])
def test_angle_brackets_that_are_no_markup_stay(said: str) -> None:
    assert plain_text(said) == said


def test_words_hidden_by_invisible_characters_are_found_again() -> None:
    assert tidy("cert\u200bifi\u00adcate \u202eno\u202c w\u200dait\0") == "certificate no wait"


def test_emoji_and_flags_keep_what_joins_them() -> None:
    family, wales = (
        "👨\u200d👩\u200d👧",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    )
    assert tidy(f"{family} {wales} \U000e0041x") == f"{family} {wales} x"


def test_an_emoji_drawn_as_a_picture_is_kept_and_other_pictures_are_not() -> None:
    assert (
        plain_text('<p>Thanks <img alt="🙂" src="x"><img alt="A logo" src="y"></p>') == "Thanks 🙂"
    )


def test_windows_apostrophes_called_latin_1_are_apostrophes() -> None:
    assert tidy("don\x92t") == "don’t"


def test_what_is_too_long_is_cut_and_says_so() -> None:
    text = plain_text("<p>" + "word " * 10_000 + "</p>")

    assert len(text) <= LIMIT
    assert text.endswith(CUT_MARK)


def test_a_title_is_one_line_or_nothing() -> None:
    assert plain_line("<p>Two</p><p>parts</p>") == "Two parts"
    assert plain_line("<p> </p>") is None
    assert one_line(" \n\u200b ") is None


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<![CDATA[", "<?", "</", "<a b='", "<div>", "&"])
def test_hostile_repetition_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    plain_text(piece * 300_000 + ">")
    assert time.perf_counter() - began < 2
