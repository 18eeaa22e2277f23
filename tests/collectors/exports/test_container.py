"""Containers: what people hand over is opened without trust, and what is private not at all."""

import io
import os
import struct
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.exports import zipreading
from collectors.exports.container import ARCHIVES, LINKS, Refused, members_of
from collectors.exports.export import Member
from collectors.post import Unread
from collectors.tables.found import opened_table

KB = 1024


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return body.getvalue()


def found(body: bytes) -> tuple[dict[str, bytes], dict[str, int], dict[str, Refused]]:
    """What an archive gives: files with their bytes, what was left unread, what was refused."""
    files: dict[str, bytes] = {}
    left: dict[str, int] = {}
    refused: dict[str, Refused] = {}
    for each in members_of(io.BytesIO(body), "acme.zip"):
        if isinstance(each, Member):
            with each.open() as stream:
                files[each.name] = stream.read()
        elif isinstance(each, Unread):
            left[each.what] = each.count
        else:
            refused[each.name] = each
    return files, left, refused


def refusal(body: bytes) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        found(body)
    return caught.value


def only_refused(body: bytes) -> Refused:
    files, _, refused = found(body)
    assert files == {}
    (each,) = refused.values()
    return each


def flagged(body: bytes, flag: int) -> bytes:
    """The archive with a flag set on its first member, here and in the directory."""
    changed = bytearray(body)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.index(mark) + place
        changed[at] |= flag & 0xFF
        changed[at + 1] |= flag >> 8
    return bytes(changed)


def test_an_archive_is_known_by_its_content_and_not_by_its_name() -> None:
    files, _, _ = found(zipped(("data/tweets.js", b"one"), ("notes.csv", b"two")))
    assert files == {"data/tweets.js": b"one", "notes.csv": b"two"}


def test_a_single_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_bytes(b"text\nhello")
    with members_of(path) as container:
        (member,) = container
        assert isinstance(member, Member)
        assert container.is_single
        assert (member.name, member.size) == ("messages.csv", 10)
        assert [member.open().read() for _ in range(2)] == [b"text\nhello"] * 2


def test_a_stream_that_is_lent_stays_open_and_can_be_read_again() -> None:
    stream = io.BytesIO(b"text\nhello")
    (member,) = members_of(stream, "upload")
    assert isinstance(member, Member)
    for _ in range(2):
        with member.open() as opened:
            assert opened.read() == b"text\nhello"
    assert not stream.closed


def test_a_stream_that_is_lent_can_be_read_at_two_places_at_once() -> None:
    (member,) = members_of(io.BytesIO(b"0123456789" * 5_000), "upload")
    assert isinstance(member, Member)
    first, second = member.open(), member.open()
    assert (first.read(10), second.read(5), first.read(20_000)[-1:]) == (
        b"0123456789",
        b"01234",
        b"9",
    )
    first.seek(-3, io.SEEK_END)
    assert first.read() == b"789"


def test_a_workbook_is_a_file_although_it_is_packed_as_an_archive_is() -> None:
    book = zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>"))
    (member,) = members_of(io.BytesIO(book), "inbox.xlsx")
    assert isinstance(member, Member)
    assert member.name == "inbox.xlsx"
    files, _, _ = found(zipped(("inbox.xlsx", book)))
    assert list(files) == ["inbox.xlsx"]


def test_an_archive_within_an_archive_is_left_unread() -> None:
    inner = zipped(("tweets.js", b"x"))
    assert found(zipped(("inner.zip", inner), ("inner.dat", inner))) == ({}, {ARCHIVES: 2}, {})


