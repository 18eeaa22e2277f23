"""Search feeds: what each engine is asked, and how a person's own alert is known."""

from urllib.parse import parse_qs, urlsplit

import pytest

from collectors.feeds.searches import is_google_alerts, search_feeds
from collectors.links import clean_url

PHRASES = ["Harbour College", 'Hill "Street" Training']


def _asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_every_engine_is_asked_for_any_of_the_phrases_as_they_stand() -> None:
    feeds = search_feeds(PHRASES)

    assert [urlsplit(feed.url).hostname for feed in feeds] == [
        "news.google.com",
        "www.bing.com",
        "www.reddit.com",
        "hnrss.org",
    ]
    for feed in feeds:
        assert _asked(feed.url)["q"] == '"Harbour College" OR "Hill Street Training"'
        assert feed.every_minutes >= 15


def test_google_is_asked_for_britain_in_english_and_reddit_for_the_newest() -> None:
    google, bing, reddit, _ = search_feeds("Harbour College")

    assert google.url.endswith("&hl=en-GB&gl=GB&ceid=GB:en")
    assert _asked(bing.url)["format"] == "rss"
    assert _asked(reddit.url)["sort"] == "new"
    assert google.name == "Google News: Harbour College"


def test_a_hashtag_is_followed_on_mastodon() -> None:
    *_, mastodon = search_feeds(PHRASES, "#HarbourCollege!")
    assert mastodon.url == "https://mastodon.social/tags/HarbourCollege.rss"


def test_nothing_to_look_for_gives_no_feeds() -> None:
    assert search_feeds(["", ' " '], "#") == ()


def test_more_phrases_than_a_query_may_hold_become_several_queries() -> None:
    phrases = [f"harbour college number {n}" for n in range(20)]
    queries = [_asked(f.url)["q"] for f in search_feeds(phrases) if "google" in f.url]

    assert len(queries) == 4
    assert all(len(query.split()) <= 32 for query in queries)
    assert all(any(f'"{phrase}"' in query for query in queries) for phrase in phrases)


def test_an_ampersand_in_a_name_reaches_the_engine_as_one() -> None:
    assert _asked(search_feeds("Harbour & Hill")[0].url)["q"] == '"Harbour & Hill"'


def test_the_addresses_are_clean_ones() -> None:
    for feed in search_feeds(PHRASES, "Tag"):
        assert clean_url(feed.url) is not None


@pytest.mark.parametrize(
    ("url", "is_alert"),
    [
        ("https://www.google.co.uk/alerts/feeds/012/345", True),
        ("https://www.google.com/alerts/feeds/012/345", True),
        ("https://www.google.com/alerts", False),
        ("https://google.evil.example/alerts/feeds/012/345", False),
        ("https://[broken/alerts/feeds/", False),
    ],
)
def test_a_google_alerts_feed_is_known_by_its_address(url: str, is_alert: bool) -> None:
    assert is_google_alerts(url) is is_alert
