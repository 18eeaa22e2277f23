"""Mentions: Posts that are kept, and what makes two Posts the same Mention."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from collectors.links import clean_url
from collectors.platforms import native_id_of, platform_of
from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.words.matching import Hit


@dataclass(frozen=True, slots=True)
class Mention:
    """A Post about the company or on one of its accounts, in its present version."""

    id: str
    version: int
    source: str
    account: str | None  # the id of the company's own account that it was said on
    post: Post
    seen_at: datetime  # aware, UTC: first sight
    version_seen_at: datetime  # aware, UTC: first sight of this version
    published_on: date  # local date of publication, or of first sight where that is not known
    hits: tuple[Hit, ...]
    fingerprint: str
    story: str | None = None

    @property
    def said(self) -> str:
        return said(self.post)


def said(post: Post) -> str:
    """What is matched and judged."""
    return joined(post.title, post.text)


def joined(title: str | None, text: str) -> str:
    """The title, where the text does not repeat it, and the text."""
    if not title or title in text:
        return text
    return f"{title}\n\n{text}".strip()


def identities(post: Post) -> tuple[str, ...]:
    """The ids that this Post can be known by, the strongest first; never empty.

    What it is decides, never the file or feed that it came by: the platform's own id; else the
    cleaned address; else the feed's id within its host; else who said what, where and when.
    """
    keys: list[tuple[str, ...]] = []
    if post.native_id:
        keys.append(("native", post.platform.value, post.native_id))
    if post.url:
        keys.append(("url", post.url))
    if post.guid and post.host:
        keys.append(("guid", post.host, post.guid))
    last = _review(post) if is_signed_review(post) else _digest(_words_key(post))
    return (*(_digest(key) for key in keys), last)


def own_ids(post: Post) -> tuple[str, ...]:
    """Those of its ids that are nobody else's, whatever its date: several may stand at an address,
    and words without an id may be said again."""
    shared = (_digest(("url", post.url or "")), _digest(_words_key(post)))
    return tuple(each for each in identities(post) if each not in shared)


def is_signed_review(post: Post) -> bool:
    return post.kind is Kind.REVIEW and bool(post.author)


def _review(post: Post) -> str:
    account, author = post.account or "", post.author or ""
    return review_id(post.platform.value, account, author, said(post), post.rating)


def known_as(platform: Platform, said: str) -> tuple[str, ...]:
    """The ids of what an address, or a platform's own id, stands for, the strongest first."""
    url = clean_url(said)
    if url is None:
        return (_digest(("native", platform.value, said)),)
    native = native_id_of(url)
    by_id = (("native", platform_of(url).value, native),) if native else ()
    return tuple(_digest(key) for key in (*by_id, ("url", url)))


def review_id(platform: str, account: str, author: str, words: str, rating: float | None) -> str:
    """What a review goes by that has no id of its own: one person reviews one place once, and a
    notice of it is dated differently than a download."""
    return _digest(("review", platform, account, author, words or str(rating or "")))


def fingerprint(post: Post) -> str:
    """Differs when what was said differs: an edit."""
    return _digest((post.title or "", post.text, str(post.rating or "")))[2:18]


def believed_time(published: Published) -> datetime | None:
    """When it was published, as far as that can be believed; None means: go by first sight."""
    return None if published.mark is DateMark.FUTURE else published.at


def _words_key(post: Post) -> tuple[str, ...]:
    time = post.published.at.isoformat() if post.published.at else post.published.said
    return ("said", post.platform.value, post.account or "", post.author or "", time, said(post))


def _digest(key: tuple[str, ...]) -> str:
    return "m-" + hashlib.sha256("\n".join(key).encode()).hexdigest()[:24]
