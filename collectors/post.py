"""Posts: what a collector yields, as the platform said it. No judgement, no company."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

RAW_LIMIT = 500  # characters of a rejected item or row that are kept


class Platform(StrEnum):
    """Where something was said."""

    NEWS = "news"
    BLOG = "blog"
    X = "x"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    META_BUSINESS = "meta_business"
    LINKEDIN = "linkedin"
    YOUTUBE = "youtube"
    GOOGLE_BUSINESS = "google_business"
    TIKTOK = "tiktok"
    REDDIT = "reddit"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    TRUSTPILOT = "trustpilot"
    HACKERNEWS = "hackernews"
    HOOTSUITE = "hootsuite"
    EMAIL = "email"
    NOTE = "note"
    TABLE = "table"
    OTHER = "other"


class Kind(StrEnum):
    """What sort of thing was said."""

    ARTICLE = "article"
    POST = "post"
    COMMENT = "comment"
    REVIEW = "review"


class DateMark(StrEnum):
    """How far a publication time can be trusted."""

    EXACT = "exact"
    DAY = "day"  # only the date is known; `at` is midnight UTC of that date
    ZONE_ASSUMED = "zone_assumed"  # a time without a zone, read in one that seemed likely
    FUTURE = "future"  # later than the moment it was read
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Published:
    """When a source says that something was published, and how far to trust it."""

    at: datetime | None  # aware, UTC; None when missing or unreadable
    mark: DateMark
    said: str = ""  # the source's own words

    def __post_init__(self) -> None:
        unknown = self.mark in (DateMark.MISSING, DateMark.UNREADABLE)
        if unknown != (self.at is None):
            raise ValueError(f"a date marked {self.mark} cannot have at={self.at!r}")


NO_DATE = Published(None, DateMark.MISSING)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer that stands beside a Post in the same download, by whoever owns the account."""

    published: Published
    text: str
    url: str | None = None
    changed: bool = False  # the time may be that of its last change: it was made by then


@dataclass(frozen=True, slots=True)
class Post:
    """One thing that somebody published. Texts are plain: no markup, no control characters."""

    platform: Platform
    kind: Kind
    text: str
    where: str  # "item 3" or "line 17", for messages
    published: Published = NO_DATE
    title: str | None = None
    url: str | None = None  # http(s), wrappers taken off, cleaned
    native_id: str | None = None  # the platform's own id
    guid: str | None = None  # the feed's id for it; unique within `host` only
    host: str | None = None  # host of the feed it came by
    author: str | None = None
    publisher: str | None = None  # the outlet, where a search feed names it
    in_reply_to: str | None = None
    rating: float | None = None  # 1 to 5
    account: str | None = None  # the account named by a table's row; never known from a feed
    text_included: bool = True  # False: a notice of it, with a link and at most its first words
    to_account: bool = False  # a notice of it came to the owner of the account it was said on
    names_us: bool = False  # a notice that it mentions us came: it is about us, wherever it stands
    own: bool = False  # the download says that the account's owner wrote it: our own answer
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item or row that could not be read, and why."""

    reason: str
    where: str
    raw: str = ""  # the first RAW_LIMIT characters of what was there
    # What could be told apart, by the names of the project's own table: the row to be corrected.
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was left unread on purpose: "direct messages", "contacts"."""

    what: str
    count: int = 1
