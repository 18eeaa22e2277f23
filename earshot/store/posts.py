"""Posts out of the store: the columns of what was said, which several tables have alike."""

from collectors.post import DateMark, Kind, Platform, Post, Published
from earshot.store.rows import Row, aware_or_none


def post_of(said: Row, where: str) -> Post:
    """The Post of these columns: platform, kind, url, author, title, text, publisher,
    published_at, published_mark, published_said. `where` says where it is from, for messages.
    """
    platform, kind, url, author, title, text, publisher, at, mark, published_said = said
    return Post(
        platform=Platform(platform),
        kind=Kind(kind),
        text=text,
        where=where,
        published=Published(aware_or_none(at), DateMark(mark), published_said),
        title=title,
        url=url,
        author=author,
        publisher=publisher,
    )
