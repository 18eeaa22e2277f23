"""Whose a download is decides whether it may be read: a private person's own is refused."""

from dataclasses import replace
from datetime import date

import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.exports.export import Holds, Owner
from collectors.post import Platform
from earshot.rules.company import Account, Company, Profile
from earshot.rules.downloads import Download, Importing, Right, right_to_read, which_account

OURS = Account("a-x", "Our X", date(2026, 1, 1), Platform.X, "ExampleTraining")
PAGE = Account("a-f", "Our page", date(2026, 1, 1), Platform.FACEBOOK)
COMPANY = Company(Profile("Example Training", ()), {a.id: a for a in (OURS, PAGE)}, {}, {})
STRANGER = Owner("jane_example", "Jane Example")


def company_with(*accounts: Account) -> Company:
    return replace(COMPANY, accounts=COMPANY.accounts | {a.id: a for a in accounts})


def right(
    holds: Holds,
    owner: Owner | None,
    said: Importing,
    platform: Platform = Platform.X,
    company: Company = COMPANY,
) -> Right:
    download = Download("archive", platform, holds)
    return right_to_read(download, owner, said, company, "tweets.js")


def refused(holds: Holds, owner: Owner | None, said: Importing) -> tuple[Problem, str]:
    with pytest.raises(UnreadableSource) as caught:
        right(holds, owner, said)
    return caught.value.problem, str(caught.value)


def test_the_archive_of_our_own_account_is_ours_by_its_handle_in_any_case() -> None:
    assert right(Holds.OWNERS, Owner("@exampletraining"), Importing()) == Right(OURS, own=True)


def test_the_archive_of_the_company_itself_is_ours_by_its_name() -> None:
    assert right(Holds.OWNERS, Owner("et", "Example Training"), Importing()).own


def test_a_strangers_archive_is_refused_and_named() -> None:
    problem, words = refused(Holds.OWNERS, STRANGER, Importing())
    assert problem is Problem.PRIVATE_DOWNLOAD
    assert "private person’s download" in words
    assert "tweets.js" in words
    assert "@jane_example" in words


def test_a_strangers_archive_is_refused_also_when_our_account_is_named() -> None:
    assert refused(Holds.OWNERS, STRANGER, Importing(OURS))[0] is Problem.PRIVATE_DOWNLOAD


def test_an_account_without_a_handle_is_believed_when_it_is_named() -> None:
    said = Importing(PAGE)
    found = right(Holds.OWNERS, Owner(name="Some page"), said, Platform.FACEBOOK)
    assert found == Right(PAGE, own=True)


def test_a_channels_id_cannot_be_compared_with_a_handle_so_the_person_is_believed() -> None:
    channel = Account("a-y", "Our channel", date(2026, 1, 1), Platform.YOUTUBE, "exampletraining")
    owner = Owner("UC" + "a" * 22)
    said, ours = Importing(channel), company_with(channel)
    assert right(Holds.OWNERS, owner, said, Platform.YOUTUBE, ours) == Right(channel, own=True)
    other = replace(channel, handle="UC" + "b" * 22)
    with pytest.raises(UnreadableSource):
        right(Holds.OWNERS, owner, Importing(other), Platform.YOUTUBE, company_with(other))


def test_an_account_that_is_believed_is_known_by_its_handle_from_then_on() -> None:
    owner = Owner("some.page", "Some page")
    claimed = right(Holds.OWNERS, owner, Importing(PAGE), Platform.FACEBOOK).claimed
    assert claimed == replace(PAGE, handle="some.page")
    with pytest.raises(UnreadableSource):
        right(Holds.OWNERS, STRANGER, Importing(claimed), Platform.FACEBOOK)


def test_a_file_that_does_not_say_whose_it_is_asks() -> None:
    assert refused(Holds.OWNERS, None, Importing())[0] is Problem.WHOSE_DOWNLOAD
    assert right(Holds.OWNERS, None, Importing(OURS)) == Right(OURS, own=True)


def test_the_owner_may_import_their_own_and_their_words_are_not_the_companys() -> None:
    assert right(Holds.OWNERS, STRANGER, Importing(mine=True)) == Right(None, own=False)
    assert right(Holds.PERSONS, None, Importing(mine=True)) == Right(None, own=False)


