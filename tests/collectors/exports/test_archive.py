"""Archives: what a person hands over is sorted by what it is, and read in bounded memory."""

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from collectors.errors import Problem, UnreadableSource
from collectors.exports.archive import Archive, archive_of
from collectors.exports.container import members_of
from collectors.exports.export import Owner
from collectors.exports.forms import FORMS, recognise
from collectors.post import Post, Unread
from tests.collectors.exports.downloads import CONTEXT, Entry, member, tally
from tests.conftest import ROOT

ACCOUNT = [{"account": {"username": "acmetraining", "accountDisplayName": "Acme Training"}}]
TWEET = {"id_str": "1700000000067108864", "created_at": "Wed Oct 10 20:19:24 +0000 2018"}


def assigned(name: str, records: list[object]) -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(records)}"


def x_archive(**others: str) -> dict[str, str]:
    cut = [{"tweet": TWEET | {"full_text": "It begins so…"}}]
    core = {"text": "It begins so and goes on."}
    note = {"noteTweetId": "1700000000000000000", "createdAt": "2018-10-10T20:19:24Z", "core": core}
    return {
        "data/note-tweet.js": assigned("note_tweet", [{"noteTweet": note}]),
        "data/tweets.js": assigned("tweets", cut),
        "data/account.js": assigned("account", ACCOUNT),
        "data/direct-messages.js": assigned("direct_messages", [{"secret": 1}]),
        "data/tweets_media/1-a.jpg": "picture",
    } | others


