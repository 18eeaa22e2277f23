"""What a file brings is placed on the account that it was said on, whatever that is called."""

from dataclasses import replace
from datetime import date

import pytest

from collectors.post import Kind, Platform
from earshot.rules.company import Account, Company, Profile
from earshot.rules.placing import Told, placed
from tests.earshot.desk import post

# Most companies go by one name everywhere.
ON_FACEBOOK = Account(
    "a-f", "Example Training", date(2026, 1, 1), Platform.FACEBOOK, "example.page"
)
ON_GOOGLE = replace(ON_FACEBOOK, id="a-g", platform=Platform.GOOGLE_BUSINESS, handle="")
ELSEWHERE = replace(ON_FACEBOOK, id="a-o", platform=Platform.OTHER, handle="")
CHANNEL = replace(ON_FACEBOOK, id="a-y", name="Our channel", platform=Platform.YOUTUBE, handle="")


def company(*accounts: Account) -> Company:
    return Company(Profile("Example Training", ()), {a.id: a for a in accounts}, {}, {})


@pytest.mark.parametrize(
    ("platform", "found"),
    [
        (Platform.FACEBOOK, ON_FACEBOOK),
        (Platform.GOOGLE_BUSINESS, ON_GOOGLE),
        (Platform.META_BUSINESS, ON_FACEBOOK),
        (Platform.HOOTSUITE, ON_FACEBOOK),
        (Platform.TABLE, ON_FACEBOOK),  # it does not say: the first of that name
        (Platform.LINKEDIN, None),
    ],
)
def test_of_one_name_everywhere_the_account_on_the_same_platform_is_meant(
    platform: Platform, found: Account | None
) -> None:
    ours = company(ON_FACEBOOK, ON_GOOGLE)
    assert ours.account_named("example  TRAINING", platform) == found
    assert ours.account_called("Example Training", platform) == found


def test_an_account_that_was_entered_without_its_platform_is_found_on_any() -> None:
    assert company(CHANNEL, ELSEWHERE).account_named(ELSEWHERE.name, Platform.X) == ELSEWHERE


def test_a_row_that_names_an_account_by_its_handle_is_placed_on_it() -> None:
    said = post(platform=Platform.FACEBOOK, account="@Example.Page")
    assert placed(said, Told(), company(ON_FACEBOOK)).account == ON_FACEBOOK.name


def test_a_row_that_names_an_account_keeps_it_whatever_the_file_is_about() -> None:
    told = Told(Platform.FACEBOOK, CHANNEL)
    said = post(platform=Platform.TABLE, account="Another page")
    assert placed(said, told, company(CHANNEL)).account == "Another page"
    assert placed(said, told, company(CHANNEL)).platform is Platform.FACEBOOK


def test_a_row_that_names_none_is_on_the_one_that_the_file_is_about() -> None:
    assert placed(post(), Told(account=CHANNEL), company(CHANNEL)).account == CHANNEL.name
    assert placed(post(), Told(), company(CHANNEL)).account is None


def test_what_was_said_on_our_accounts_gets_one_even_where_none_is_entered() -> None:
    said = post(platform=Platform.YOUTUBE)
    assert placed(said, Told(on_account=True), company(CHANNEL)).account == CHANNEL.name
    assert placed(said, Told(on_account=True), company()).account == "YouTube"


def test_a_notice_is_on_the_account_that_the_person_names_not_on_what_its_words_name() -> None:
    notice = post(
        platform=Platform.FACEBOOK, kind=Kind.COMMENT, account="Another Name", to_account=True
    )
    ours = company(ON_FACEBOOK, CHANNEL)
    assert placed(notice, Told(account=ON_FACEBOOK), ours).account == ON_FACEBOOK.name
    elsewhere = replace(notice, platform=Platform.YOUTUBE)
    assert placed(elsewhere, Told(account=ON_FACEBOOK), ours).account == CHANNEL.name


def test_our_own_words_are_on_no_account() -> None:
    said = post(own=True)
    assert placed(said, Told(account=CHANNEL, on_account=True), company(CHANNEL)) == said
