"""Real downloads, each with its expected outcome: taken in with these counts, or refused as this.

Three ways of importing every file: as it is; with an account of the company's own named on its
platform, whose handle nobody has entered yet; and by the person whose download it is. Besides, each
file that names its owner: with an account that has just this handle, and with one that has another.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.errors import Problem
from collectors.exports.archive import archive_of
from collectors.exports.container import members_of
from collectors.exports.export import Holds, Owner
from collectors.post import Platform
from earshot.bringing.importing import Imported, Importer
from earshot.handling import administration
from earshot.handling.house import House
from earshot.rules.company import Account, Profile
from earshot.rules.events import PROGRAM
from earshot.store import log

pytestmark = pytest.mark.real_data

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Took:
    """Taken in; what is not named is 0. `left`: how many things were left unread on purpose."""

    new: int = 0
    changed: int = 0
    known: int = 0
    outgoing: int = 0
    not_about_us: int = 0
    rejected: int = 0
    left: int = 0


Outcome = Took | Problem


@dataclass(frozen=True)
class Ways:
    """What becomes of one file."""

    as_it_is: Outcome
    with_account: Outcome
    as_mine: Outcome


def always(outcome: Outcome) -> Ways:
    return Ways(outcome, outcome, outcome)


NO_POSTS = Problem.NO_POSTS
PRIVATE = Problem.PRIVATE_DOWNLOAD
WHOSE = Problem.WHOSE_DOWNLOAD
UNKNOWN = Problem.UNKNOWN_FILE

OUTCOMES = {
    "bluesky/indigo_firehose_commit_4621317030.json": always(NO_POSTS),
    "bluesky/indigo_greenground.repo.car": always(NO_POSTS),
    "bluesky/indigo_repo_slice.car": always(NO_POSTS),
    "bluesky/marshalx_custom_record.json": always(NO_POSTS),
    "bluesky/marshalx_extended_post_record.json": Ways(
        WHOSE, Took(outgoing=1), Took(not_about_us=1)
    ),
    "bluesky/marshalx_feed_record.json": always(NO_POSTS),
    "bluesky/marshalx_get_follows.json": always(NO_POSTS),
    "bluesky/marshalx_like_record.json": always(NO_POSTS),
    "bluesky/marshalx_post_record.json": Ways(WHOSE, Took(outgoing=1), Took(not_about_us=1)),
    "facebook/en_2020_your_posts_1.json": Ways(PRIVATE, PRIVATE, Took(not_about_us=76, left=4)),
    "facebook/es_2023_your_posts_1.json": Ways(PRIVATE, PRIVATE, Took(not_about_us=89, left=111)),
    "facebook/schemas_2019/_partials_attachments.json": always(NO_POSTS),
    "facebook/schemas_2019/comments_comments.json": always(NO_POSTS),
    "facebook/schemas_2019/groups_your_posts_and_comments_in_groups.json": always(NO_POSTS),
    "facebook/schemas_2019/likes_and_reactions_posts_and_comments.json": always(NO_POSTS),
    "facebook/schemas_2019/pages_your_pages.json": always(NO_POSTS),
    "facebook/schemas_2019/posts_your_posts.json": always(NO_POSTS),
    "facebook/waultar_content_examples.md": always(UNKNOWN),
    "facebook/waultar_objectbox_your_posts_1.json": Ways(
        PRIVATE, PRIVATE, Took(not_about_us=6, left=8)
    ),
    "facebook/waultar_posts_and_comments_reactions.json": always(NO_POSTS),
    "facebook/waultar_your_posts_1.json": Ways(PRIVATE, PRIVATE, Took(not_about_us=6, left=8)),
    "facebook/waultar_your_posts_in_groups.json": Ways(
        PRIVATE, PRIVATE, Took(not_about_us=1, left=2)
    ),
    "facebook_page/page_comments_zh-TW_2021.html": Ways(
        PRIVATE, Took(outgoing=78, left=2), Took(not_about_us=78, left=2)
    ),
    "google_business/takeout_reviews_RECONSTRUCTED.json": always(Took(new=120)),
    "google_maps/takeout_Reviews_2024.json": Ways(PRIVATE, PRIVATE, Took(not_about_us=58)),
    "hootsuite/2018_facebook_inbound_messages.csv": always(Took(new=443, left=7)),
    "hootsuite/2018_facebook_post_performance_HEADER_ONLY.csv": always(NO_POSTS),
    "instagram/en_2022_post_comments.json": Ways(WHOSE, Took(outgoing=200), Took(not_about_us=200)),
    "instagram/utrecht_2020_comments.json": Ways(WHOSE, Took(outgoing=16), Took(not_about_us=16)),
    "instagram/utrecht_2020_likes.json": always(NO_POSTS),
    "instagram/utrecht_2020_media.json": Ways(
        WHOSE, Took(outgoing=65, left=42), Took(not_about_us=65, left=42)
    ),
    "instagram/utrecht_2020_profile.json": always(NO_POSTS),
    "instagram/utrecht_2020_stories_activities.json": always(NO_POSTS),
    "instagram/waultar_media.json": Ways(
        WHOSE, Took(outgoing=5, left=1), Took(not_about_us=5, left=1)
    ),
    "instagram/waultar_posts.json": Ways(
        WHOSE, Took(outgoing=4, left=1), Took(not_about_us=4, left=1)
    ),
    "linkedin/2021_Comments.csv": Ways(WHOSE, Took(outgoing=51), Took(not_about_us=51)),
    "linkedin/2021_Shares.csv": Ways(
        WHOSE, Took(outgoing=23, left=17), Took(not_about_us=23, left=17)
    ),
    "mastodon/en_2022_outbox.json": Ways(PRIVATE, Took(outgoing=100), Took(not_about_us=100)),
    "mastodon/en_2024_outbox.json": Ways(PRIVATE, Took(outgoing=220), Took(not_about_us=220)),
    "reddit/comment_headers.csv": always(NO_POSTS),
    "reddit/comments.csv": Ways(WHOSE, Took(outgoing=400), Took(not_about_us=400)),
    "tiktok/empty_2025_user_data_tiktok.json": Ways(PRIVATE, Took(left=9), Took(left=9)),
    "tiktok/tr_2025_user_data_tiktok_comments_only.json": Ways(
        WHOSE, Took(outgoing=61, left=9), Took(not_about_us=61, left=9)
    ),
    "trustpilot/da_gyms_google_reviews_2023.csv": Ways(
        Took(not_about_us=150), Took(new=150), Took(not_about_us=150)
    ),
    "trustpilot/travel_brands_scrape_2025.csv": Ways(
        Took(not_about_us=300), Took(new=300), Took(not_about_us=300)
    ),
    "x_twitter/alrocar_2024_community-tweet_empty.js": always(NO_POSTS),
    "x_twitter/alrocar_2024_note-tweet.js": Ways(WHOSE, Took(outgoing=41), Took(not_about_us=41)),
    "x_twitter/alrocar_2024_tweet-headers.js": always(NO_POSTS),
    "x_twitter/alrocar_2024_tweets.js": Ways(WHOSE, Took(outgoing=250), Took(not_about_us=250)),
    "x_twitter/ja_2021_tweet.js": Ways(WHOSE, Took(outgoing=200), Took(not_about_us=200)),
    "x_twitter/lumeninferius_2020_tweet.js": Ways(WHOSE, Took(outgoing=22), Took(not_about_us=22)),
    "youtube_takeout/comments_0.csv": Ways(PRIVATE, Took(outgoing=2), Took(not_about_us=2)),
}

# The folders are called after what handed the files out.
PLATFORMS = {
    "facebook_page": Platform.FACEBOOK,
    "google_maps": Platform.GOOGLE_BUSINESS,
    "x_twitter": Platform.X,
    "youtube_takeout": Platform.YOUTUBE,
}

WORDS = {
    NO_POSTS: ("is not read", "nothing that others said", "holds no posts"),
    PRIVATE: ("is a private person’s download",),
    WHOSE: ("does not say whose it is",),
    UNKNOWN: ("is of no kind that is known here",),
}


@pytest.fixture(scope="module")
def exports(real_data: Path) -> Path:
    return real_data / "exports"


@dataclass(frozen=True)
class Seen:
    """What became of all files in one house, those that are to be refused first."""

    done: dict[str, list[Imported]]
    events_of_refused: int  # what refusing wrote into the log


def import_all(exports: Path, folder: Path, way: str) -> Seen:
    house = House(folder)
    profile = Profile("Example Training", ('"Example Training"',))
    administration.found_company(house, profile, now=NOW)
    # One account for each file: from then on it has the handle of the file's owner.
    importers = {name: _importer(house, name, way) for name in OUTCOMES}
    begun = _events(house)
    refused = [name for name, ways in OUTCOMES.items() if isinstance(getattr(ways, way), Problem)]
    done = _imported(exports, importers, refused)
    written = _events(house) - begun
    taken = _imported(exports, importers, [name for name in OUTCOMES if name not in refused])
    return Seen(done | taken, written)


def _importer(house: House, name: str, way: str) -> Importer:
    if way != "with_account":
        return Importer(house, PROGRAM, mine=way == "as_mine")
    account = _account(house, name)
    return Importer(house, PROGRAM, account=account)


def _account(house: House, name: str, handle: str = "") -> str:
    """An account of the company's own on a file's platform; returns what it is called."""
    platform = platform_of(name)
    account = Account(f"a-{name}", f"Our account ({name})", NOW.date(), platform, handle)
    with house.store.unit() as connection:
        return administration.add_account(connection, account, actor=PROGRAM, now=NOW).name


def _imported(
    exports: Path, importers: dict[str, Importer], names: list[str]
) -> dict[str, list[Imported]]:
    return {
        name: list(importers[name].import_path(exports / name, now=NOW, name=name))
        for name in names
    }


def platform_of(name: str) -> Platform:
    folder = name.partition("/")[0]
    return PLATFORMS.get(folder) or Platform(folder)


def _events(house: House) -> int:
    with house.store.unit() as connection:
        return log.head(connection)[0]


@pytest.fixture(scope="module", params=["as_it_is", "with_account", "as_mine"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def seen(exports: Path, way: str, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return import_all(exports, tmp_path_factory.mktemp(way), way)


def outcome(done: list[Imported]) -> Outcome:
    (one,) = done
    if one.problem:
        return one.problem
    c = one.counts
    left = sum(count for _, count in one.left_unread)
    return Took(c.new, c.changed, c.known, c.outgoing, c.not_about_us, c.rejected, left)


def test_the_table_names_every_file_and_no_other(exports: Path) -> None:
    there = {p.relative_to(exports).as_posix() for p in exports.rglob("*") if p.is_file()}
    assert there == set(OUTCOMES)


def test_each_file_becomes_what_the_table_says(seen: Seen, way: str) -> None:
    became = {name: outcome(done) for name, done in seen.done.items()}
    assert became == {name: getattr(ways, way) for name, ways in OUTCOMES.items()}


def test_what_is_refused_is_refused_in_words_that_name_the_file(seen: Seen) -> None:
    for name, (one,) in seen.done.items():
        if one.problem:
            assert one.error is not None
            assert one.error.startswith(name)
            assert any(words in one.error for words in WORDS[one.problem])
            assert (one.read, one.left_unread) == (0, ())


def test_what_is_refused_leaves_no_trace_in_the_log(seen: Seen) -> None:
    assert seen.events_of_refused == 0


# Whose it is, by its handle.

ANOTHER = "UC" + "x" * 22  # could be anybody's handle, and a channel's id


@pytest.fixture(scope="module")
def owners(exports: Path) -> dict[str, Owner]:
    """Of each file of an account's own words that names its owner: whom, as its own form says."""
    return {name: owner for name in OUTCOMES if (owner := _owner_in(exports / name))}


