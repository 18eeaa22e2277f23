"""JSON Feed, versions 1 and 1.1: the document and its items, validated one by one.

Source of the format: https://www.jsonfeed.org/version/1.1/. An item that breaks the format costs
that item; a document that is cut gives the items before the cut.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from collectors.dates import read_date
from collectors.errors import Problem, UnreadableSource
from collectors.feeds.item import Item
from collectors.plaintext import one_line, plain_text, tidy
from collectors.post import RAW_LIMIT, Rejected


class JsonAuthor(BaseModel):
    name: str | None = None


class JsonItem(BaseModel):
    """One item. Only `id` is required by the format, and feeds leave even that out."""

    model_config = ConfigDict(coerce_numbers_to_str=True)  # version 1 allowed numbers as ids

    id: str | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: JsonAuthor | None = None  # version 1
    authors: list[JsonAuthor] | None = Field(default=None)


@dataclass(frozen=True, slots=True)
class JsonDocument:
    """A JSON Feed as far as it could be read; `is_cut` if its end was missing."""

    title: str | None
    authors: tuple[str, ...]
    items: tuple[JsonItem | Rejected, ...]
    is_cut: bool


def looks_like_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read_json(text: str) -> JsonDocument:
    """The document in a JSON text. Raises UnreadableSource for JSON that is no JSON Feed."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        return _from_cut(text, error)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, 1,000 brackets
        raise UnreadableSource(
            Problem.NOT_A_FEED, "this is JSON that cannot be read: a number or nesting has no end"
        ) from error
    if not _is_json_feed(document):
        raise UnreadableSource(Problem.NOT_A_FEED, _what_it_is(document))
    return _document(document, document["items"], is_cut=False)


def item_of(item: JsonItem, document: JsonDocument, now: datetime) -> Item:
    """The item in plain values; the document's authors wrote what names nobody."""
    names = _names_of(item.authors, item.author) or document.authors
    return Item(
        title=one_line(item.title or ""),
        text=plain_text(item.content_html or "") or tidy(item.content_text or item.summary or ""),
        link=item.url or item.external_url or "",
        guid=one_line(item.id or ""),
        author=one_line(", ".join(names)),
        published=read_date(item.date_published or item.date_modified, now),
    )


def raw_of(item: JsonItem) -> str:
    """The beginning of what an item says, to be shown beside the reason that it was rejected."""
    return tidy(item.model_dump_json(exclude_none=True)[:RAW_LIMIT])


def _names_of(authors: list[JsonAuthor] | None, author: JsonAuthor | None) -> tuple[str, ...]:
    """The names among the authors of an item or a feed, of either version."""
    listed = authors or ([author] if author else [])
    return tuple(one.name for one in listed if one.name and one.name.strip())


def _is_json_feed(document: object) -> bool:
    return (
        isinstance(document, dict)
        and "jsonfeed.org/version/" in str(document.get("version"))
        and isinstance(document.get("items"), list)
    )


def _what_it_is(document: object) -> str:
    if not isinstance(document, dict):
        return f"this is JSON (a {type(document).__name__}), not a feed"
    if "jsonfeed.org/version/" in str(document.get("version")):
        return "this calls itself a JSON Feed, but it has no list of items"
    names = ", ".join(tidy(str(name))[:40] for name in list(document)[:5])
    return f"this is JSON, but no JSON Feed: it has no jsonfeed.org version (it holds: {names})"


def _document(head: dict[str, object], items: list[object], *, is_cut: bool) -> JsonDocument:
    try:
        top = JsonItem.model_validate({k: head.get(k) for k in ("title", "author", "authors")})
    except ValidationError:
        top = JsonItem()  # a feed's own title and author are no reason to lose its items
    read = tuple(_item(item, number) for number, item in enumerate(items, start=1))
    return JsonDocument(top.title, _names_of(top.authors, top.author), read, is_cut)


def _item(item: object, number: int) -> JsonItem | Rejected:
    try:
        return JsonItem.model_validate(item)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"])) or "the item"
        raw = tidy(json.dumps(item, ensure_ascii=False)[:RAW_LIMIT])
        return Rejected(f"{field}: {first['msg']}", f"item {number}", raw)


def _from_cut(text: str, error: json.JSONDecodeError) -> JsonDocument:
    """What stands before the cut. JSON that is broken anywhere else is refused."""
    start = re.search(r'"items"\s*:\s*\[', text)
    head = text[: start.start()] if start else text[:2_000]
    if "jsonfeed.org" not in head and '"feed_url"' not in head:
        place = f"line {error.lineno}, column {error.colno}"
        raise UnreadableSource(
            Problem.NOT_A_FEED, f"this looks like JSON, but it is broken at {place}, and no feed"
        )
    items = _whole_items(text, start.end()) if start else []
    if not items:
        raise UnreadableSource(
            Problem.TRUNCATED, "this JSON Feed is cut before its first item ends"
        )
    return _document(_head_of(head), items, is_cut=True)


def _head_of(head: str) -> dict[str, object]:
    try:
        document = json.loads(head.rstrip().rstrip(",") + "}")
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _whole_items(text: str, at: int) -> list[object]:
    decoder = json.JSONDecoder()
    items: list[object] = []
    while at < len(text):
        at += len(text[at : at + 1_000]) - len(text[at : at + 1_000].lstrip(" \t\r\n,"))
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
    return items
