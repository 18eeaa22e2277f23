"""The commands for the purpose, its drafts, and the register of requests."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from earshot.bringing.handnotes import Note, add_note
from earshot.handling.administration import found_company
from earshot.handling.house import House
from earshot.rules.company import Profile
from tests.collectors.server import FeedServer
from tests.commands.conftest import Command, Done

RSS = (
    b"<rss version='2.0'><channel><title>V</title>"
    b"<item><title>Example Training wins</title></item></channel></rss>"
)
USES = ("listening", "own_accounts", "safeguarding", "compliance", "rights")
KEYS = ["stated", "assessed_on", "assessed_by", "bases", "notice", "missing"]
REQUEST = ["id", "kind", "received_on", "due_on", "state", "mention"]


@pytest.fixture(autouse=True)
def house(tmp_path: Path) -> House:
    """Set up in this process, which is quicker: `earshot` works in the same folder."""
    made = House(tmp_path / "data")
    found_company(made, Profile("Example Training", ()), now=datetime.now(UTC))
    return made


def stated(earshot: Command, *more: str) -> Done:
    bases = [word for use in USES for word in ("--basis", f"{use}=legitimate_interests")]
    return earshot(
        "purpose",
        "set",
        *("--assessed-on", "2026-09-01", "--assessed-by", "Dana Example"),
        *("--notice", "https://example.org/privacy"),
        *bases,
        *more,
        "--json",
    )


def test_purpose_is_set_shown_and_changed_in_one_part(earshot: Command) -> None:
    shown = earshot("purpose", "show", "--json")
    assert list(shown.lines[0]) == KEYS
    assert shown.lines[0]["stated"] is False
    assert "Still to say: the date of the data protection impact assessment" in shown.err
    (line,) = stated(earshot).lines
    assert (line["stated"], line["assessed_on"], line["missing"]) == (True, "2026-09-01", [])
    changed = earshot("purpose", "set", "--basis", "safeguarding=public_task", "--json")
    assert changed.lines[0]["bases"]["safeguarding"] == "public_task"
    assert changed.lines[0]["assessed_by"] == "Dana Example"


def test_what_is_no_purpose_is_said_in_words_and_nothing_is_kept(earshot: Command) -> None:
    for words, said in (
        (("--basis", "spying=consent"), "no purpose 'spying'; there are: listening"),
        (("--basis", "listening"), "write it like listening=legitimate_interests"),
        (("--assessed-by", "Dana Example"), "say: the date of the data protection impact"),
    ):
        done = earshot("purpose", "set", *words)
        assert (done.status, said in done.err) == (1, True), done.err


def test_collect_collects_what_it_is_told_to_and_says_that_no_purpose_is_stated(
    earshot: Command,
) -> None:
    with FeedServer() as server:
        allow = f"127.0.0.1:{server.port}"
        url = server.put("/feed", RSS)
        assert earshot("sources", "add", url, allow=allow).status == 0
        done = earshot("collect", "--json", allow=allow)
        assert (done.status, done.lines[0]["fetched"]) == (0, 1)
        assert "earshot purpose set" in done.err
        stated(earshot)
        assert earshot("collect", "--json", allow=allow).err == ""


def test_drafts_are_written_and_never_over_what_somebody_has_worked_on(
    earshot: Command, tmp_path: Path
) -> None:
    out = tmp_path / "drafts"
    done = earshot("purpose", "drafts", "--out", str(out), "--json")
    assert done.status == 0, done.err
    assert [list(line) for line in done.lines] == [["file", "title", "to_decide"]] * 4
    assert all(Path(line["file"]).read_text("utf-8").startswith("# ") for line in done.lines)
    assert all(line["to_decide"] > 0 for line in done.lines)
    again = earshot("purpose", "drafts", "--out", str(out))
    assert (again.status, "is there already" in again.err) == (1, True)


def test_a_request_is_added_listed_and_answered_and_what_it_is_about_is_never_printed(
    earshot: Command,
) -> None:
    added = earshot(
        *("request", "add", "--kind", "access", "--received", "2026-01-31"),
        *("--about", "Zebedee Quill wants everything", "--json"),
    )
    (line,) = added.lines
    assert list(line) == REQUEST
    assert date.fromisoformat(line["due_on"]) == date(2026, 3, 2)
    assert "the next working day is Monday 2 March 2026" in added.err
    said = [added, earshot("request", "list", "--json")]
    assert said[1].lines == [line]
    said.append(earshot("request", "answer", line["id"], "--outcome", "sent"))
    assert "answered" in said[-1].out
    assert not any("Quill" in done.out + done.err for done in said)


def test_a_comment_that_reads_like_a_request_is_counted_and_not_told(
    earshot: Command, house: House
) -> None:
    words = "Please delete all my personal data, you have no right to keep it"
    add_note(house, Note(words, datetime.now(UTC)), now=datetime.now(UTC))
    done = earshot("request", "list", "--json")
    assert done.lines == []
    assert "in the register not yet: 1." in done.err
    assert "delete" not in done.err


def test_wrong_requests_are_refused_in_words(earshot: Command) -> None:
    add = ("request", "add", "--kind", "access", "--about", "x", "--received")
    assert earshot(*add, "soon").status == 2
    future = earshot(*add, "2099-01-01")
    assert (future.status, "still to come" in future.err) == (1, True)
    nobody = earshot("request", "answer", "r-none", "--outcome", "sent")
    assert (nobody.status, "There is no request 'r-none'" in nobody.err) == (1, True)