def in_folder(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def in_zip(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "download.bin"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def everything(path: Path) -> tuple[Archive, list[Entry]]:
    with members_of(path) as container:
        archive = archive_of(container)
        found = [
            entry
            for reading in archive.readings
            for entry in reading.entries(replace(CONTEXT, owner=reading.owner))
        ]
    return archive, found


@pytest.mark.parametrize("wrap", [in_folder, in_zip])
def test_an_x_archive_gives_each_post_once_and_no_message(wrap: object, tmp_path: Path) -> None:
    archive, found = everything(wrap(tmp_path, x_archive()))  # type: ignore[operator]
    (said,) = (entry for entry in found if isinstance(entry, Post))
    assert said.text == "It begins so and goes on."
    assert said.author == "acmetraining"
    assert said.url == "https://x.com/acmetraining/status/1700000000067108864"
    assert archive.left == (Unread("direct messages"), Unread("pictures, videos and sounds"))
    assert tally(found) == {"posts": 1, "X account": 1}


def test_messages_are_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    open_file = os.open

    def recorded(path: Path, flags: int) -> int:
        opened.append(Path(path).name)
        return open_file(path, flags)

    monkeypatch.setattr("collectors.exports.container.os.open", recorded)
    everything(in_folder(tmp_path, x_archive()))
    assert set(opened) == {"account.js", "tweets.js", "note-tweet.js"}


def test_a_folder_of_two_platforms_has_an_owner_for_each(tmp_path: Path) -> None:
    actor = {"preferredUsername": "acme", "outbox": "outbox.json", "name": ""}
    archive, _ = everything(in_folder(tmp_path, x_archive(**{"m/actor.json": json.dumps(actor)})))
    owners = {reading.form.platform.value: reading.owner for reading in archive.readings}
    assert owners == {"x": Owner("acmetraining", "Acme Training"), "mastodon": Owner("acme")}


def x_account(handle: str) -> str:
    return assigned("account", [{"account": {"username": handle, "accountDisplayName": ""}}])


def owners(files: dict[str, str], folder: Path) -> dict[str, Owner | None]:
    archive, _ = everything(in_zip(folder, files))
    return {reading.member.name: reading.owner for reading in archive.readings}


def test_one_persons_account_file_does_not_speak_for_anothers_posts(tmp_path: Path) -> None:
    tweets = assigned("tweets", [{"tweet": TWEET | {"full_text": "My own life"}}])
    found = owners(
        {
            "ours/account.js": x_account("acmetraining"),
            "ours/data/tweets.js": tweets,
            "theirs/data/account.js": x_account("robinsample"),
            "theirs/data/tweets.js": tweets,
            "unnamed/tweets.js": tweets,
        },
        tmp_path,
    )
    assert found["ours/data/tweets.js"] == Owner("acmetraining")
    assert found["theirs/data/tweets.js"] == Owner("robinsample")
    assert found["unnamed/tweets.js"] is None


def test_two_account_files_in_one_folder_leave_it_open_whose_the_posts_are(tmp_path: Path) -> None:
    tweets = assigned("tweets", [{"tweet": TWEET | {"full_text": "My own life"}}])
    files = {"account.js": x_account("acme"), "account-1.js": x_account("robin")}
    assert owners(files | {"tweets.js": tweets}, tmp_path)["tweets.js"] is None


def test_a_mastodon_outbox_is_its_own_actors_whatever_profile_lies_beside_it(
    tmp_path: Path,
) -> None:
    ours = {"id": "https://social.example/users/acme", "preferredUsername": "acme"}
    theirs = {"type": "Create", "actor": "https://social.example/users/robin", "object": {}}
    outbox = {"type": "OrderedCollection", "id": "outbox.json", "orderedItems": [theirs]}
    files = {"actor.json": json.dumps(ours | {"outbox": "outbox.json", "name": "Acme"})}
    found = owners(files | {"outbox.json": json.dumps(outbox)}, tmp_path)
    assert found["outbox.json"] == Owner("robin@social.example")
    assert found["actor.json"] == Owner("acme@social.example", "Acme")


def test_a_profile_in_a_folder_beside_the_posts_speaks_for_its_own_download(
    tmp_path: Path,
) -> None:
    """Facebook keeps the two in folders of their own."""
    posts = [{"timestamp": 1_700_000_000, "data": [{"post": "Hello"}], "title": "A post"}]
    files = {}
    for who in ("Acme Training", "Robin Sample"):
        profile = {"profile_v2": {"name": {"full_name": who}}}
        files[f"{who}/profile_information/profile_information.json"] = json.dumps(profile)
        files[f"{who}/posts/your_posts_1.json"] = json.dumps(posts)
    found = owners(files, tmp_path)
    for who in ("Acme Training", "Robin Sample"):
        owner = found[f"{who}/posts/your_posts_1.json"]
        assert owner == Owner(name=who)


def test_what_is_of_no_known_kind_is_set_apart_and_an_empty_file_refused(tmp_path: Path) -> None:
    files = {"Reviews.csv": "Wann,Was\n1,2\n", "data/tweets.js": " ", "x.bin": "\x01\x02"}
    archive, found = everything(in_folder(tmp_path, files))
    assert found == []
    assert {each.name for each in archive.unknown} == {"Reviews.csv", "x.bin"}
    assert [(each.name, each.problem) for each in archive.refused] == [
        ("data/tweets.js", Problem.EMPTY)
    ]


def test_a_file_by_itself_that_holds_no_posts_says_so(tmp_path: Path) -> None:
    path = tmp_path / "account.js"
    path.write_text(assigned("account", ACCOUNT))
    with pytest.raises(UnreadableSource) as caught:
        everything(path)
    assert caught.value.problem is Problem.NO_POSTS


def test_a_file_of_no_known_kind_is_refused_by_name() -> None:
    with pytest.raises(UnreadableSource, match=r"notes\.xyz is of no kind") as caught:
        recognise(member("notes.xyz", "hello"))
    assert caught.value.problem is Problem.UNKNOWN_FILE


def test_every_form_refuses_what_is_nothing() -> None:
    for head in (b"", b"{}", b"[]", b"\xff\xfe", b"\x00" * 50, b"<html></html>", b"a,b\n1,2\n"):
        assert [form.name for form in FORMS if form.recognise("file", head)] == []


def test_every_form_has_a_name_of_its_own() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS)


def test_a_large_archive_is_read_in_the_memory_of_a_small_one() -> None:
    """20 MB in a process of its own; the benchmark reads 1,000."""
    command = [sys.executable, "benchmarks/archive.py", "--megabytes", "20", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    assert figures["posts"] > 2_000
    assert figures["peak"] - figures["before"] < 15


def test_an_archive_that_somebody_uploads_is_read_from_its_stream() -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        for name, text in x_archive().items():
            file.writestr(name, text)
    with members_of(body, "upload.zip") as container:
        assert len(archive_of(container).readings) == 3
    assert not body.closed
