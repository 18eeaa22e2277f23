"""What our own accounts posted is no mention; what a namesake on another server posted is one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from collectors.post import Platform, Rejected
from earshot.rules.company import Account, Company, Profile, Source, SourceKind
from earshot.rules.sifting import Candidate, Left, sift, without_words
from tests.earshot.desk import post

BEGUN = datetime(2026, 10, 1, tzinfo=UTC)
OURS = Account("a-m", "Our Mastodon", date(2026, 1, 1), Platform.MASTODON, "@acme@our.example")
TAGS = Source("s-1", "Tags", "https://our.example/tags/acme.rss", SourceKind.SEARCH, BEGUN)


def company(handle: str, url: str = "") -> Company:
    account = replace(OURS, handle=handle, url=url)
    profile = Profile("Example Training", ('"Example Training"',))
    return Company(profile, {account.id: account}, {}, {})


@pytest.mark.parametrize(
    ("handle", "url", "address", "is_ours"),
    [
        ("@acme@our.example", "", "https://our.example/@acme/109300000000000001", True),
        ("@acme@our.example", "", "https://our.example/users/acme/statuses/109300000", True),
        ("@acme@our.example", "", "https://else.example/@acme@our.example/1093000", True),
        ("acme", "https://our.example/@acme", "https://our.example/@acme/1093000", True),
        ("@acme@our.example", "", "https://else.example/@acme/109300000000000001", False),
        ("acme", "https://our.example/@acme", "https://else.example/@acme/1093000", False),
        ("acme", "", "https://else.example/@acme/109300000000000001", False),
    ],
)
def test_a_mastodon_post_is_ours_by_handle_and_server(
    handle: str, url: str, address: str, is_ours: bool
) -> None:
    said = post(platform=Platform.MASTODON, url=address, author=None)
    assert (sift(said, TAGS, company(handle, url)) is Left.OUTGOING) is is_ours


def test_on_our_own_account_a_handle_of_unknown_server_is_ours() -> None:
    feed = replace(TAGS, account=OURS.id)
    said = post(platform=Platform.MASTODON, url="https://our.example/@acme/1093000", author=None)
    assert sift(said, feed, company("acme")) is Left.OUTGOING


def test_a_row_stands_on_the_account_of_its_platform_not_on_a_namesake() -> None:
    page = Account("a-f", "Example Training", date(2026, 1, 1), Platform.FACEBOOK)
    maps = replace(page, id="a-g", platform=Platform.GOOGLE_BUSINESS)
    ours = Company(Profile("Example Training", ()), {"a-f": page, "a-g": maps}, {}, {})
    table = replace(TAGS, kind=SourceKind.TABLE, account="a-f")
    for platform, account in ((Platform.GOOGLE_BUSINESS, maps), (Platform.FACEBOOK, page)):
        found = sift(post(platform=platform, account="Example Training"), table, ours)
        assert isinstance(found, Candidate)
        assert found.account == account


def test_what_a_notice_says_to_mention_us_is_kept_on_no_account_though_it_does_not_name_us() -> (
    None
):
    """Whose account the mailbox or the file is about says nothing of where it stands."""
    about = replace(TAGS, account=OURS.id)
    said = post("Who else was there?", platform=Platform.LINKEDIN, url=None, names_us=True)
    found = sift(said, about, company(""))
    assert isinstance(found, Candidate)
    assert (found.account, found.hits) == (None, ())
    assert sift(replace(said, names_us=False), TAGS, company("")) is Left.NOT_ABOUT_US


def test_of_a_persons_row_that_cannot_be_read_only_place_and_reason_are_kept() -> None:
    row = Rejected(
        "“my divorce” is no date", "post 3", "My divorce …", (("text", "My views on my divorce"),)
    )
    assert without_words(row, company("")) == Rejected("“…” is no date", "post 3")
    assert without_words(replace(row, cells=()), company("")) == Rejected(
        "“…” is no date", "post 3"
    )


def test_of_a_persons_row_that_is_about_the_company_all_is_kept() -> None:
    row = Rejected("it has no date", "post 3", "{…}", (("text", "Example Training rocks"),))
    assert without_words(row, company("")) == row
