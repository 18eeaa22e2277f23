"""Wrappers: the address inside comes out, where the address holds it."""

import pytest

from collectors.wrappers import unwrap

TARGET = "https://paper.example/a?id=3"
QUOTED = "https%3A%2F%2Fpaper.example%2Fa%3Fid%3D3"


@pytest.mark.parametrize(
    "wrapper",
    [
        f"https://www.google.com/url?rct=j&sa=t&url={QUOTED}&ct=ga",
        f"https://www.google.co.uk/url?q={QUOTED}",
        f"https://news.google.com/news/url?sa=t&url={QUOTED}",
        f"http://www.bing.com/news/apiclick.aspx?ref=FexRss&url={QUOTED}&c=1",
        f"https://l.facebook.com/l.php?u={QUOTED}&h=AT0",
        f"https://lm.facebook.com/l.php?u={QUOTED}",
        f"https://l.instagram.com/?u={QUOTED}&e=AT0",
        f"https://out.reddit.com/t3_1?url={QUOTED}&token=x",
        f"https://www.linkedin.com/redir/redirect?url={QUOTED}",
        f"https://www.youtube.com/redirect?event=video&q={QUOTED}",
        f"https://t.umblr.com/redirect?z={QUOTED}&t=x",
        f"https://duckduckgo.com/l/?uddg={QUOTED}",
        "https://www.google.com/amp/s/paper.example/a?id=3",
        "https://paper-example.cdn.ampproject.org/c/s/paper.example/a?id=3",
    ],
)
def test_a_wrapper_that_holds_its_target_is_taken_off(wrapper: str) -> None:
    assert unwrap(wrapper) == TARGET


def test_wrappers_in_wrappers_come_off_too_but_not_without_end() -> None:
    inner = "https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3D" + (
        QUOTED.replace("%", "%25")
    )
    assert unwrap(inner) == TARGET

    endless = "https://www.google.com/url?q=https://www.google.com/url"
    assert unwrap(endless) == "https://www.google.com/url"


@pytest.mark.parametrize(
    "url",
    [
        "https://t.co/abc",
        "https://news.google.com/rss/articles/CBMiabc?oc=5",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://google.evil.example/url?q=https://paper.example/",
        "https://paper.example/?url=https://other.example/",
    ],
)
def test_what_holds_no_target_stays_as_it_is(url: str) -> None:
    assert unwrap(url) == url
