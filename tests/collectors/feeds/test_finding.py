"""Claims about which feeds an address or a page shows; nothing is fetched."""

import time

import pytest

from collectors.feeds.finding import address_of, common_feeds, feeds_in_page
from collectors.feeds.sites import asked_instead, known_feeds, without_feed

PAGE = "https://shop.example/blog/"
CHANNEL = "UC" + "a1_-" * 5 + "xx"


def found(body: str, url: str = PAGE) -> list[str]:
    return [each.url for each in feeds_in_page(body.encode(), url)]


def known(url: str) -> list[str]:
    return [each.url for each in known_feeds(url)]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org/news", "https://example.org/news"),
        ("  https://example.org/news \n", "https://example.org/news"),
        ("<http://example.org>", "http://example.org"),
        ("feed:https://example.org/f", "https://example.org/f"),
        ("//example.org", "https://example.org"),
        ("example.org/our news", "https://example.org/our%20news"),
        ("example.org:8080", "https://example.org:8080"),
        ("bücher.example", "https://bücher.example"),
        ("Example Training", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("me@example.org", None),
        ("", None),
    ],
)
def test_an_address_is_understood_as_people_type_it(typed: str, address: str | None) -> None:
    assert address_of(typed) == address


def test_a_page_names_its_feeds_those_of_comments_last() -> None:
    page = """<html><head>
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">
      <link rel='ALTERNATE nofollow' type='application/atom+xml; charset=utf-8' href=../atom.xml>
      <link rel="alternate" type="application/rss+xml" title="News &amp; more" href="/feed/#top">
      <link rel="alternate" type="application/feed+json" href="https://other.example/feed.json">
      <link rel="alternate" type="application/json" href="/wp-json/posts/1">
      <link rel="alternate" type="application/json+oembed" href="/oembed">
      <link rel="stylesheet" type="application/rss+xml" href="/style">
      <link rel="alternate" hreflang="cy" href="/cy/">"""
    assert found(page) == [
        "https://shop.example/atom.xml",
        "https://shop.example/feed/",
        "https://other.example/feed.json",
        "https://shop.example/comments/feed/",
    ]
    assert feeds_in_page(page.encode(), PAGE)[1].title == "News & more"


def test_a_base_address_is_minded_and_a_hostile_one_is_not() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="feed">'
    assert found(f'<base href="/en/">{link}') == ["https://shop.example/en/feed"]
    assert found(f'<base href="javascript:alert(1)//">{link}') == ["https://shop.example/blog/feed"]


@pytest.mark.parametrize(
    "href", ["javascript:x", "data:text/xml,a", "file:///f", "http://[bad", ""]
)
def test_what_is_no_web_address_is_no_feed(href: str) -> None:
    assert found(f'<link rel="alternate" type="application/rss+xml" href="{href}">') == []


def test_a_plain_link_to_a_feed_of_the_same_site_counts_after_those_that_are_named() -> None:
    page = """<a href="/rss.xml">RSS</a><a href="https://reader.example/add/feed/1">Add</a>
      <a href="/feedback">Write to us</a><a href="/sitemap.xml">Map</a>
      <link rel="alternate" type="application/rss+xml" href="/named">"""
    assert found(page) == ["https://shop.example/named", "https://shop.example/rss.xml"]


def test_a_page_may_name_as_many_feeds_as_it_likes_and_twenty_are_read() -> None:
    many = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(50_000)
    )
    assert len(found(many)) == 20


@pytest.mark.parametrize(
    "page",
    [
        "<a " * 400_000,
        "<div>" * 200_000,
        "<!--" * 300_000,
        "<a href='" + "/feed" * 200_000,
        "&" * 1_000_000,
        "<link rel=alternate type=application/rss+xml href='" + "../" * 300_000 + "'>",
        "\0" * 1_000_000,
    ],
)
def test_a_hostile_page_is_read_in_a_moment(page: str) -> None:
    started = time.monotonic()
    found(page)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}/videos", f"channel_id={CHANNEL}"),
        ("https://www.youtube.com/user/ExampleTraining", "user=ExampleTraining"),
        ("https://youtube.com/playlist?list=PLexample", "playlist_id=PLexample"),
    ],
)
def test_a_youtube_page_has_its_feed_of_videos(page: str, feed: str) -> None:
    assert known(page) == [f"https://www.youtube.com/feeds/videos.xml?{feed}"]


