"""Whose a download is decides whether it may be read: a private person's own is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.exports.export import Entries, Form, Holds, Member, Owner
from collectors.post import Platform
from earshot.rules.company import Account, Company, Profile
from earshot.rules.downloads import Importing, Right, right_to_read

OURS = Account("a-x", "Our X", date(2026, 1, 1), Platform.X, "ExampleTraining")
PAGE = Account("a-f", "Our page", date(2026, 1, 1), Platform.FACEBOOK)
COMPANY = Company(Profile("Example Training", ()), {a.id: a for a in (OURS, PAGE)}, {}, {})
STRANGER = Owner("jane_example", "Jane Example")


def form(holds: Holds, platform: Platform = Platform.X) -> Form:
    def read(member: Member, context: object) -> Entries:
        nothing: Iterator[object] = iter(())
        return nothing  # type: ignore[return-value]

    return Form("archive", platform, holds, lambda name, head: True, read)


def right(
    holds: Holds, owner: Owner | None, said: Importing, platform: Platform = Platform.X
) -> Right:
    return right_to_read(form(holds, platform), owner, said, COMPANY, "tweets.js")


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
    said = Importing(channel)
    assert right(Holds.OWNERS, owner, said, Platform.YOUTUBE) == Right(channel, own=True)
    other = replace(channel, handle="UC" + "b" * 22)
    with pytest.raises(UnreadableSource):
        right(Holds.OWNERS, owner, Importing(other), Platform.YOUTUBE)


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


@pytest.mark.parametrize("said", [Importing(platform=Platform.LINKEDIN), Importing(PAGE)])
def test_a_file_of_another_platform_than_was_said_is_refused(said: Importing) -> None:
    assert refused(Holds.OWNERS, Owner("exampletraining"), said)[0] is Problem.WRONG_PLATFORM
