"""Google Business Takeout: the reviews of a business, with the owner's replies.

`reviews.json`, or several pages `reviews-XXXX.json`. The field names are those of Google's Business
Profile API (accounts.locations.reviews), which Takeout writes out.
"""

import re
from collections.abc import Callable
from functools import partial

from collectors.dates import read_date
from collectors.exports.export import Context, Entries, Form, Holds, Member
from collectors.exports.jsonshape import shape_of
from collectors.exports.jsonstream import Broken, raw_of
from collectors.exports.record import Record, line_in, object_in, read_records, text_in
from collectors.exports.rejects import reject
from collectors.exports.wordless import wordless
from collectors.plaintext import tidy
from collectors.post import NO_DATE, DateMark, Kind, Platform, Post, Published, Rejected, Reply

_STARS = {"ONE": 1.0, "TWO": 2.0, "THREE": 3.0, "FOUR": 4.0, "FIVE": 5.0}
_UNTOLD = ("", "STAR_RATING_UNSPECIFIED")
_TRANSLATED = "(Translated by Google)"
_ORIGINAL = "(Original)"


def original_of(comment: str) -> str:
    """What the reviewer wrote, without the translation that Google puts before or behind it.

    Forms: `(Translated by Google) … (Original) …`, and the words with `(Translated by Google) …`
    behind them. Where only the translation is there, it is kept with its mark.
    """
    before, mark, after = comment.partition(_TRANSLATED)
    if not mark:
        return tidy(comment)
    if not before.strip():
        original = after.partition(_ORIGINAL)[2]
        return tidy(original) or tidy(comment)
    # In the midst of a sentence these are the reviewer's own words.
    return tidy(before) if before.endswith("\n") else tidy(comment)


def stars_of(said: str) -> float | None:
    """1 to 5 from `FIVE` or `5`; None where it is not told. Raises ValueError for anything else."""
    name = said.strip().upper()
    if name in _UNTOLD:
        return None
    if name in _STARS:
        return _STARS[name]
    if re.fullmatch(r"[1-5](\.0)?", name):
        return float(name)
    raise ValueError(f"“{said[:40]}” is no number of stars")


def _is_reviews(name: str, head: bytes) -> bool:
    shape = shape_of(head)
    return (
        shape.opens == "{"
        and shape.first == "reviews"
        and ("starRating" in shape.keys or not shape.keys - {"reviews", "nextPageToken"})
    )


def read_reviews(
    key: str,
    entry_of: Callable[[Record, str, Context], Post | Rejected],
    member: Member,
    context: Context,
) -> Entries:
    """What `entry_of` makes of each review in the list at `key`, given its place."""
    for number, record in enumerate(read_records(member, (key,)), start=1):
        where = f"review {number}"
        if isinstance(record, Broken):
            yield Rejected(record.reason, where, record.raw)
        elif not isinstance(record, dict):
            yield Rejected("it is no review", where, raw_of(record))
        else:
            yield entry_of(record, where, context)


def _entry(record: Record, where: str, context: Context) -> Post | Rejected:
    try:
        return _review(record, where, context)
    except ValueError as error:
        return reject(error, where, raw_of(record), **_cells(record))


def _review(record: Record, where: str, context: Context) -> Post:
    rating, text = stars_of(text_in(record, "starRating")), original_of(text_in(record, "comment"))
    if rating is None and not text:
        raise ValueError("it has neither stars nor words")
    return Post(
        platform=Platform.GOOGLE_BUSINESS,
        kind=Kind.REVIEW,
        text=text,
        where=where,
        published=time_of(text_in(record, "createTime"), context),
        native_id=_id(record) or None,
        author=line_in(record, "reviewer", "displayName") or None,
        rating=rating,
        reply=_reply(object_in(record, "reviewReply"), context),
    )


def _reply(record: Record, context: Context) -> Reply | None:
    text = original_of(text_in(record, "comment"))
    if not text:
        return None
    return Reply(time_of(text_in(record, "updateTime"), context), text, changed=True)


def time_of(said: str, context: Context) -> Published:
    """Raises ValueError for a time that cannot be read; a missing one is known to be missing."""
    date = read_date(said, context.now) if said else NO_DATE
    if date.mark is DateMark.UNREADABLE:
        raise ValueError(f"“{date.said[:40]}” is no time that can be read")
    return date


def _id(record: Record) -> str:
    """`accounts/1/locations/2/reviews/ID`, or the id by itself."""
    return line_in(record, "reviewId") or line_in(record, "name").rpartition("/")[2]


def _cells(record: Record) -> dict[str, str]:
    return {
        "text": original_of(text_in(record, "comment")),
        "published_at": text_in(record, "createTime"),
        "platform": Platform.GOOGLE_BUSINESS.value,
        "kind": Kind.REVIEW.value,
        "author": text_in(record, "reviewer", "displayName"),
        "rating": text_in(record, "starRating"),
        "native_id": _id(record),
    }


def _is_other(name: str, head: bytes) -> bool:
    return re.search(r"google (business profile|my business)/", name, re.I) is not None and (
        name.lower().endswith((".json", ".csv", ".txt"))
    )


FORMS: tuple[Form, ...] = (
    Form(
        "Google Business Takeout: reviews",
        Platform.GOOGLE_BUSINESS,
        Holds.OTHERS,
        _is_reviews,
        partial(read_reviews, "reviews", _entry),
        notes=(
            "Reviews that were deleted, or that Google took down, are not in it.",
            "Of a review and of a reply only the latest words are in it. A reply bears the time of"
            " its last change: the first answer may have been earlier.",
            "Which branch a review is about stands in the folder's name only.",
        ),
    ),
    wordless(
        "Google Business Takeout: another file",
        Platform.GOOGLE_BUSINESS,
        _is_other,
        "Import the files whose names begin with “reviews”.",
    ),
)
