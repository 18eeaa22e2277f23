"""TikTok downloads (JSON): the account's own comments and posts; all else is passed over.

Source of the format: real downloads of 2024 and 2025; the names of earlier ones (`Video`, `Videos`,
`Date`, `Comment`) from public code. Times have no zone. TikTok's own text version of the same
download writes "UTC" behind them, so UTC is assumed and marked so.
"""

import re
from functools import partial

from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.exports.jsonstream import Keys, head_text
from collectors.exports.record import (
    Record,
    Said,
    first_record,
    line_in,
    own_posts,
    read_records,
    text_in,
)
from collectors.links import clean_url
from collectors.plaintext import tidy
from collectors.post import Kind, Platform, Unread

_COMMENTS: tuple[Keys, ...] = (("Comment", "Comments", "CommentsList"), ("Comment", "CommentsList"))
_POSTS: tuple[Keys, ...] = (("Post", "Posts", "VideoList"), ("Video", "Videos", "VideoList"))
_NAMES: tuple[Keys, ...] = tuple(
    ("Profile", section, "ProfileMap", name)
    for section in ("Profile Info", "Profile Information")
    for name in ("userName", "Username")
)
_SECTIONS = (
    *("Ads and data", "App Settings", "Activity", "Your Activity", "Comment", "Direct Message"),
    *("Direct Messages", "Post", "Profile", "Tiktok Live", "TikTok Shop", "Tiktok Shopping"),
    *("Income Plus Wallet Transactions", "Location Review", "Video", "AdInterestCategories"),
    *("FavoriteEffectsList", "Favorite Effects", "CommentsList", "Video Browsing History"),
    *("OffTikTokActivityDataList", "Instant Form Ads Responses"),
)
_SHARED_VIDEO = re.compile(r"https?://[\w.]*tiktokv?\.com/(?:share/|@[\w.]+/)(?:video|photo)/(\d+)")
# What the sections that are passed over hold, in plain words.
_LEFT = {
    "Ads and data": "advertising",
    "Ads": "advertising",
    "App Settings": "settings, and people who are blocked",
    "Activity": "searches, log-ins, likes, and what was watched",
    "Your Activity": "searches, log-ins, likes, and what was watched",
    "Likes and Favorites": "likes",
    "Direct Message": "direct messages",
    "Direct Messages": "direct messages",
    "Income Plus Wallet Transactions": "payments",
    "Income+ Wallet Transactions": "payments",
    "Location Review": "location",
    "Profile": "profile: address, telephone, date of birth",
    "TikTok Shop": "shopping and payments",
    "Tiktok Shopping": "shopping and payments",
    "TikTok Shopping": "shopping and payments",
    "Tiktok Live": "live broadcasts",
    "TikTok Live": "live broadcasts",
}


def _recognise(name: str, head: bytes) -> bool:
    text = head_text(head)
    if not text.lstrip().startswith("{"):
        return False
    met = sum(f'"{section}"' in text for section in _SECTIONS)
    return met >= (1 if re.search(r"(?:^|/|_)user_data[\w-]*\.json$", name) else 3)


def _read(member: Member, context: Context) -> Entries:
    owner = context.owner or _owner(member)
    author = (owner.handle or owner.name) if owner else ""
    skipped: list[str] = []
    comments = read_records(member, *_COMMENTS, skipped=skipped)
    said_of = partial(_comment, author=author)
    yield from own_posts(comments, Platform.TIKTOK, "comment", context.now, said_of)
    posts = read_records(member, *_POSTS)
    yield from own_posts(posts, Platform.TIKTOK, "post", context.now, partial(_post, author=author))
    yield from (Unread(_LEFT.get(key, "other sections")) for key in skipped if key not in _READ)


_READ = frozenset(path[0] for path in _POSTS)


def _comment(record: Record, author: str) -> Said:
    """Where a download names the video that it stands under, that need not be what it answers."""
    text = tidy(_either(record, "comment"))
    if not text:
        raise ValueError("it has no text")
    return Said(
        text=text,
        published_at=_either(record, "date"),
        author=author,
        kind=Kind.COMMENT,
    )


def _post(record: Record, author: str) -> Said:
    """A video of the account's own: its link leads to a copy that is soon gone, and is left out."""
    text = tidy(_either(record, "title") or _either(record, "addYoursText"))
    link = line_in(record, "link") or line_in(record, "Link")
    match = _SHARED_VIDEO.match(link)
    url = (clean_url(link) or "") if match else ""
    if not text and not url:
        raise ValueError("it has no words, and no address that stays: only a picture")
    native_id = match[1] if match else ""
    return Said(text, _either(record, "date"), url=url, native_id=native_id, author=author)


def _either(record: Record, key: str) -> str:
    """Names of values began with a capital until 2025."""
    said = text_in(record, key) or text_in(record, key[:1].upper() + key[1:])
    return "" if said == "N/A" else said


def _owner(member: Member) -> Owner | None:
    name = first_record(member, *_NAMES)
    return Owner(handle=name.removeprefix("@")) if isinstance(name, str) and name else None


DOWNLOAD = Form(
    name="TikTok download",
    platform=Platform.TIKTOK,
    holds=Holds.OWNERS,
    recognise=_recognise,
    read=_read,
    owner=_owner,
    notes=(
        "Times in a TikTok download have no zone; UTC is assumed.",
        "What others said, and what was never answered, is not in it.",
        "Of a comment it names at most the video that it stands under, and not what it answered: so"
        " none of them closes anything by itself.",
    ),
)
FORMS = (DOWNLOAD,)
