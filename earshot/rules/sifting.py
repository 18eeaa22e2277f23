"""Sifting: which Posts are about the company, and which are its own. Pure rules, no store."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from collectors.post import Kind, Platform, Post, Rejected
from earshot.rules.company import BARE, Account, Company, Source, SourceKind
from earshot.rules.handles import (
    handle_of_writer,
    handles_of,
    same_name,
    without_server,
)
from earshot.rules.mention import joined, said
from earshot.words.matching import Hit
from earshot.words.query import match

_QUOTED = re.compile(r"“.*”", re.DOTALL)


class Left(StrEnum):
    """Why a Post is not kept."""

    OUTGOING = "outgoing"
    NOT_ABOUT_US = "not_about_us"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A Post that is about the company, or on one of its accounts."""

    post: Post
    source: Source
    account: Account | None
    hits: tuple[Hit, ...]


def sift(post: Post, source: Source, company: Company) -> Candidate | Left:
    """On the company's own accounts all is in scope but what the account itself posted."""
    if post.own:
        return Left.OUTGOING
    # Whom a notice says to be mentioned need not have it on their page, whoever owns the mailbox.
    account = None if post.names_us else _account(post, source, company)
    post = _placed(post, account)
    if _is_outgoing(post, account, company):
        return Left.OUTGOING
    hits = hits_in(said(post), company)
    is_about_us = hits or post.names_us or source.kind is SourceKind.NOTE
    if account is None and not is_about_us:
        return Left.NOT_ABOUT_US
    return Candidate(post, source, account, hits)


def where_it_stands(post: Post, source: Source, company: Company) -> Post:
    """A Post of our own, with the platform of the account that it was written on."""
    return _placed(post, _account(post, source, company))


def hits_in(text: str, company: Company) -> tuple[Hit, ...]:
    """Which of the company's terms a text holds, and where."""
    found: list[Hit] = []
    for query in company.queries:
        matched = match(query, text)
        if matched.matched:
            found += matched.hits
    return tuple(dict.fromkeys(found))


def _account(post: Post, source: Source, company: Company) -> Account | None:
    """The one that it names; of several of that name, the one that its Source is about."""
    about = company.accounts.get(source.account or "")
    named = company.account_named(post.account, post.platform) if post.account else None
    is_meant = (
        about and same_name(post.account or "", about.name) and about.may_be_on(post.platform)
    )
    return about if is_meant else named or about


def _placed(post: Post, account: Account | None) -> Post:
    """What comes by a bridge or a table was still said on the account's own platform."""
    if account is None or post.platform not in BARE:
        return post
    platform = post.platform if account.platform is Platform.OTHER else account.platform
    kind = Kind.COMMENT if post.kind is Kind.ARTICLE else post.kind
    return replace(post, platform=platform, kind=kind)


def _is_outgoing(post: Post, account: Account | None, company: Company) -> bool:
    if account is not None:
        return _posted_by(post, account, company.profile.name)
    own = (each for each in company.accounts.values() if each.platform is post.platform)
    return any(handle_of_writer(post) in handles_of(each, post.platform) for each in own)


def _posted_by(post: Post, account: Account, company_name: str) -> bool:
    """Whether the account, on which it stands, posted it itself."""
    if any(same_name(post.author or "", name) for name in (account.name, company_name)):
        return True
    return bool(account.handle) and _is_handle_of(account, post)


def _is_handle_of(account: Account, post: Post) -> bool:
    """Where the server of either is not known, who has the account's handle on it is believed."""
    writer, whole = handle_of_writer(post), handles_of(account, post.platform)
    if post.platform is not Platform.MASTODON or (whole and "@" in writer):
        return writer in whole
    return bool(writer) and without_server(writer) == without_server(account.handle)


def without_words(rejected: Rejected, company: Company) -> Rejected:
    """What is kept of a row of a person's own download that could not be read: its place, and what
    was wrong with it. All of it only where it is about the company: like what can be read."""
    cells = dict(rejected.cells)
    words = joined(cells.get("title"), cells.get("text", "")) if cells else rejected.raw
    if hits_in(words, company):
        return rejected
    return Rejected(_QUOTED.sub("“…”", rejected.reason), rejected.where)