@pytest.mark.parametrize(
    "name",
    ["../evil.js", "data/../../evil.js", "/etc/passwd", "C:/evil.js", "C:evil.js", "..\\evil.js"],
)
def test_a_name_that_leads_outside_is_refused_and_the_rest_is_read(name: str) -> None:
    files, _, refused = found(zipped((name, b"evil"), ("data/tweets.js", b"fine")))
    assert files == {"data/tweets.js": b"fine"}
    (each,) = refused.values()
    assert each.problem is Problem.UNSAFE_ARCHIVE
    assert each.sentence == f"acme.zip: {name} has a name that leads outside"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, a data folder and one for temporary files, each empty."""
    for name in ("here", "data", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path


def files_below(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if not each.is_dir()]


def test_no_member_becomes_a_file_that_has_a_name(folders: Path) -> None:
    found(zipped(("../evil.js", b"evil"), ("data/tweets.js", b"fine")))
    assert files_below(folders) == []


def test_of_a_large_table_nothing_is_left_in_any_folder(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled = []
    whole = tempfile.TemporaryFile

    def noted(**how: object) -> object:
        spooled.append(how)
        return whole(**how)  # type: ignore[call-overload]  # as tempfile itself calls it

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    body = zipped(
        ("said.csv", b"date,text\n" + b"2026-11-17,hello there hello\n" * 320_000),
        ("said.xlsx", _large_workbook()),
    )
    for member in members_of(io.BytesIO(body), "acme.zip"):
        assert isinstance(member, Member)
        assert next(opened_table(member.open, member.name).rows())
        assert files_below(folders) == []
    assert len(spooled) >= 2, "both are meant to be too large for memory"
    assert files_below(folders) == []


def _large_workbook() -> bytes:
    body, book = io.BytesIO(), openpyxl.Workbook()
    assert book.active is not None
    for row in (("date", "text"), ("2026-11-17", "hello")):
        book.active.append(row)
    book.save(body)
    with zipfile.ZipFile(body, "a") as archive:
        archive.writestr("xl/media/1.bin", os.urandom(9 * KB**2))
    return body.getvalue()


def test_a_name_is_shown_without_its_control_characters() -> None:
    files, _, _ = found(zipped(("da\x1b[31mta\u202e.js", b"x")))
    assert list(files) == ["da[31mta.js"]


def test_of_a_name_that_is_there_twice_the_first_is_read() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        body = zipped(("a.js", b"first"), ("a.js", b"second"))
    files, _, refused = found(body)
    assert files == {"a.js": b"first"}
    assert "twice" in refused["a.js"].sentence


def test_a_password_is_said_to_be_needed() -> None:
    each = only_refused(flagged(zipped(("tweets.js", b"x")), 0x1))
    assert each.problem is Problem.PASSWORD
    assert "acme.zip: tweets.js is protected by a password" in each.sentence


def test_an_encrypted_directory_is_said_to_need_a_password() -> None:
    body = bytearray(flagged(zipped(("tweets.js", b"x")), 0x2000))
    start = body.index(b"PK\x01\x02")
    body[start : start + 20] = b"?" * 20
    assert refusal(bytes(body)).problem is Problem.PASSWORD


def test_an_archive_that_is_cut_off_is_said_to_be() -> None:
    error = refusal(zipped(("tweets.js", os.urandom(KB)))[:700])
    assert error.problem is Problem.TRUNCATED
    assert str(error) == "acme.zip is cut off: the end of the archive is missing; download it again"


def test_a_damaged_member_is_said_to_be_and_the_others_are_read() -> None:
    body = bytearray(zipped(("a.js", b"x" * 50), ("b.js", b"fine"), method=zipfile.ZIP_STORED))
    body[body.index(b"xxxx") + 5] = 0
    members = {
        m.name: m for m in members_of(io.BytesIO(bytes(body)), "acme.zip") if isinstance(m, Member)
    }
    assert members["b.js"].open().read() == b"fine"
    with pytest.raises(UnreadableSource, match=r"acme.zip: a.js is damaged") as caught:
        members["a.js"].open().read()
    assert caught.value.problem is Problem.TRUNCATED


def test_an_honest_member_that_is_too_large_is_refused_with_its_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert zipreading.MEMBER_LIMIT == 1.5 * KB**3
    monkeypatch.setattr(zipreading, "MEMBER_LIMIT", 1_000)
    each = only_refused(zipped(("tweets.js", os.urandom(1_001))))
    assert each.problem is Problem.TOO_LARGE
    assert "the most that is read" in each.sentence


def test_a_member_that_is_larger_than_it_says_is_said_to_be_damaged() -> None:
    body = bytearray(zipped(("tweets.js", b"x" * 5_000)))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", body, body.index(mark) + place, 900)
    (member,) = members_of(io.BytesIO(bytes(body)), "acme.zip")
    assert isinstance(member, Member)
    with pytest.raises(UnreadableSource, match=r"tweets\.js is damaged"):
        member.open().read()


def test_a_bomb_is_stopped_by_how_much_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipreading, "RATIO_FROM", 100 * KB)
    error = refusal(zipped(("tweets.js", b"0" * 300 * KB)))
    assert error.problem is Problem.UNSAFE_ARCHIVE
    assert "more than 200 times its size" in str(error)


def test_what_all_members_hold_together_is_limited_and_reading_again_counts_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zipreading, "TOTAL_LIMIT", 3_000)
    body = zipped(
        ("a.js", os.urandom(1_000)), ("b.js", os.urandom(1_500)), ("c.js", os.urandom(900))
    )
    first, second, third = (m for m in members_of(io.BytesIO(body), "acme.zip"))
    assert isinstance(first, Member)
    assert isinstance(second, Member)
    assert isinstance(third, Member)
    for _ in range(5):
        first.open().read()
        second.open().read()
    with pytest.raises(UnreadableSource, match=r"acme.zip holds more than"):
        third.open().read()


def test_members_that_share_bytes_are_a_bomb() -> None:
    body = bytearray(zipped(("a.js", b"x" * 400), ("b.js", b"y"), method=zipfile.ZIP_STORED))
    second = body.rindex(b"PK\x01\x02")
    struct.pack_into("<L", body, second + 42, 20)  # its place: within the first
    error = refusal(bytes(body))
    assert error.problem is Problem.UNSAFE_ARCHIVE
    assert "share bytes" in str(error)


def test_more_members_than_anybody_downloads_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipreading, "MOST_MEMBERS", 20)
    assert refusal(zipped(*((f"{n}.js", b"") for n in range(21)))).problem is Problem.UNSAFE_ARCHIVE


def test_large_archives_are_read_as_small_ones_are() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive, archive.open("a.js", "w", force_zip64=True) as file:
        file.write(b"fine")
    assert found(body.getvalue())[0] == {"a.js": b"fine"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_no_platform_uses_are_refused(method: int) -> None:
    each = only_refused(zipped(("a.js", b"x" * 100), method=method))
    assert "unpack it yourself" in each.sentence


def test_a_link_in_an_archive_is_not_followed() -> None:
    link = zipfile.ZipInfo("tweets.js")
    link.external_attr = 0o120777 << 16
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert found(body.getvalue()) == ({}, {LINKS: 1}, {})


def test_an_empty_archive_holds_nothing() -> None:
    assert found(zipped()) == ({}, {}, {})


def test_a_folder_is_read_in_order_and_nothing_outside_of_it(tmp_path: Path) -> None:
    folder, outside = tmp_path / "download", tmp_path / "outside"
    (folder / "data").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.js").write_text("secret")
    (folder / "data" / "tweets.js").write_text("fine")
    (folder / "b.csv").write_text("fine")
    (folder / "way").symlink_to(outside)
    (folder / "link.js").symlink_to(outside / "secret.js")
    os.mkfifo(folder / "pipe.js")
    (folder / "old.zip").write_bytes(zipped(("a.js", b"x")))
    got = list(members_of(folder))
    assert [each.name for each in got if isinstance(each, Member)] == ["b.csv", "data/tweets.js"]
    assert [each for each in got if isinstance(each, Unread)] == [
        Unread(ARCHIVES),
        Unread(LINKS, 3),
    ]


def test_files_come_in_the_order_of_their_ways_and_a_closed_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b/2.csv", "a.csv", "b/1.csv", "closed/3.csv", "c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("fine")
    whole = os.scandir

    def guarded(path: str | Path) -> object:
        if str(path).endswith("closed"):  # root may look into everything
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path)

    monkeypatch.setattr(os, "scandir", guarded)
    *files, closed = members_of(tmp_path, "download")
    assert [each.name for each in files if isinstance(each, Member)] == [
        "a.csv",
        "b/1.csv",
        "b/2.csv",
        "c.csv",
    ]
    assert isinstance(closed, Refused)
    assert closed.sentence == "download: closed cannot be looked into: Permission denied"


def test_a_pipe_that_takes_a_files_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tweets.js").write_text("fine")
    (member,) = members_of(tmp_path)
    assert isinstance(member, Member)
    (tmp_path / "tweets.js").unlink()
    os.mkfifo(tmp_path / "tweets.js")
    with pytest.raises(UnreadableSource):
        member.open()
    with pytest.raises(UnreadableSource, match="neither a file nor a folder"):
        members_of(tmp_path / "tweets.js")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("data/direct-messages.js", "direct messages"),
        ("data/direct-messages-group-part1.js", "direct messages"),
        ("data/deleted-tweets.js", "posts that were deleted"),
        ("data/ad-impressions.js", "advertising"),
        ("data/contact.js", "contacts and address books"),
        ("data/like-part2.js", "likes, bookmarks and votes"),
        ("data/ip-audit.js", "log-ins and devices"),
        ("data/personalization.js", "what the platform has inferred"),
        ("data/saved-search.js", "searches"),
        ("data/tweets_media/1-a.mp4", "pictures, videos and sounds"),
        ("data/direct_messages_media/1-a.jpg", "direct messages"),
        ("assets/js/main.js", "parts of the download that hold no posts"),
        ("your_instagram_activity/messages/inbox/sam_1/message_1.json", "direct messages"),
        ("messages/inbox/sam_1/message_1.html", "direct messages"),
        ("ads_information/ads_clicked.json", "advertising"),
        ("personal_information/account_information.json", "personal details"),
        (
            "Takeout/YouTube and YouTube Music/history/watch-history.json",
            "what was watched and visited",
        ),
        ("Takeout/Location History (Timeline)/Records.json", "location"),
        ("likes.json", "likes, bookmarks and votes"),
        ("bookmarks.json", "likes, bookmarks and votes"),
        ("messages.csv", "direct messages"),
        ("Connections.csv", "contacts and address books"),
        ("SearchQueries.csv", "searches"),
        ("comment_votes.csv", "likes, bookmarks and votes"),
        ("ip_logs.csv", "log-ins and devices"),
    ],
)
def test_what_is_private_is_left_unread_by_its_place_in_the_download(name: str, what: str) -> None:
    files, left, _ = found(zipped((name, b"private")))
    assert files == {}
    assert left == {what: 1}


@pytest.mark.parametrize(
    "name",
    [
        "data/tweets.js",
        "data/tweets-part1.js",
        "data/note-tweet.js",
        "data/account.js",
        "outbox.json",
        "actor.json",
        "user_data_tiktok.json",
        "comments.csv",
        "posts.csv",
        "statistics.csv",
        "Shares.csv",
        "Comments.csv",
        "Profile.csv",
        "personal_information/personal_information/personal_information.json",
        "your_instagram_activity/comments/post_comments_1.json",
        "your_instagram_activity/media/posts_1.json",
        "your_facebook_activity/comments_and_reactions/comments.json",
        "your_facebook_activity/posts/your_posts_1.json",
        "comments_and_reactions/comments.html",
        "Takeout/Google Business Profile/account-1/location-2/reviews-abc.json",
        "Takeout/Maps (your places)/Reviews.json",
        "Takeout/YouTube and YouTube Music/comments/comments.csv",
        "Education Trust/reviews October.csv",
        "facebook_inbound_messages.csv",
    ],
)
def test_what_was_said_in_public_and_whose_it_is_may_be_opened(name: str) -> None:
    assert list(found(zipped((name, b"fine")))[0]) == [name]
