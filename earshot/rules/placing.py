"""Placing: which of the company's own accounts something was said on, by what brought it.

A platform's own download, a tool's inbox and a notice are about accounts of the company's own. One
that is not known yet is made, named so that a person sees what it is: nothing said is lost.
"""

from collectors.post import Post
from earshot.rules.company import Company
from earshot.rules.downloads import only_account
from earshot.words.platforms import PLATFORM


def account_name(post: Post, company: Company) -> str:
    """The name of the account that a Post was said on, which may have to be made.

    The one that it names, by name or handle; else the only one on its platform; else a new one.
    """
    called = company.account_called(post.account, post.platform) if post.account else None
    known = called or (None if post.account else only_account(company, post.platform))
    return known.name if known else post.account or PLATFORM[post.platform]


def noticed_account_name(post: Post, company: Company) -> str:
    """The same for a notice, whose words name a page loosely: one that is known comes first."""
    called = company.account_called(post.account, post.platform) if post.account else None
    known = called or only_account(company, post.platform)
    return known.name if known else PLATFORM[post.platform]
