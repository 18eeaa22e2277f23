"""Facebook page downloads: the comments and posts that the page itself wrote.

HTML: `comments_and_reactions/comments.html`, in any language (a real download of 2021). JSON:
`this_profile's_activity_across_facebook/` with `posts/profile_posts_1.json` and
`comments_and_reactions/comments.json`, the same records as a person's (from other people's
programs only). What visitors write on a page, and its recommendations, are in no page download
that anybody has described; they come by e-mail, by the Business Suite or by hand.
"""

from datetime import tzinfo
from pathlib import PurePosixPath

from collectors.errors import Problem, UnreadableSource
from collectors.exports.export import Context, Entries, Form, Holds, Member, Owner
from collectors.exports.facebook import (
    NOTES,
    commenter,
    holds_comments,
    holds_posts,
    is_of_page,
    read,
)
from collectors.exports.facebook_dates import read_shown, zone_in
from collectors.exports.facebook_html import (
    Box,
    boxes_in,
    is_instagrams,
    looks_like_boxes,
    owner_in,
)
from collectors.exports.rejects import reject
from collectors.exports.wordless import wordless
from collectors.plaintext import plain_text
from collectors.post import Kind, Platform, Post, Rejected, Unread

_TAIL = 8 * 1024  # bytes: the end of a page, where it says when and in which zone it was made
_LAST_LINE = 200  # characters of it that are read
_TIMES = "Times in it are local; the zone is read from the page's last line."


def _owner(member: Member) -> Owner | None:
    with member.open() as stream:
        return owner_in(stream)


def _recognise(name: str, head: bytes) -> bool:
    return "comment" in _file(name) and not is_instagrams(name) and looks_like_boxes(head)


def _read_page(member: Member, context: Context) -> Entries:
    tail = _tail(member)
    zone = zone_in(plain_text(tail)[-_LAST_LINE:], context.zone, context.now)
    author = (context.owner or _owner(member) or Owner()).name
    with member.open() as stream:
        for number, box in enumerate(boxes_in(stream), start=1):
            yield _comment(box, f"entry {number}", zone, author, context)
    if "</html>" not in tail.lower():
        sentence = f"{member.name} breaks off before its end; ask Facebook for the download again"
        raise UnreadableSource(Problem.TRUNCATED, sentence)


def _comment(
    box: Box, where: str, zone: tzinfo | None, author: str, context: Context
) -> Post | Rejected | Unread:
    try:
        published = read_shown(box.when, zone, context.zone, context.now)
    except ValueError as error:
        return _rejected(error, where, box)
    if not box.words:
        return Unread("comments without words")
    return Post(
        platform=Platform.FACEBOOK,
        kind=Kind.COMMENT,
        text=box.words,
        where=where,
        published=published,
        author=author or None,
        own=True,
    )


def _rejected(error: ValueError, where: str, box: Box) -> Rejected:
    raw = f"{box.done}\n{box.words}\n{box.when}"
    told = {"text": box.words, "published_at": box.when}
    return reject(error, where, raw, platform="facebook", kind="comment", **told)


def _tail(member: Member) -> str:
    """The end of the file, read through in a stream."""
    end = b""
    with member.open() as stream:
        while chunk := stream.read(64 * 1024):
            end = (end + chunk)[-_TAIL:]
    return end.decode("utf-8", "replace")


def _file(name: str) -> str:
    return PurePosixPath(name).name.lower()


FORMS: tuple[Form, ...] = (
    Form(
        "Facebook page: comments it wrote",
        Platform.FACEBOOK,
        Holds.OWNERS,
        lambda name, head: is_of_page(name) and holds_comments(head),
        read,
        commenter,
        NOTES,
    ),
    Form(
        "Facebook page: posts",
        Platform.FACEBOOK,
        Holds.OWNERS,
        lambda name, head: is_of_page(name) and holds_posts(head),
        read,
        notes=NOTES,
    ),
    Form(
        "Facebook page: comments it wrote (HTML)",
        Platform.FACEBOOK,
        Holds.OWNERS,
        _recognise,
        _read_page,
        _owner,
        (*NOTES, _TIMES),
    ),
    wordless(
        "Facebook: another page of an HTML download",
        Platform.FACEBOOK,
        lambda name, head: not is_instagrams(name) and looks_like_boxes(head),
        "Of an HTML download only the page of comments is read. Ask Facebook for the download as"
        " JSON to bring in the posts.",
    ),
)
