"""Google Maps Takeout: the reviews that a person wrote, wherever they went (`Reviews.json`).

GeoJSON, as a real download of 2024 has it. It is a person's own; what was written about a business
comes by Google Business.
"""

from functools import partial

from collectors.exports.export import Context, Form, Holds
from collectors.exports.google_business import read_reviews, stars_of, time_of
from collectors.exports.jsonshape import shape_of
from collectors.exports.jsonstream import raw_of
from collectors.exports.record import Record, line_in, object_in, text_in
from collectors.exports.rejects import reject
from collectors.plaintext import tidy
from collectors.post import Kind, Platform, Post, Rejected

# Until 2022 the keys were written as words ("Star Rating"): known from other people's programs.
_STARS = ("five_star_rating_published", "Star Rating")
_WORDS = ("review_text_published", "Review Comment")
_TIME = ("date", "Published")


def _recognise(name: str, head: bytes) -> bool:
    shape = shape_of(head)
    return shape.is_object_of("features") and bool(shape.keys & {*_STARS, *_WORDS})


def _entry(record: Record, where: str, context: Context) -> Post | Rejected:
    said = object_in(record, "properties")
    try:
        return _review(said, where, context)
    except ValueError as error:
        told = {"text": _first(said, _WORDS), "published_at": _first(said, _TIME)}
        cells = {**told, "rating": _first(said, _STARS), "title": _place(said)}
        return reject(
            error, where, raw_of(record), platform="google_business", kind="review", **cells
        )


def _review(said: Record, where: str, context: Context) -> Post:
    rating, text = stars_of(_first(said, _STARS)), tidy(_first(said, _WORDS))
    if rating is None and not text:
        raise ValueError("it has neither stars nor words")
    return Post(
        platform=Platform.GOOGLE_BUSINESS,
        kind=Kind.REVIEW,
        text=text,
        where=where,
        published=time_of(_first(said, _TIME), context),
        title=_place(said) or None,
        author=(context.owner.name or None) if context.owner else None,
        rating=rating,
        own=True,
    )


def _first(said: Record, keys: tuple[str, ...]) -> str:
    return next(filter(None, (text_in(said, key) for key in keys)), "")


def _place(said: Record) -> str:
    return line_in(said, "location", "name") or line_in(said, "Location", "Business Name")


FORMS: tuple[Form, ...] = (
    Form(
        "Google Maps Takeout: reviews that a person wrote",
        Platform.GOOGLE_BUSINESS,
        Holds.PERSONS,
        _recognise,
        partial(read_reviews, "features", _entry),
        notes=("It holds one person's reviews of many places; answers to them are not in it.",),
    ),
)
