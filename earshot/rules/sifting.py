"""Sifting: which Posts are about the company, and which are its own. Pure rules, no store."""

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from collectors.post import Kind, Platform, Post
from earshot.rules.company import Account, Company, Source, SourceKind
from earshot.rules.mention import said
from earshot.words.matching import Hit
from earshot.words.query import match

# Where the first part of an address names the account that posted it.
PROFILE_FIRST = frozenset({Platform.X, Platform.MASTODON, Platform.TIKTOK})

# What an address says of its platform when it says nothing.
BARE = frozenset({Platform.NEWS, Platform.BLOG, Platform.OTHER, Platform.TABLE, Platform.NOTE})


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
    account = _account(post, source, company)
    post = _placed(post, account)
    if _is_outgoing(post, account, company):
        return Left.OUTGOING
    hits = hits_in(said(post), company)
    if account is None and not hits and source.kind is not SourceKind.NOTE:
        return Left.NOT_ABOUT_US
    return Candidate(post, source, account, hits)


def hits_in(text: str, company: Company) -> tuple[Hit, ...]:
    """Which of the company's terms a text holds, and where."""
    found: list[Hit] = []
    for query in company.queries:
        matched = match(query, text)
        if matched.matched:
            found += matched.hits
    return tuple(dict.fromkeys(found))


def _account(post: Post, source: Source, company: Company) -> Account | None:
    named = company.account_named(post.account) if post.account else None
    return named or company.accounts.get(source.account or "")


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
    return any(each.handle and _handle(post) == _name(each.handle) for each in own)


def _posted_by(post: Post, account: Account, company_name: str) -> bool:
    names = {_name(name) for name in (account.name, account.handle, company_name) if name}
    return _name(post.author or "") in names or bool(
        account.handle and _handle(post) == _name(account.handle)
    )


def _handle(post: Post) -> str:
    """The handle of who posted, where the Post shows it."""
    if post.author:
        return _name(post.author)
    if post.platform in PROFILE_FIRST and post.url:
        return _name(urlsplit(post.url).path.strip("/").partition("/")[0])
    return ""


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, as people compare them; no name is none."""
    return bool(_name(one)) and _name(one) == _name(other)


def _name(name: str) -> str:
    """Names as people compare them: case, accents' encoding and a leading @ do not count."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(plain.removeprefix("@").removeprefix("/u/").split())
