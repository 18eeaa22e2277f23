"""Notices: what a platform's message says of one thing that somebody said, read by any form.

Layouts change every few months and with the reader's language; so nothing here goes by them. Three
things are looked for: the sentence that says who did what, the link that shows the platform's own
id, and the words that the notice sets apart as quoted.
"""

from collections.abc import Iterator, Sequence

from collectors.mail.lines import Line
from collectors.mail.message import Heads
from collectors.mail.noticeform import (
    Form,
    Notice,
    Told,
    looked_at,
    matched,
    tells_privately,
    told_by,
)
from collectors.mail.noticelinks import (
    leads_to_reviews,
    link_to,
    names_a_comment,
    names_one_thing,
    of_one_review,
    review_id_of,
)
from collectors.mail.noticereview import rating_of
from collectors.mail.noticewords import MORE, author_of, is_whole, words_of
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
    if told is None and any(
        tells_privately(form, line.text) for _, line in looked_at(notice.lines)
    ):
        yield Unread(f"private messages on {service}")
        return
    if told is None and not names_a_comment(link):
        yield Unread(f"other notices from {service}")
        return
    yield _post(form, notice, told, link)


def unread_by_subject(form: Form, heads: Heads, service: Service) -> Unread | None:
    """What the subject alone shows to be no Post, so that the rest need not be looked at."""
    if matched(form, heads.subject):
        return None  # whatever else stands in somebody's name or words
    if tells_privately(form, heads.subject) or form.messages.search(heads.subject):
        return Unread(f"private messages on {service}")
    return Unread(f"other notices from {service}") if form.others.search(heads.subject) else None


def rejected(notice: Notice, reason: str) -> Rejected:
    raw = f"{notice.heads.subject}\n" + "\n".join(line.text for line in notice.lines[:20])
    return Rejected(reason, notice.heads.where, raw[:RAW_LIMIT])


def _post(form: Form, notice: Notice, told: Told | None, link: str | None) -> Entry:
    kind = told.kind if told else Kind.COMMENT
    words = words_of(form, notice, told)
    rating = rating_of(form, notice) if kind is Kind.REVIEW else None
    if not words and link is None and rating is None:
        return rejected(notice, f"it tells of a {kind}, but holds neither its words nor its link")
    text = tidy(MORE.sub("…", words))
    names_us = told is not None and told.names_us
    if link and leads_to_reviews(link):
        link = of_one_review(link, f"{notice.heads.where} {notice.heads.subject}")
    return Post(
        platform=form.platform,
        kind=kind,
        text=text,
        where=notice.heads.where,
        published=notice.heads.date,
        url=link,
        native_id=(native_id_of(link) or review_id_of(link)) if link else None,
        author=author_of(form, notice, told),
        rating=rating,
        # Whom it mentions is not where it stands.
        account=told.account if told and not names_us else None,
        text_included=is_whole(words, rating),
        to_account=not names_us,
        names_us=names_us,
    )


# The link: the first that shows the platform's own id, comments before what they stand under; of
# reviews without one, where a place's reviews are.


def _link(platform: Platform, lines: Sequence[Line]) -> str | None:
    hrefs = (href for line in lines for href in line.links)
    links = [link for href in hrefs if (link := link_to(platform, href))]
    wanted = (names_a_comment, names_one_thing, leads_to_reviews)
    found = (next(filter(each, links), None) for each in wanted)
    return next(filter(None, found), None)