def _owner_in(path: Path) -> Owner | None:
    with members_of(path, path.name) as container:
        readings = archive_of(container).readings
        return next((r.owner for r in readings if r.form.holds is Holds.OWNERS), None)


def _with_handle(exports: Path, folder: Path, name: str, handle: str, *, named: bool) -> Outcome:
    house = House(folder / name)
    profile = Profile("Example Training", ('"Example Training"',))
    administration.found_company(house, profile, now=NOW)
    account = _account(house, name, handle)
    importer = Importer(house, PROGRAM, account=account if named else None)
    return outcome(list(importer.import_path(exports / name, now=NOW, name=name)))


def test_a_file_that_names_its_owner_is_ours_by_the_handle_alone(
    exports: Path, owners: dict[str, Owner], tmp_path: Path
) -> None:
    assert len({platform_of(name) for name in owners}) >= 3
    became = {
        name: _with_handle(exports, tmp_path, name, owner.handle or owner.name, named=False)
        for name, owner in owners.items()
    }
    assert became == {name: OUTCOMES[name].with_account for name in owners}


@pytest.mark.parametrize("named", [False, True])
def test_a_file_that_names_another_owner_is_refused_whichever_account_is_named(
    exports: Path, owners: dict[str, Owner], tmp_path: Path, named: bool
) -> None:
    became = {name: _with_handle(exports, tmp_path, name, ANOTHER, named=named) for name in owners}
    assert became == dict.fromkeys(owners, PRIVATE)
