"""Downloads: whose one is, and whether it may be read. Pure rules.

What others said on an account may always be read. What an account's owner wrote is ours where the
account is; a private person's own download is refused, unless that person imports it.
"""

import re
from dataclasses import dataclass, replace

from collectors.errors import Problem, UnreadableSource
from collectors.exports.export import Form, Holds, Owner
from collectors.post import Platform
from earshot.rules.company import Account, Company
from earshot.rules.sifting import same_name

# Tools' downloads, and the platforms that what they hold was said on.
ALIKE = {
    Platform.META_BUSINESS: (Platform.FACEBOOK, Platform.INSTAGRAM),
    Platform.FACEBOOK: (Platform.META_BUSINESS, Platform.HOOTSUITE),
    Platform.INSTAGRAM: (Platform.META_BUSINESS, Platform.HOOTSUITE),
    Platform.HOOTSUITE: (Platform.FACEBOOK, Platform.INSTAGRAM, Platform.X),
}


CHANNEL_ID = re.compile(r"UC[\w-]{22}")


@dataclass(frozen=True, slots=True)
class Importing:
    """What the person who imports says of a file."""

    account: Account | None = None  # the company's own account that it is about
    platform: Platform | None = None  # what it is taken for
    mine: bool = False  # it is their own download, and they import it themselves


@dataclass(frozen=True, slots=True)
class Right:
    """As what a file may be read."""

    account: Account | None
    own: bool  # what the owner wrote in it is the company's word
    # The account with the owner's handle, where it had none: from then on it is known by that, and
    # a stranger's download is not taken for its own.
    claimed: Account | None = None


def right_to_read(
    form: Form, owner: Owner | None, said: Importing, company: Company, name: str
) -> Right:
    """As what this file may be read.

    Raises:
        UnreadableSource: WRONG_PLATFORM, PRIVATE_DOWNLOAD or WHOSE_DOWNLOAD, naming the file and
            saying what to do.
    """
    _check_platform(form, said, name)
    if form.holds is Holds.OTHERS:
        return Right(said.account or only_account(company, form.platform), own=True)
    if said.mine:
        return Right(None, own=False)
    if form.holds is Holds.PERSONS:
        raise _private(form, owner, name)
    if owner is None:
        return Right(_asked(form, said, name), own=True)
    account = _owned(owner, said, form.platform, company)
    if account is None and not same_name(owner.name, company.profile.name):
        raise _private(form, owner, name)
    return Right(account, own=True, claimed=_claimed(account, owner, form.platform))


def _claimed(account: Account | None, owner: Owner, platform: Platform) -> Account | None:
    if account is None or account.handle or not owner.handle:
        return None
    platform = platform if account.platform is Platform.OTHER else account.platform
    return replace(account, handle=owner.handle, platform=platform)


def _check_platform(form: Form, said: Importing, name: str) -> None:
    """What is said of a file must fit what it is."""
    fitting = {form.platform, *ALIKE.get(form.platform, ())}
    if said.platform is not None and said.platform not in fitting:
        raise _wrong(f"{name} was taken for {said.platform}, and is {form.name}.")
    account = said.account
    if account and account.platform not in (*fitting, Platform.OTHER):
        raise _wrong(f"{name} is {form.name}; the account “{account.name}” is on another platform.")


def _wrong(sentence: str) -> UnreadableSource:
    return UnreadableSource(Problem.WRONG_PLATFORM, f"{sentence} Nothing was read.")


def only_account(company: Company, platform: Platform) -> Account | None:
    """The company's account on a platform, where it has just one."""
    found = [each for each in company.accounts.values() if each.platform is platform]
    return found[0] if len(found) == 1 else None


def _owned(owner: Owner, said: Importing, platform: Platform, company: Company) -> Account | None:
    """The account that the owner is; one that was named and has no handle yet is believed."""
    if said.account is not None:
        believed = not said.account.handle or _cannot_be_compared(said.account, owner)
        return said.account if believed or _is_of(said.account, owner) else None
    accounts = (each for each in company.accounts.values() if each.platform is platform)
    return next((each for each in accounts if _is_of(each, owner)), None)


def _is_of(account: Account, owner: Owner) -> bool:
    names = [name for name in (owner.handle, owner.name) if name]
    ours = [name for name in (account.handle, account.name) if name]
    return any(same_name(one, other) for one in names for other in ours)


def _cannot_be_compared(account: Account, owner: Owner) -> bool:
    """YouTube's download names the channel by an id that its pages hardly show: the account that
    the person names is believed then, unless that has an id of its own."""
    return bool(CHANNEL_ID.fullmatch(owner.handle)) and not CHANNEL_ID.fullmatch(account.handle)


def _asked(form: Form, said: Importing, name: str) -> Account:
    if said.account is not None:
        return said.account
    raise UnreadableSource(
        Problem.WHOSE_DOWNLOAD,
        f"{name} ({form.name}) does not say whose it is. If it is the company’s own account’s, "
        "name that account; if it is your own, say so.",
    )


def _private(form: Form, owner: Owner | None, name: str) -> UnreadableSource:
    named = (owner.handle and f"@{owner.handle}") or owner.name if owner else ""
    whose = f", of {named}" if named else ""
    return UnreadableSource(
        Problem.PRIVATE_DOWNLOAD,
        f"{name} is a private person’s download ({form.name}{whose}) and was not read. Only that "
        "person may import it; the company’s own account’s is taken where its name or handle is "
        "the one in Settings.",
    )
