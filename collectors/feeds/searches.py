"""Search feeds: addresses that watch the web for a phrase, built from the company's terms.

Sources of the formats: news.google.com/rss/search, bing.com/news/search?format=rss,
reddit.com/search.rss, hnrss.org (q), and Mastodon's /tags/TAG.rss. A Google Alerts feed is made by
a person in their own account; here it can only be recognised.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from collectors.links import is_google_host

# Google reads no more than 32 words of a query; a longer list becomes several feeds.
_MOST_WORDS = 28


@dataclass(frozen=True, slots=True)
class SearchFeed:
    """A feed that can be added as a Source."""

    name: str
    url: str
    every_minutes: int  # how often it is worth asking


def search_feeds(
    phrases: str | Sequence[str],
    hashtag: str | None = None,
    *,
    language: str = "en",
    country: str = "GB",
) -> tuple[SearchFeed, ...]:
    """Feeds that find any of some phrases, and the hashtag's where one is given.

    A phrase is plain words, found as they stand together. `language` is ISO 639-1 and `country`
    ISO 3166-1 alpha-2. No phrase and no hashtag: no feeds.
    """
    listed = [phrases] if isinstance(phrases, str) else phrases
    wanted = list(dict.fromkeys(filter(None, map(_plain_words, listed))))
    found = [feed for group in _groups(wanted) for feed in _of_group(group, language, country)]
    tag = _tag(hashtag or "")
    if tag:
        url = f"https://mastodon.social/tags/{quote(tag)}.rss"
        found.append(SearchFeed(f"Mastodon: #{tag}", url, 30))
    return tuple(found)


def is_google_alerts(url: str) -> bool:
    """Whether an address is that of a Google Alerts feed."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return is_google_host(parts.hostname or "") and parts.path.startswith("/alerts/feeds/")


def _plain_words(phrase: str) -> str:
    return " ".join(phrase.replace('"', " ").split())


def _groups(phrases: Sequence[str]) -> Iterator[list[str]]:
    """The phrases in their order, as many at a time as a query may hold."""
    group: list[str] = []
    words = 0
    for phrase in phrases:
        more = len(phrase.split()) + 1  # and the OR before it
        if group and words + more > _MOST_WORDS:
            yield group
            group, words = [], 0
        group.append(phrase)
        words += more
    if group:
        yield group


def _of_group(phrases: Sequence[str], language: str, country: str) -> Iterator[SearchFeed]:
    query = " OR ".join(f'"{phrase}"' for phrase in phrases)
    named = phrases[0] if len(phrases) == 1 else f"{phrases[0]} and {len(phrases) - 1} more"
    place = f"{language}-{country}"
    google = {"q": query, "hl": place, "gl": country, "ceid": f"{country}:{language}"}
    yield _feed("Google News", named, "https://news.google.com/rss/search", google, 60)
    bing = {"q": query, "format": "rss", "mkt": place}
    yield _feed("Bing News", named, "https://www.bing.com/news/search", bing, 60)
    reddit = {"q": query, "sort": "new"}
    yield _feed("Reddit", named, "https://www.reddit.com/search.rss", reddit, 30)
    yield _feed("Hacker News", named, "https://hnrss.org/newest", {"q": query}, 60)


def _feed(engine: str, named: str, base: str, query: dict[str, str], every: int) -> SearchFeed:
    return SearchFeed(f"{engine}: {named}", f"{base}?{urlencode(query, safe=':')}", every)


def _tag(hashtag: str) -> str:
    """A hashtag without its sign and without what no platform allows in one."""
    folded = unicodedata.normalize("NFKC", hashtag)
    return "".join(c for c in folded if c.isalnum() or c == "_")