def test_what_only_a_person_can_have_is_refused_whoever_is_named() -> None:
    assert refused(Holds.PERSONS, None, Importing(OURS))[0] is Problem.PRIVATE_DOWNLOAD


def test_what_others_said_on_the_account_may_always_be_read() -> None:
    assert right(Holds.OTHERS, STRANGER, Importing()) == Right(OURS, own=True)


def test_of_several_accounts_there_the_person_says_which_a_download_is_of() -> None:
    york = replace(OURS, id="a-x2", name="Our X in York", handle="etyork")
    company = replace(COMPANY, accounts=COMPANY.accounts | {york.id: york})
    download = Download("reviews", Platform.X, Holds.OTHERS)
    found = right_to_read(download, None, Importing(), company, "reviews.json")
    with pytest.raises(UnreadableSource, match="which of your 2 accounts") as caught:
        which_account(download, found, company, "reviews.json")
    assert caught.value.problem is Problem.WHOSE_DOWNLOAD
    named = right_to_read(download, None, Importing(york), company, "reviews.json")
    which_account(download, named, company, "reviews.json")


@pytest.mark.parametrize("said", [Importing(platform=Platform.LINKEDIN), Importing(PAGE)])
def test_a_file_of_another_platform_than_was_said_is_refused(said: Importing) -> None:
    assert refused(Holds.OWNERS, Owner("exampletraining"), said)[0] is Problem.WRONG_PLATFORM


NOT_ENTERED = Account("a-new", "Our new X", date(2026, 11, 1), Platform.X)


@pytest.mark.parametrize("owner", [STRANGER, Owner("exampletraining"), None])
def test_an_account_that_nobody_has_entered_is_not_believed_to_have_written_anything(
    owner: Owner | None,
) -> None:
    problem, words = refused(Holds.OWNERS, owner, Importing(NOT_ENTERED))
    assert problem is Problem.WHOSE_DOWNLOAD
    assert "“Our new X” is none of the company’s accounts" in words
    assert 'earshot accounts add "Our new X" --platform x --handle @..., or in Settings' in words


def test_what_others_said_may_be_on_an_account_that_is_still_to_be_made() -> None:
    assert right(Holds.OTHERS, None, Importing(NOT_ENTERED)) == Right(NOT_ENTERED, own=True)


def test_of_two_accounts_of_one_name_the_one_on_the_files_platform_is_meant() -> None:
    there = Account("a-x2", "Our page", date(2026, 1, 1), Platform.X, "ourpage")
    found = right(Holds.OWNERS, Owner("ourpage"), Importing(PAGE), company=company_with(there))
    assert found.account == there


# Mastodon: a handle is whole only with its server.

OUR_MASTODON = Account("a-m", "Our Mastodon", date(2026, 1, 1), Platform.MASTODON)


def mastodon(owner: str, handle: str, url: str = "", *, named: bool = False) -> Right:
    account = replace(OUR_MASTODON, handle=handle, url=url)
    said = Importing(account if named else None)
    return right(Holds.OWNERS, Owner(owner), said, Platform.MASTODON, company_with(account))


@pytest.mark.parametrize(
    ("handle", "url"),
    [
        ("@acme@our.example", ""),
        ("acme", "https://our.example/@acme"),
        ("@acme@example.org", "https://our.example/@acme"),  # pages apart from handles
    ],
)
def test_a_mastodon_account_gets_its_own_archive(handle: str, url: str) -> None:
    assert mastodon("acme@our.example", handle, url).account is not None


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("handle", "url"),
    [("@acme@our.example", ""), ("acme", "https://our.example/@acme"), ("other", "")],
)
def test_the_same_name_on_another_server_is_somebody_else(
    handle: str, url: str, named: bool
) -> None:
    with pytest.raises(UnreadableSource):
        mastodon("acme@other.example", handle, url, named=named)


def test_a_handle_of_unknown_server_is_believed_only_where_named_and_whole_from_then_on() -> None:
    with pytest.raises(UnreadableSource):
        mastodon("acme@our.example", "acme")
    claimed = mastodon("acme@our.example", "acme", named=True).claimed
    assert claimed is not None
    assert claimed.handle == "acme@our.example"
