"""Addresses: one spelling for one page, out of its wrappers, and what it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.links import clean_url, host_of, kind_of, native_id_of, platform_of, unwrap
from collectors.post import Kind, Platform

_HOSTS = st.sampled_from(
    ["example.com", "EXAMPLE.com:443", "jo:pw@bücher.example", "x.com", "[::1]"]
)
_TAILS = st.text(st.sampled_from("ab/?&=#%é \\@:;utm_source=xfbclid-c1") | st.characters())
_ADDRESSES = st.builds("{}://{}/{}".format, st.sampled_from(["http", "HTTPS"]), _HOSTS, _TAILS)


@given(_ADDRESSES | st.text())
def test_cleaning_twice_changes_nothing(url: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        assert clean_url(cleaned) == cleaned
        assert cleaned.isascii()


@given(_ADDRESSES)
def test_cleaning_changes_neither_host_platform_nor_identity(url: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        assert host_of(cleaned) == host_of(url)
        assert platform_of(cleaned) is platform_of(url)


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("HTTPS://Example.COM:443", "https://example.com/"),
        ("http://example.com:8080/A", "http://example.com:8080/A"),
        ("https://jo:secret@example.com/", "https://example.com/"),
        ("https://bücher.example/ä b", "https://xn--bcher-kva.example/%C3%A4%20b"),
        ("https://e.example/?b=2&utm_source=x&a=1&fbclid=y#top", "https://e.example/?b=2&a=1"),
        ("https://e.example/p#comment-12", "https://e.example/p#comment-12"),
        ("https://e.example/p#issuecomment-9", "https://e.example/p#issuecomment-9"),
        ("https://e.example/p#c123", "https://e.example/p#c123"),
        ("https://e.example/p#contents", "https://e.example/p"),
        ("https://youtu.be/abcdefghijk?si=Zz&t=4", "https://youtu.be/abcdefghijk?t=4"),
        ("https://shop.example/?si=42", "https://shop.example/?si=42"),
        ("https://www.instagram.com/p/Ab_-1/?igsh=Zz", "https://www.instagram.com/p/Ab_-1/"),
        (" https://e.example/a\nb ", "https://e.example/ab"),
    ],
)
def test_one_page_has_one_spelling(url: str, cleaned: str) -> None:
    assert clean_url(url) == cleaned


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "javascript:alert(1)",
            "ftp://e.example/",
            "//e.example/",
            "https://",
            "https://a..b/",
        ),
        *("https://e.example:port/", "https://[::1/", "mailto:jo@e.example", "data:text/html,x"),
    ],
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert clean_url(url) is None
    assert host_of(url) is None


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


@pytest.mark.parametrize(
    ("url", "platform", "native_id", "kind"),
    [
        ("https://x.com/jo/status/123?s=20", "x", "123", "post"),
        ("https://mobile.twitter.com/jo/status/123", "x", "123", "post"),
        ("https://www.facebook.com/jo/posts/a-slug/12345678", "facebook", "12345678", "post"),
        ("https://m.facebook.com/story.php?story_fbid=55&id=1", "facebook", "55", "post"),
        ("https://www.facebook.com/jo/posts/1?comment_id=77", "facebook", "comment:77", "comment"),
        ("https://www.instagram.com/jo/reel/Ab-_9/", "instagram", "Ab-_9", "post"),
        (
            "https://www.linkedin.com/posts/jo-x_hi-activity-71-aB",
            "linkedin",
            "activity:71",
            "post",
        ),
        ("https://linkedin.com/feed/update/urn:li:share:7/", "linkedin", "share:7", "post"),
        ("https://www.youtube.com/watch?t=1&v=a-cdefghijk", "youtube", "a-cdefghijk", "post"),
        ("https://youtu.be/a-cdefghijk", "youtube", "a-cdefghijk", "post"),
        ("https://www.youtube.com/shorts/a-cdefghijk", "youtube", "a-cdefghijk", "post"),
        ("https://youtube.com/watch?v=a-cdefghijk&lc=Ugx", "youtube", "comment:Ugx", "comment"),
        ("https://www.tiktok.com/@jo.x/video/72", "tiktok", "72", "post"),
        ("https://old.reddit.com/r/UKjobs/comments/1ab/slug/", "reddit", "t3_1ab", "post"),
        ("https://www.reddit.com/r/a/comments/1ab/slug/k9/", "reddit", "t1_k9", "comment"),
        ("https://redd.it/1ab", "reddit", "t3_1ab", "post"),
        ("https://bsky.app/profile/did:plc:ab1/post/3lk", "bluesky", "did:plc:ab1/3lk", "post"),
        ("https://bsky.app/profile/jo.example/post/3lk", "bluesky", None, "post"),
        ("https://social.example/@jo/112233445", "mastodon", "social.example/112233445", "post"),
        ("https://s.example/users/jo/statuses/112233", "mastodon", "s.example/112233", "post"),
        ("https://paper.example/@jo/2026-review", "news", None, "article"),
        ("https://news.ycombinator.com/item?id=41", "hackernews", "41", "post"),
        ("https://uk.trustpilot.com/review/e.example", "trustpilot", None, "review"),
        ("https://www.google.co.uk/maps/place/x", "google_business", None, "review"),
        ("https://jo.wordpress.com/a", "blog", None, "article"),
        ("https://jo.blogspot.co.uk/a", "blog", None, "article"),
        ("https://jo.substack.com/p/a", "blog", None, "article"),
        ("https://paper.example/a", "news", None, "article"),
        ("https://x.com.evil.example/jo/status/123", "news", None, "article"),
        ("https://notx.com/jo/status/123", "news", None, "article"),
    ],
)
def test_an_address_shows_platform_identity_and_kind(
    url: str, platform: str, native_id: str | None, kind: str
) -> None:
    found = platform_of(url), native_id_of(url)
    assert found == (Platform(platform), native_id)
    assert kind_of(*found) is Kind(kind)


def test_the_same_post_has_one_id_by_every_address_of_it() -> None:
    ways = ["https://x.com/jo/status/123", "https://twitter.com/jo/status/123?ref_src=a"]
    assert {native_id_of(way) for way in ways} == {"123"}
