"""The command line keeps to the letter of what is promised to programs."""

import os
from pathlib import Path

import pytest

from earshot.handling.house import company_of
from earshot.store.gate import Store
from tests.collectors.server import FeedServer
from tests.commands.conftest import Command

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Example Echo</title>
<link>https://echo.example/</link><description>News</description>
<item><title>Example Training opens in Hull</title><link>https://echo.example/1</link>
<description>Good news for Hull.</description></item>
<item><title>Weather</title><link>https://echo.example/2</link><description>Rain.</description></item>
<item><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate></item>
</channel></rss>"""
Words = tuple[str, ...]
MENTION_KEYS = (
    "id source platform account kind url author title text published_at seen_at language "
    "sentiment compound intent needs_reply concerns story in_reply_to rating state clock due_at"
).split()


def set_up(earshot: Command) -> None:
    done = earshot("init", "--company", "Example Training", "--term", '"Example Training"')
    assert done.status == 0, done.err


def test_before_a_company_is_set_up_a_command_says_how_to_begin(earshot: Command) -> None:
    done = earshot("queue", "--json")
    assert (done.status, done.out) == (1, "")
    assert "earshot init --company NAME" in done.err


def test_init_takes_several_terms_and_refuses_a_second_company(earshot: Command) -> None:
    words = ("init", "--company", "Example Training", "--term", "One", "Two", "--term", "Three")
    assert earshot(*words).status == 0
    again = earshot("init", "--company", "Another")
    assert again.status == 1
    assert "already set up" in again.err


def test_from_a_feed_to_the_queue_and_the_csv(earshot: Command) -> None:
    set_up(earshot)
    with FeedServer() as server:
        server.put("/a.xml", RSS.encode())
        host = server.url("/").split("/")[2]
        added = earshot("sources", "add", server.url("/a.xml"), "--json", allow=host)
        (source,) = added.lines
        assert list(source) == "id name url kind account every state last_run health".split()
        assert (source["name"], source["last_run"]) == ("Example Echo", None)
        first = earshot("collect", "--json", allow=host)
        again = earshot("collect", source["id"], "--json", allow=host)
    (line,) = first.lines
    assert list(line) == (
        "source url status fetched new changed known outgoing not_about_us rejected error".split()
    )
    counts = {name: line[name] for name in ("fetched", "new", "not_about_us", "rejected")}
    assert counts == {"fetched": 2, "new": 1, "not_about_us": 1, "rejected": 1}
    assert again.lines[0]["status"] in ("ok", "unchanged")
    (mention,) = earshot("mentions", "--json").lines
    assert list(mention) == MENTION_KEYS
    assert mention["title"] == "Example Training opens in Hull"
    assert earshot("queue", "--json").out == ""  # friendly news needs no reply
    csv = earshot("export", "mentions", "--from", "2020-01-01", "--to", "2099-12-31", "--out", "-")
    assert mention["id"] in csv.out


def test_add_prints_the_id_and_the_item_is_in_the_queue_with_its_deadline(earshot: Command) -> None:
    set_up(earshot)
    noted = earshot(
        "add", "--url", "https://facebook.com/example/posts/1", "--text", "When is it open?",
        "--account", "Facebook page", "--at", "2026-11-14T18:05:00Z",
    )  # fmt: skip
    (item,) = earshot("queue", "--json").lines
    assert item["id"] == noted.out.strip()
    assert (item["account"], item["platform"]) == ("Facebook page", "facebook")
    assert (item["due_at"], item["clock"]) == ("2026-11-16T23:59:59Z", "policy")


def test_what_is_no_feed_is_not_added_unless_forced(earshot: Command) -> None:
    set_up(earshot)
    with FeedServer() as server:
        server.put(
            "/page",
            b"<!doctype html><title>Hello</title><p>A page",
            headers={"Content-Type": "text/html"},
        )
        host, url = server.url("/").split("/")[2], server.url("/page")
        refused = earshot("sources", "add", url, "--json", allow=host)
        assert (refused.status, refused.out) == (1, "")
        assert "not a feed" in refused.err
        assert earshot("sources", "list", "--json").out == ""
        assert earshot("sources", "add", url, "--force", "--json", allow=host).status == 0
        collected = earshot("collect", "--json", allow=host)
    assert (collected.status, collected.lines[0]["status"]) == (1, "failed")
    assert earshot("sources", "list", "--json").lines[0]["health"] != "ok"


def test_a_paused_source_is_said_to_be_paused_and_is_no_failure(earshot: Command) -> None:
    set_up(earshot)
    source = earshot("sources", "add", "https://feeds.example/a", "--force", "--json").lines[0]
    assert earshot("sources", "pause", source["id"], "--json").lines[0]["state"] == "paused"
    collected = earshot("collect", "--json")
    assert (collected.status, collected.lines[0]["status"]) == (0, "paused")


def test_a_source_that_is_added_again_is_changed_in_what_is_given_only(earshot: Command) -> None:
    set_up(earshot)
    add = ("sources", "add", "https://feeds.example/a", "--force", "--json")
    given = ("--name", "A", "--account", "Facebook page", "--every", "60", "--since", "2026-11-01")
    first = earshot(*add, *given).lines[0]
    earshot("sources", "pause", first["id"])
    again = earshot(*add, "--name", "B")
    assert "It is paused." in again.err
    assert again.lines == [first | {"name": "B", "state": "paused", "health": "paused"}]
    assert "nothing was changed" in earshot(*add).err


def test_an_account_that_is_added_again_is_changed_in_what_is_given_only(earshot: Command) -> None:
    set_up(earshot)
    add = ("accounts", "add", "Our page", "--json")
    first = earshot(*add, "--platform", "facebook", "--handle", "@example").lines[0]
    moved = earshot(*add, "--start", "2026-11-01").lines[0]
    assert moved == first | {"starts_on": "2026-11-01"}
    assert earshot(*add, "--handle", "").lines[0] == moved | {"handle": ""}


def test_hosts_that_cannot_be_read_are_named(earshot: Command) -> None:
    done = earshot("sources", "add", "https://feeds.example/a", allow="http://127.0.0.1/")
    assert (done.status, done.out) == (1, "")
    assert "EARSHOT_ALLOW_HOSTS: 'http://127.0.0.1/'" in done.err


def test_an_address_inside_is_refused_unless_it_is_allowed(earshot: Command) -> None:
    set_up(earshot)
    with FeedServer() as server:
        server.put("/a.xml", RSS.encode())
        refused = earshot("sources", "add", server.url("/a.xml"), "--json")
    assert (refused.status, server.requests) == (1, [])


def test_import_counts_every_row_and_keeps_the_rejected_ones(
    earshot: Command, tmp_path: Path
) -> None:
    set_up(earshot)
    table = tmp_path / "comments.csv"
    table.write_text(
        "text,published_at,author,account\n"
        "Where do I park?,2026-11-20T10:00:00Z,Ada Example,Facebook page\n"
        ",2026-11-20T10:00:00Z,Bo Example,Facebook page\n"
    )
    done = earshot("import", str(table), "--json")
    (line,) = done.lines
    assert (
        list(line)
        == (
            "file platform read new changed known outgoing not_about_us rejected left_unread "
            "rejects_file"
        ).split()
    )
    assert (done.status, line["read"], line["new"], line["rejected"]) == (0, 2, 1, 1)
    assert "line 3" in Path(line["rejects_file"]).read_text()
    assert earshot("import", str(table), "--json").lines[0]["known"] == 1


def test_a_file_that_is_no_table_fails_alone(earshot: Command, tmp_path: Path) -> None:
    set_up(earshot)
    (tmp_path / "a.csv").write_text("colour,size\nred,1\n")
    (tmp_path / "b.csv").write_text("text\nExample Training is fine\n")
    done = earshot("import", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--json")
    assert done.status == 1
    assert "a.csv" in done.err
    assert [line["new"] for line in done.lines] == [0, 1]


def test_files_of_a_folder_are_called_by_their_way_from_there(
    earshot: Command, tmp_path: Path
) -> None:
    set_up(earshot)
    for name in ("2025/seen.csv", "2026/seen.csv"):
        (tmp_path / "tables" / name).parent.mkdir(parents=True)
        (tmp_path / "tables" / name).write_text(f"text\nExample Training {name}\n")
    (tmp_path / "tables" / "bad.csv").write_text("colour\nred\n")
    done = earshot("import", str(tmp_path / "tables"), "--json")
    assert [line["file"] for line in done.lines] == ["2025/seen.csv", "2026/seen.csv", "bad.csv"]


def test_due_needs_no_company_and_names_the_line_that_it_cannot_read(earshot: Command) -> None:
    done = earshot("due", "--json", stdin="2026-11-14T18:05:00Z\n2026-10-25T01:30\n2026-11-16\n")
    assert done.status == 1
    assert [line["due_at"] for line in done.lines] == ["2026-11-16T23:59:59Z"]
    assert "line 2" in done.err
    assert "line 3" in done.err


def test_due_knows_the_nations(earshot: Command) -> None:
    st_andrews = "2026-11-28T10:00:00Z"  # the Saturday before a Scottish bank holiday
    england = earshot("due", st_andrews, "--json").lines[0]["due_at"]
    scotland = earshot("due", st_andrews, "--nation", "scotland", "--json").lines[0]["due_at"]
    assert (england, scotland) == ("2026-11-30T23:59:59Z", "2026-12-01T23:59:59Z")


def test_brand_try_shows_where_a_query_matches(earshot: Command) -> None:
    done = earshot(
        "brand", "try", '"Example Training"', "--json", stdin="At Example Training\nNo\n"
    )
    assert done.lines == [
        {
            "text": "At Example Training",
            "matched": True,
            "hits": [{"term": "Example Training", "start": 3, "end": 19}],
        },
        {"text": "No", "matched": False, "hits": []},
    ]


def test_a_query_that_cannot_be_read_is_wrong_usage(earshot: Command) -> None:
    done = earshot("brand", "try", '"Example', "text")
    assert done.status == 2
    assert "query" in done.err


def test_judge_reads_texts_and_needs_no_company(earshot: Command) -> None:
    done = earshot("judge", "--json", stdin="still waiting for my certificate, nobody answers\n")
    (line,) = done.lines
    assert list(line) == (
        "text language sentiment compound words intent needs_reply concerns".split()
    )
    assert (line["intent"], line["needs_reply"]) == ("complaint", True)


def test_doctor_finds_nothing_wrong_in_a_sound_store(earshot: Command) -> None:
    set_up(earshot)
    earshot("add", "--text", "When is it open?", "--account", "Facebook page")
    done = earshot("doctor", "--json")
    assert done.status == 0
    assert {line["check"]: line["ok"] for line in done.lines} == {
        "log": True,
        "mentions": True,
        "cases": True,
        "policy": True,
    }


def test_the_doctor_fails_for_what_it_cannot_repair_and_for_nothing_else(
    earshot: Command, tmp_path: Path
) -> None:
    set_up(earshot)
    earshot("add", "--text", "When is it open?", "--account", "Facebook page")
    store = Store(tmp_path / "data")
    with store.unit() as connection:
        connection.execute("INSERT INTO cases FROM cases")
    rebuilt = earshot("doctor", "--repair", "--json")
    assert rebuilt.status == 0
    assert [line["check"] for line in rebuilt.lines if not line["ok"]] == ["cases"]
    with store.unit() as connection:
        connection.execute("UPDATE events SET actor = 'somebody' WHERE seq = 1")
    broken = earshot("doctor", "--repair", "--json")
    assert broken.status == 1
    assert [line["check"] for line in broken.lines if not line["ok"]] == ["log"]


def test_a_file_that_cannot_be_written_is_told_in_words(earshot: Command, tmp_path: Path) -> None:
    set_up(earshot)
    words = ("export", "mentions", "--from", "2026-11-01", "--to", "2026-11-02", "--out")
    for out in (tmp_path / "missing" / "export.csv", tmp_path):
        done = earshot(*words, str(out))
        assert done.status == 1
        assert f"{out} cannot be written" in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [(), ("--json",)])
def test_output_that_takes_no_more_is_told_in_words(earshot: Command, words: Words) -> None:
    with Path("/dev/full").open("w") as full:
        done = earshot("due", "2026-11-14T18:05:00Z", *words, stdout=full)
    assert done.status == 1
    assert done.err == "earshot: Standard output cannot be written to: No space left on device.\n"


def test_a_reader_that_goes_away_is_no_reason_for_words(earshot: Command) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w") as pipe:
        done = earshot("due", "2026-11-14T18:05:00Z", "--json", stdout=pipe)
    assert (done.status, done.err) == (1, "")


def test_what_is_printed_is_utf_8_with_its_own_line_ends_whatever_the_system_speaks(
    earshot: Command,
) -> None:
    set_up(earshot)
    earshot("add", "--text", "Très bien – prêt? 日本", "--account", "Facebook page")
    words = ("export", "mentions", "--from", "2020-01-01", "--to", "2099-12-31", "--out", "-")
    out = earshot(*words, speaking="ascii").out
    assert "Très bien – prêt? 日本" in out
    assert out.count("\n") == out.count("\r\n") == 2


def test_input_that_is_no_utf_8_is_told_in_words(earshot: Command) -> None:
    done = earshot("judge", "--json", stdin="caf\udce9\n")
    assert (done.status, done.out) == (1, "")
    assert "no UTF-8 text" in done.err


def test_a_policy_that_was_changed_by_hand_is_noted_by_the_next_command(
    earshot: Command, tmp_path: Path
) -> None:
    set_up(earshot)
    policy = tmp_path / "data" / "policy.toml"
    policy.write_text(policy.read_text("utf-8").replace("version = 1\n", "version = 2\n"), "utf-8")
    earshot("queue")
    assert company_of(Store(tmp_path / "data")).policy_version == "2"
    policy.write_text("version =", "utf-8")
    assert earshot("queue").status == 0  # it needs no policy
    added = earshot("add", "--text", "When?", "--account", "Facebook page")
    assert added.status == 0
    assert "policy.toml, line 1" in added.err
    assert "The last good policy stays in force" in added.err
    assert company_of(Store(tmp_path / "data")).policy_version == "2"
    looked = earshot("doctor", "--json")
    assert looked.status == 1
    assert [line["problems"] for line in looked.lines if not line["ok"]] == [
        ["policy.toml, line 1: Invalid value (the file ends too early)"]
    ]


def test_an_export_of_a_period_that_ends_before_it_begins_is_refused(earshot: Command) -> None:
    set_up(earshot)
    done = earshot("export", "summary", "--from", "2026-11-02", "--to", "2026-11-01", "--out", "-")
    assert (done.status, done.out) == (2, "")


def test_what_was_said_before_a_source_was_added_is_history_unless_it_counts_since(
    earshot: Command,
) -> None:
    set_up(earshot)
    earshot("accounts", "add", "Our Facebook page", "--start", "2020-01-01")
    dated = "<pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate><link>https://echo.example/2"
    feed = RSS.replace("<link>https://echo.example/2", dated)
    with FeedServer() as server:
        server.put("/now.xml", feed.encode())
        server.put("/since.xml", feed.replace("echo.example/2", "echo.example/3").encode())
        host = server.url("/").split("/")[2]
        on = ("--account", "our facebook page")
        earshot("sources", "add", server.url("/now.xml"), *on, allow=host)
        earshot(
            "sources", "add", server.url("/since.xml"), *on, "--since", "2026-11-01", allow=host
        )
        earshot("collect", allow=host)
    states = {line["url"]: line["state"] for line in earshot("mentions", "--json").lines}
    assert states["https://echo.example/2"] == "history"
    assert states["https://echo.example/3"] == "open"
