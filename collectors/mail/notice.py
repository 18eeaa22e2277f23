"""Notices: what a platform's message says of one thing that somebody said, read by any form.

Layouts change every few months and with the reader's language; so nothing here goes by them. Three
things are looked for: the sentence that says who did what, the link that shows the platform's own
id, and the words that the notice sets apart as quoted.
"""

from collections.abc import Iterator, Sequence

from collectors.mail.lines import Line
from collectors.mail.message import Heads
from collectors.mail.noticeform import Form, Notice, Told, matched, told_by
from collectors.mail.noticelinks import link_to, names_a_comment, names_one_thing
from collectors.mail.noticewords import MORE, is_whole, name_above, rating_of, words_of
from collectors.mail.senders import Service
from collectors.plaintext import tidy
from collectors.platforms import native_id_of
from collectors.post import RAW_LIMIT, Kind, Platform, Post, Rejected, Unread

Entry = Post | Rejected | Unread


def read_notice(form: Form, notice: Notice) -> Iterator[Entry]:
    """The Post that a notice tells of, or why there is none."""
    heads, service = notice.heads, notice.service
    if unread := unread_by_subject(form, heads, service):
        yield unread
        return
    if form.several and form.several.search(heads.subject):
        yield rejected(notice, "it tells of several reviews at once; look them up where they stand")
        return
    link = _link(form.platform, notice.lines) or _link(form.platform, notice.plain)
    told = told_by(form, notice)
    if told is None and not names_a_comment(link):
        yield Unread(f"other notices from {service}")
        return
    yield _post(form, notice, told, link)


def unread_by_subject(form: Form, heads: Heads, service: Service) -> Unread | None:
    """What the subject alone shows to be no Post, so that the rest need not be looked at."""
    if matched(form, heads.subject):
        return None  # whatever else stands in somebody's name or words
    if form.messages.search(heads.subject):
        return Unread(f"private messages on {service}")
    return Unread(f"other notices from {service}") if form.others.search(heads.subject) else None


def rejected(notice: Notice, reason: str) -> Rejected:
    raw = f"{notice.heads.subject}\n" + "\n".join(line.text for line in notice.lines[:20])
    return Rejected(reason, notice.heads.where, raw[:RAW_LIMIT])


def _post(form: Form, notice: Notice, told: Told | None, link: str | None) -> Entry:
    kind = told.kind if told else Kind.COMMENT
    author, words = told.author if told else None, words_of(form, notice, told)
    if form.name_above and author:
        author, words = name_above(author, words)
    rating = rating_of(form, notice) if kind is Kind.REVIEW else None
    if not words and link is None and rating is None:
        return rejected(notice, f"it tells of a {kind}, but holds neither its words nor its link")
    text = tidy(MORE.sub("…", words))
    return Post(
        platform=form.platform,
        kind=kind,
        text=text,
        where=notice.heads.where,
        published=notice.heads.date,
        url=link,
        native_id=native_id_of(link) if link else None,
        author=author,
        rating=rating,
        account=told.account if told else None,
        text_included=is_whole(words, rating),
        to_account=True,
    )


# The link: the first that shows the platform's own id, comments before what they stand under.


def _link(platform: Platform, lines: Sequence[Line]) -> str | None:
    hrefs = (href for line in lines for href in line.links)
    links = [link for href in hrefs if (link := link_to(platform, href))]
    comment = next(filter(names_a_comment, links), None)
    return comment or next(filter(names_one_thing, links), None)
