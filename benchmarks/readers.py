"""Could fastfeedparser read in feedparser's place? `python benchmarks/readers.py FOLDER ...`.

FOLDER holds feeds as they were served. Each is made safe as in collectors/feeds, read by both, and
what fastfeedparser (0.6.5; not needed otherwise: `pip install fastfeedparser==0.6.5`) gives goes
through the same item.py. Prints how many Posts come out the same, and which fields differ.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastfeedparser

from collectors.dates import read_date
from collectors.errors import UnreadableSource
from collectors.feeds.feed import read_feed
from collectors.feeds.item import Item, post_of
from collectors.feeds.jsonfeed import looks_like_json
from collectors.feeds.xmlhead import made_safe
from collectors.plaintext import one_line, plain_line, plain_text
from collectors.post import Post

FIELDS = "title text url guid author published kind publisher in_reply_to rating native_id".split()
NOW, URL = datetime(2026, 11, 23, tzinfo=UTC), "https://feeds.example/feed"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    files = [f for each in parser.parse_args().folders for f in sorted(each.rglob("*"))]
    bodies = [f.read_bytes() for f in files if f.is_file() and not f.name.startswith("REFERENCE")]
    bodies = [body for body in bodies if not looks_like_json(body)]
    counts, fields = compared(bodies)
    for what, number in [*counts.items(), *fields.most_common()]:
        print(f"{number:>6}  {what}")
    for name, read in (("collectors/feeds", ours), ("fastfeedparser", theirs)):
        print(f"{timed(read, bodies):6.2f}  seconds of work, {name}")


def compared(bodies: list[bytes]) -> tuple[Counter[str], Counter[str]]:
    """Feeds and Posts by how they compare, and Posts of equally long feeds by field."""
    counts: Counter[str] = Counter({"XML feeds": len(bodies)})
    fields: Counter[str] = Counter()
    for body in bodies:
        us, them = ours(body), theirs(body)
        counts[_outcome(us, them)] += 1
        if us and them and len(us) == len(them):
            counts["Posts in feeds of equal length"] += len(us)
            pairs = list(zip(us, them, strict=True))
            counts["of them the same in every field"] += sum(map(_same, pairs))
            fields.update(f"differ in {name}" for pair in pairs for name in _differing(pair))
            counts["feeds with every Post the same"] += all(map(_same, pairs))
    return counts, fields


def ours(body: bytes) -> list[Post]:
    try:
        feed = read_feed(body, url=URL, content_type=None, now=NOW)
    except UnreadableSource:
        return []
    return [entry for entry in feed.entries if isinstance(entry, Post)]


def theirs(body: bytes) -> list[Post]:
    """What fastfeedparser makes of it; nothing where it gives up. Its reasons are many."""
    try:
        entries = fastfeedparser.parse(made_safe(body, None).data).entries
    except Exception:
        return []
    posts = (post_of(item_of(entry), f"item {n}", URL) for n, entry in enumerate(entries, start=1))
    return [post for post in posts if post]


def item_of(entry: dict[str, Any]) -> Item:
    texts = [each.get("value") or "" for each in entry.get("content") or []]
    said = (plain_text(text) for text in [*texts, entry.get("description") or ""])
    dates = (entry.get("published") or entry.get("updated") or "", NOW)
    return Item(
        title=plain_line(entry.get("title") or ""),
        text=next(filter(None, said), ""),
        link=entry.get("link") or entry.get("id") or "",
        guid=one_line(entry.get("id") or ""),
        author=one_line(entry.get("author") or ""),
        published=read_date(*dates),
        discussion=entry.get("comments") or "",
    )


def _outcome(us: list[Post], them: list[Post]) -> str:
    if len(us) == len(them):
        return "feeds with as many Posts from both"
    if not them:
        return "feeds that fastfeedparser refuses, or finds empty, and we read"
    return "feeds in which it finds " + ("more" if len(them) > len(us) else "fewer")


def _differing(pair: tuple[Post, Post]) -> Iterator[str]:
    us, them = pair
    for name in FIELDS:
        # Its dates come rewritten: only the moment and how far to trust it can be compared.
        of = _moment if name == "published" else lambda post, name=name: getattr(post, name)
        if of(us) != of(them):
            yield name


def _moment(post: Post) -> tuple[datetime | None, str]:
    at = post.published.at
    return at and at.replace(microsecond=0), post.published.mark


def _same(pair: tuple[Post, Post]) -> bool:
    return not any(True for _ in _differing(pair))


def timed(read: Callable[[bytes], list[Post]], bodies: list[bytes]) -> float:
    started = time.process_time()
    for body in bodies:
        read(body)
    return time.process_time() - started


if __name__ == "__main__":
    main()