@pytest.mark.parametrize(
    "place",
    [
        f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'<meta itemprop="identifier" content="{CHANNEL}">',
        f'<script>x={{"channelId":"{CHANNEL}"}}</script>',
    ],
)
def test_a_youtube_handle_names_its_channel_in_its_page(place: str) -> None:
    other = '<script>{"x":"/channel/UCbbbbbbbbbbbbbbbbbbbbbb"}</script>'
    feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"
    assert found(other + place, "https://www.youtube.com/@ExampleTraining") == [feed]
    assert found(other + place, "https://shop.example/") == []


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("https://www.reddit.com/r/hull/", "https://www.reddit.com/r/hull/.rss"),
        ("https://old.reddit.com/u/somebody", "https://www.reddit.com/user/somebody/.rss"),
        (
            "https://www.reddit.com/search/?q=%22Example+Training%22",
            "https://www.reddit.com/search.rss?q=%22Example+Training%22&sort=new",
        ),
        ("https://social.example/@kay", "https://social.example/@kay.rss"),
        ("https://bsky.app/profile/kay.example", "https://bsky.app/profile/kay.example/rss"),
        ("https://medium.com/@kay", "https://medium.com/feed/@kay"),
        ("https://kay.medium.com/a-story-1", "https://kay.medium.com/feed"),
        ("https://kay.substack.com/about", "https://kay.substack.com/feed"),
        ("https://kay.wordpress.com/2026/11/", "https://kay.wordpress.com/feed/"),
        ("https://kay.tumblr.com/", "https://kay.tumblr.com/rss"),
        ("https://www.tumblr.com/kay", "https://kay.tumblr.com/rss"),
        ("https://kay.blogspot.co.uk/", "https://kay.blogspot.co.uk/feeds/posts/default"),
        ("https://github.com/example/tool", "https://github.com/example/tool/releases.atom"),
        ("https://github.com/example/tool/tags", "https://github.com/example/tool/tags.atom"),
    ],
)
def test_the_feed_of_a_profile_or_blog_follows_from_its_address(page: str, feed: str) -> None:
    assert known(page)[0] == feed


@pytest.mark.parametrize(
    "feed",
    [
        "https://www.reddit.com/r/hull/.rss",
        "https://bsky.app/profile/kay.example/rss",
        "https://medium.com/feed/@kay",
        "https://kay.substack.com/feed",
        "https://kay.tumblr.com/rss",
        "https://kay.blogspot.com/feeds/posts/default",
        "https://github.com/example/tool/releases.atom",
    ],
)
def test_of_what_is_a_feed_already_no_other_is_made(feed: str) -> None:
    assert known(feed) == []


def test_a_site_that_only_looks_like_a_platform_is_not_taken_for_it() -> None:
    assert known("https://youtube.com.evil.example/user/x") == []
    assert without_feed("https://x.com.evil.example/kay") is None


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("https://x.com/example", "X"),
        ("https://mobile.twitter.com/example", "X"),
        ("https://www.facebook.com/example", "Facebook"),
        ("https://www.instagram.com/example/", "Instagram"),
        ("https://uk.linkedin.com/company/example", "LinkedIn"),
        ("https://www.tiktok.com/@example", "TikTok"),
    ],
)
def test_where_no_feed_can_be_had_it_is_said_with_what_to_do_instead(page: str, name: str) -> None:
    said = without_feed(page) or ""
    assert said.startswith(f"{name} gives no feed")
    assert "notification e-mails" in said
    assert "download" in said


def test_google_says_where_its_alerts_become_feeds() -> None:
    assert "RSS feed" in (without_feed("https://www.google.co.uk/alerts") or "")
    assert without_feed("https://www.google.com/alerts/feeds/1/2") is None
    assert "reviews" in (without_feed("https://www.google.com/maps/place/Example") or "")


def test_apple_is_asked_for_a_podcasts_own_feed() -> None:
    page = "https://podcasts.apple.com/gb/podcast/example/id1234567"
    asked = asked_instead(page)
    assert asked == "https://itunes.apple.com/lookup?id=1234567&entity=podcast"
    answer = '{"results": [{"feedUrl": "https://pod.example/feed"}, {"feedUrl": 7}, {}]}'
    assert found(answer, asked) == ["https://pod.example/feed"]
    for broken in ('{"results": 7}', '{"results": [7]}', "{", '{"a":' * 5_000):
        assert found(broken, asked) == []


def test_usual_places_lie_on_the_same_host() -> None:
    guesses = common_feeds("https://shop.example:8443/blog/?a=1")
    assert guesses[0].url == "https://shop.example:8443/feed"
    assert all(each.url.startswith("https://shop.example:8443/") for each in guesses)
