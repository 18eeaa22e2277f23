"""Entries of an XML feed: one small function of fallbacks for each field that feedparser gives.

Plain `dict.get`, since feedparser's own answers for a missing "updated" with "published", and looks
a key up in three places before it says that there is none.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from collectors.dates import read_date
from collectors.feeds.item import Item
from collectors.links import clean_url
from collectors.plaintext import one_line, plain_text, tidy
from collectors.post import NO_DATE, RAW_LIMIT, DateMark, Published

XmlEntry = dict[str, Any]  # feedparser promises no types, and any key may be missing

_RATING = re.compile(r"[1-4](\.\d)?|5(\.0)?")


def item_of(entry: XmlEntry, feed_author: str | None, now: datetime) -> Item:
    """The item in an entry; `feed_author` writes what names nobody. `now` only marks dates."""
    return Item(
        title=" ".join(_plain(dict.get(entry, "title_detail")).split()) or None,
        text=_text(entry),
        link=next(filter(clean_url, _links(entry)), ""),
        guid=one_line(words(entry, "id")),
        author=_author(entry) or one_line(feed_author or ""),
        published=_published(entry, now),
        publisher=_publisher(entry),
        in_reply_to=_in_reply_to(entry),
        rating=_rating(entry),
        discussion=words(entry, "comments"),
    )


def raw_of(entry: XmlEntry) -> str:
    """The beginning of what an entry says, to be shown beside the reason that it was rejected."""
    said = {key: value for key, value in entry.items() if isinstance(value, str)}
    return tidy(json.dumps(said, ensure_ascii=False)[:RAW_LIMIT])


def words(entry: XmlEntry, key: str) -> str:
    """What stands under a key, if it is text; else ""."""
    said = dict.get(entry, key)
    return said if isinstance(said, str) else ""


def _plain(detail: object) -> str:
    """The text of a title, summary or content; plain text is left so unless it is escaped HTML."""
    if not isinstance(detail, dict):
        return ""
    said, kind = words(detail, "value"), words(detail, "type")
    if kind == "text/plain" and not ("</" in said or "/>" in said or "&" in said):
        return tidy(said)
    return plain_text(said) if kind.startswith("text/") or "xml" in kind else ""


def _text(entry: XmlEntry) -> str:
    """The content, else the summary."""
    for detail in [*(dict.get(entry, "content") or []), dict.get(entry, "summary_detail")]:
        if text := _plain(_without_reddit_footer(detail)):
            return text
    return plain_text(words(entry, "summary"))


def _without_reddit_footer(detail: object) -> object:
    """Reddit puts "submitted by ... [link] [comments]" after a mark of its own."""
    if not isinstance(detail, dict) or "<!-- SC_ON -->" not in words(detail, "value"):
        return detail
    return {**detail, "value": words(detail, "value").partition("<!-- SC_ON -->")[0]}


def _links(entry: XmlEntry) -> Iterator[str]:
    """The original link of a feed that counts clicks, the link, an address as guid, the media."""
    yield words(entry, "feedburner_origlink")
    yield words(entry, "link")
    yield words(entry, "id")
    for link in dict.get(entry, "links") or []:
        yield words(link, "href")


def _author(entry: XmlEntry) -> str | None:
    named = [words(author, "name") for author in dict.get(entry, "authors") or []]
    return one_line(", ".join(dict.fromkeys(filter(None, named))) or words(entry, "author"))


def _published(entry: XmlEntry, now: datetime) -> Published:
    for key in ("published", "created", "updated"):
        date = read_date(words(entry, key), now, dict.get(entry, f"{key}_parsed"))
        if date.mark is not DateMark.MISSING:
            return date
    return NO_DATE


def _publisher(entry: XmlEntry) -> str | None:
    source = dict.get(entry, "source")
    named = words(source, "title") if isinstance(source, dict) else ""
    return one_line(named or words(entry, "news_source"))


def _in_reply_to(entry: XmlEntry) -> str | None:
    """RFC 4685's thr:in-reply-to: the id of what is answered, else its address."""
    answered = dict.get(entry, "thr_in-reply-to")
    if not isinstance(answered, dict):
        return None
    return one_line(words(answered, "ref") or words(answered, "href"))


def _rating(entry: XmlEntry) -> float | None:
    """Stars given by the writer. (YouTube's media:starRating is its viewers' average.)"""
    said = words(entry, "im_rating") or words(entry, "rating")
    return float(said) if _RATING.fullmatch(said) else None
