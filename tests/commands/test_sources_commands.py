"""The command line finds feeds, and takes lists of them in and hands them over."""

from pathlib import Path

from tests.collectors.server import FeedServer
from tests.commands.conftest import Command

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Example Echo</title>
<item><title>One</title><link>https://echo.example/1</link></item></channel></rss>"""
PAGE = (
    b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed">'
    b'<link rel="alternate" type="application/atom+xml" href="/more">'
)
KEYS = "id name url kind account every state last_run health".split()
LIST = """<opml version="2.0"><body><outline text="Local">
<outline text="A &amp; B" xmlUrl="https://a.example/?x=1&amp;y=2"/></outline>
<outline text="Bad" xmlUrl="ftp://b.example/"/></body></opml>"""


def set_up(earshot: Command) -> None:
    assert earshot("init", "--company", "Example Training").status == 0


def test_a_page_is_not_added_and_its_feed_is_named(earshot: Command) -> None:
    set_up(earshot)
    with FeedServer() as server:
        url = server.put("/", PAGE, headers={"Content-Type": "text/html"})
        feed = server.put("/feed", RSS)
        host = url.split("/")[2]
        refused = earshot("sources", "add", url, "--json", allow=host)
        assert (refused.status, refused.out) == (1, "")
        assert f"its feed is {feed}: add that one" in refused.err
        assert server.url("/more") in refused.err
        added = earshot("sources", "add", feed, "https://x.com/example", "--json", allow=host)
    assert (added.status, len(added.lines)) == (1, 1)
    assert "X gives no feed" in added.err
    assert added.lines[0]["url"] == feed


def test_a_list_is_taken_in_and_handed_over_and_nothing_is_added_twice(
    earshot: Command, tmp_path: Path
) -> None:
    set_up(earshot)
    file = tmp_path / "mine.opml"
    file.write_text(LIST, "utf-8")
    done = earshot("sources", "import", str(file), "--json")
    (line,) = done.lines
    assert (done.status, list(line)) == (0, KEYS)
    assert (line["name"], line["url"]) == ("A & B", "https://a.example/?x=1&y=2")
    assert (line["every"], line["health"]) == (30, "never_collected")
    assert "first collection shows" in done.err
    assert "line 3: its address is not http(s)" in done.err
    handed = earshot("sources", "export")
    assert (handed.status, handed.err) == (0, "")
    file.write_text(handed.out, "utf-8")
    again = earshot("sources", "import", str(file), "--json")
    assert (again.status, again.out) == (0, "")
    assert "1 there already" in again.err


def test_an_address_with_a_password_is_refused_and_never_repeated(earshot: Command) -> None:
    set_up(earshot)
    for url in ("https://u:s3cret@a.example/feed", "feed:https://u:s3cret@a.example/"):
        for how in ((), ("--force",)):
            refused = earshot("sources", "add", url, *how, "--json")
            assert (refused.status, "must not hold" in refused.err) == (1, True)
            assert "s3cret" not in refused.out + refused.err
    for url in ("IMAPS://u:s3cret@a.example/", " Imap://u:s3cret@a.example/"):
        refused = earshot("sources", "add", url, "--force", "--password", "env:NONE", "--json")
        assert (refused.status, "must not hold the password" in refused.err) == (1, True)
        assert "s3cret" not in refused.out + refused.err
    assert earshot("sources", "list", "--json").lines == []


def test_what_is_no_list_of_feeds_is_refused_in_words(earshot: Command, tmp_path: Path) -> None:
    set_up(earshot)
    file = tmp_path / "table.csv"
    file.write_text("text,url\n", "utf-8")
    refused = earshot("sources", "import", str(file), "--json")
    assert (refused.status, refused.out) == (1, "")
    assert "this is no OPML" in refused.err
    missing = earshot("sources", "import", str(tmp_path / "none.opml"))
    assert missing.status == 1
    assert "none.opml" in missing.err
