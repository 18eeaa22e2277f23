"""Placing: which of the company's own accounts something was said on, by what brought it.

A platform's own download, a tool's inbox and a notice are about accounts of the company's own. One
that is not known yet is made, named so that a person sees what it is: nothing said is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from collectors.post import Platform, Post
from earshot.rules.company import Account, Company
from earshot.rules.downloads import only_account
from earshot.words.platforms import PLATFORM
from earshot.words.times import local_date


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a whole file, and so of each Post in it that does not say it itself."""

    platform: Platform | None = None  # of rows that do not say
    account: Account | None = None  # that it is about; perhaps not entered yet
    on_account: bool = False  # whether all of it was said on an account of the company's own


def placed(post: Post, told: Told, company: Company) -> Post:
    """The Post, with the name of the account that it was said on, as far as that can be known."""
    if told.platform and post.platform is Platform.TABLE:
        post = replace(post, platform=told.platform)
    if post.own:
        return post
    return replace(post, account=_account_name(post, told, company))


def _account_name(post: Post, told: Told, company: Company) -> str | None:
    about = told.account
    if about and post.to_account and about.may_be_on(post.platform):
        return about.name  # a notice names a page loosely: the person who imports it knows better
    if post.to_account:
        return noticed_account_name(post, company)
    if about and not post.account:
        return about.name
    return account_name(post, company) if told.on_account or post.account else None


def account_name(post: Post, company: Company) -> str:
    """The name of the account that a Post was said on, which may have to be made.

    The one that it names, by name or handle; else the only one on its platform; else a new one.
    """
    called = company.account_called(post.account, post.platform) if post.account else None
    known = called or (None if post.account else only_account(company, post.platform))
    return known.name if known else post.account or PLATFORM[post.platform]


def noticed_since(posts: Iterable[Post], name: str, zone: ZoneInfo) -> date | None:
    """The local day of the first of these notices about an account: one that is made for them
    begins no later, or what they tell of would be history at once."""
    days = [
        local_date(post.published.at, zone)
        for post in posts
        if post.to_account and post.account == name and post.published.at
    ]
    return min(days, default=None)


def noticed_account_name(post: Post, company: Company) -> str:
    """The same for a notice, whose words name a page loosely: one that is known comes first."""
    called = company.account_called(post.account, post.platform) if post.account else None
    known = called or only_account(company, post.platform)
    return known.name if known else PLATFORM[post.platform]
