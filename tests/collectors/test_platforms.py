"""Platforms: what an address shows of platform, identity and kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.links import clean_url
from collectors.platforms import kind_of, native_id_in, native_id_of, platform_of
from collectors.post import Kind, Platform

SKEET = "3labcdefghij2"
_PLACES = (
    "https://x.com/jo/status/123",
    "https://m.facebook.com/story.php?story_fbid=55&id=1",
    "https://www.linkedin.com/posts/jo-x_hi-activity-71-aB",
    "https://linkedin.com/feed/update/urn:li:activity:7?commentUrn=urn:li:comment:(activity:7,9)",
    "https://youtube.com/watch?v=a-cdefghijk&lc=Ugx",
    "https://www.reddit.com/r/a/comments/1ab/slüg/k9/?context=3",
    f"https://bsky.app/profile/did:plc:ab1/post/{SKEET}",
    "https://social.example/@jo/112233445",
    "https://news.ycombinator.com/item?id=41",
)


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
        ("https://bsky.app/profile/jo.example/post/3labcdefghij2", "bluesky", SKEET, "post"),
        ("https://bsky.app/profile/jo.example/post/3labcdefghij2x", "bluesky", None, "post"),
        ("https://bsky.app/profile/jo.example/post/my-own-key", "bluesky", None, "post"),
        ("https://bsky.app/profile/jo.example/feed/3labcdefghij2", "bluesky", None, "post"),
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


@pytest.mark.parametrize(
    ("native_id", "ways"),
    [
        ("123", ["https://x.com/jo/status/123", "https://twitter.com/jo/status/123?ref_src=a"]),
        (
            SKEET,
            [
                f"https://bsky.app/profile/did:plc:ab1/post/{SKEET}",
                f"https://bsky.app/profile/did%3Aplc%3Aab1/post/{SKEET}/",
                f"https://bsky.app/profile/jo.example/post/{SKEET}?ref_src=embed",
                f"https://bsky.app/profile/new-name.example/post/{SKEET}/quotes",
            ],
        ),
    ],
)
def test_the_same_post_has_one_id_by_every_address_of_it(native_id: str, ways: list[str]) -> None:
    assert {native_id_of(way) for way in ways} == {native_id}


@pytest.mark.parametrize(
    ("guid", "platform", "native_id"),
    [
        (f"at://did:plc:ab1/app.bsky.feed.post/{SKEET}", Platform.BLUESKY, SKEET),
        (f"at://jo.example/app.bsky.feed.post/{SKEET}", Platform.BLUESKY, SKEET),
        (f"at://did:plc:ab1/app.bsky.feed.repost/{SKEET}", Platform.BLUESKY, None),
        ("at://did:plc:ab1/app.bsky.feed.post/self", Platform.BLUESKY, None),
        ("yt:video:a-cdefghijk", Platform.YOUTUBE, "a-cdefghijk"),
        ("t1_k9", Platform.REDDIT, "t1_k9"),
        ("t9_k9", Platform.REDDIT, None),
        ("t1_k9", Platform.NEWS, None),
    ],
)
def test_a_feeds_own_id_shows_the_platforms(
    guid: str, platform: Platform, native_id: str | None
) -> None:
    assert native_id_in(guid, platform) == native_id


@given(
    st.sampled_from(_PLACES),
    st.lists(st.sampled_from(["utm_source=x", "fbclid=y", "b=%C3%A9", "q= a", "c=&d"]), max_size=4),
    st.sampled_from(["", "#comment-7", "#top"]),
)
def test_cleaning_an_address_keeps_what_it_shows(
    place: str, more: list[str], fragment: str
) -> None:
    url = "&".join([place if "?" in place else f"{place}?a=1", *more]) + fragment
    cleaned = clean_url(url)
    assert cleaned is not None
    assert native_id_of(cleaned) == native_id_of(url) == native_id_of(place)
    assert platform_of(cleaned) is platform_of(place)
