"""Downloads: whose one is, and whether it may be read. Pure rules.

What others said on an account may always be read. What an account's owner wrote is ours where the
account is; a private person's own download is refused, unless that person imports it.
"""

import re
from dataclasses import dataclass, replace

from collectors.errors import Problem, UnreadableSource
from collectors.exports.export import Holds, Owner
from collectors.post import Platform
from earshot.rules.company import BARE, Account, Company, places_of
from earshot.rules.handles import handles_of, is_whole, plain_name, same_name, without_server

CHANNEL_ID = re.compile(r"UC[\w-]{22}")


@dataclass(frozen=True, slots=True)
class Download:
    """What a file is, as far as whether it may be read depends on it."""

    name: str  # of its kind, for a person: "X archive: posts"
    platform: Platform
    holds: Holds


@dataclass(frozen=True, slots=True)
class Importing:
    """What the person who imports says of a file."""

    # The company's own account that it is about; one that the company has not entered yet may hold
    # what others said, and is believed to have written nothing.
    account: Account | None = None
    platform: Platform | None = None  # what it is taken for
    mine: bool = False  # it is their own download, and they import it themselves


@dataclass(frozen=True, slots=True)
class Right:
    """As what a file may be read."""

    account: Account | None
    own: bool  # what the owner wrote in it is the company's word
    # The account with the owner's handle, where it had none, or not the whole one: from then on it
    # is known by that, and a stranger's download is not taken for its own.
    claimed: Account | None = None


def right_to_read(
    download: Download, owner: Owner | None, said: Importing, company: Company, name: str
) -> Right:
    """As what the file of this name may be read.

    Raises:
        UnreadableSource: WRONG_PLATFORM, PRIVATE_DOWNLOAD or WHOSE_DOWNLOAD, naming the file and
            saying what to do.
    """
    said = _meant(said, download, company)
    _check_platform(download, said, name)
    if download.holds is Holds.OTHERS:
        return Right(said.account or only_account(company, download.platform), own=True)
    if said.mine:
        return Right(None, own=False)
    if download.holds is Holds.PERSONS:
        raise _private(download, owner, name)
    _check_entered(download, said, company, name)
    if owner is None:
        return Right(_asked(download, said, name), own=True)
    account = _owned(owner, said, download.platform, company)
    if account is None and not same_name(owner.name, company.profile.name):
        raise _private(download, owner, name)
    return Right(account, own=True, claimed=_claimed(account, owner, download.platform))


def _claimed(account: Account | None, owner: Owner, platform: Platform) -> Account | None:
    if account is None or not is_whole(owner.handle, platform) or handles_of(account, platform):
        return None
    platform = platform if account.platform is Platform.OTHER else account.platform
    return replace(account, handle=owner.handle, platform=platform)


def _meant(said: Importing, download: Download, company: Company) -> Importing:
    """Of several accounts of the name that was said, the one on the file's platform."""
    if said.account is None or said.account.may_be_on(download.platform):
        return said
    there = company.account_named(said.account.name, download.platform)
    return replace(said, account=there or said.account)


def _check_platform(download: Download, said: Importing, name: str) -> None:
    """What is said of a file must fit what it is."""
    unfit = said.platform not in (None, *places_of(download.platform))
    if unfit and download.platform not in BARE:
        raise _wrong(f"{name} was taken for {said.platform}, and is {download.name}.")
    if said.account and not said.account.may_be_on(download.platform):
        what = f"{name} is {download.name}"
        raise _wrong(f"{what}; the account “{said.account.name}” is on another platform.")


def _check_entered(download: Download, said: Importing, company: Company, name: str) -> None:
    """Whoever names an account that nobody has entered would make any archive the company's."""
    if said.account is None or said.account.id in company.accounts:
        return
    called = said.account.name
    raise UnreadableSource(
        Problem.WHOSE_DOWNLOAD,
        f"{name} ({download.name}) was not read: “{called}” is none of the company’s accounts. If "
        f'it is one, add it first: earshot accounts add "{called}" --platform '
        f"{download.platform} --handle @..., or in Settings.",
    )


def _wrong(sentence: str) -> UnreadableSource:
    return UnreadableSource(Problem.WRONG_PLATFORM, f"{sentence} Nothing was read.")


def which_account(download: Download, right: Right, company: Company, name: str) -> None:
    """Raises UnreadableSource (WHOSE_DOWNLOAD) for a platform's own download of what others said,
    where the company has several accounts there and the file does not say which it is of."""
    places = [a for a in company.accounts.values() if a.platform is download.platform]
    if download.holds is Holds.OTHERS and right.account is None and len(places) > 1:
        raise UnreadableSource(
            Problem.WHOSE_DOWNLOAD,
            f"{name} ({download.name}) does not say which of your {len(places)} accounts there it "
            "is of: name it. Of a download of several branches hand over one branch’s folder at a "
            "time.",
        )


def only_account(company: Company, platform: Platform) -> Account | None:
    """The company's account on a platform, where it has just one."""
    found = [each for each in company.accounts.values() if each.platform is platform]
    return found[0] if len(found) == 1 else None


def _owned(owner: Owner, said: Importing, platform: Platform, company: Company) -> Account | None:
    """The account that the owner is; one that was named and has no handle yet is believed."""
    if said.account is not None:
        account = said.account
        believed = not account.handle or _cannot_be_compared(account, owner, platform)
        return account if believed or _is_of(account, owner, platform) else None
    accounts = (each for each in company.accounts.values() if each.platform is platform)
    return next((each for each in accounts if _is_of(each, owner, platform)), None)


def _is_of(account: Account, owner: Owner, platform: Platform) -> bool:
    handle = owner.handle if is_whole(owner.handle, platform) else ""
    names = {plain_name(handle), plain_name(owner.name)} - {""}
    return not names.isdisjoint(handles_of(account, platform) | {plain_name(account.name)})


def _cannot_be_compared(account: Account, owner: Owner, platform: Platform) -> bool:
    """Whether the account that the person names must be believed.

    YouTube's download names the channel by an id that its pages hardly show, unless the account
    has an id of its own. Of a Mastodon handle without a server only its first part can be compared.
    """
    if platform is Platform.MASTODON:
        is_open = not (handles_of(account, platform) and is_whole(owner.handle, platform))
        return is_open and without_server(account.handle) == without_server(owner.handle)
    return bool(CHANNEL_ID.fullmatch(owner.handle)) and not CHANNEL_ID.fullmatch(account.handle)


def _asked(download: Download, said: Importing, name: str) -> Account:
    if said.account is not None:
        return said.account
    raise UnreadableSource(
        Problem.WHOSE_DOWNLOAD,
        f"{name} ({download.name}) does not say whose it is. If it is the company’s own account’s, "
        "name that account; if it is your own, say so.",
    )


def _private(download: Download, owner: Owner | None, name: str) -> UnreadableSource:
    named = (owner.handle and f"@{owner.handle}") or owner.name if owner else ""
    whose = f", of {named}" if named else ""
    return UnreadableSource(
        Problem.PRIVATE_DOWNLOAD,
        f"{name} is a private person’s download ({download.name}{whose}) and was not read. Only "
        "that person may import it; the company’s own account’s is taken where its name or handle "
        "is the one in Settings.",
    )
