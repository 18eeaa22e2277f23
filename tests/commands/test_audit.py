"""The log is taken away and checked on the command line; who exports something is in the log."""

import json
from pathlib import Path

import duckdb

from earshot.rules.chain import GENESIS
from tests.commands.conftest import Command, Done

KEYS = (
    "seq recorded_at actor kind subject details_sha256 hash salt details withheld sealed".split()
)  # of a line of an export


def set_up(earshot: Command) -> None:
    done = earshot("init", "--company", "Example Training", "--term", '"Example Training"')
    assert done.status == 0, done.err


def outcome(done: Done) -> tuple[int, bool, list[dict[str, object]]]:
    (line,) = done.lines
    assert list(line) == ["ok", "events", "head", "problems"]
    return done.status, line["ok"], line["problems"]


def test_from_the_export_to_a_verified_file_and_a_changed_one(
    earshot: Command, tmp_path: Path
) -> None:
    set_up(earshot)
    path = tmp_path / "log.jsonl"
    done = earshot("audit", "export", "--out", str(path))
    assert done.status == 0, done.err
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [list(line) for line in lines] == [KEYS] * len(lines)
    assert lines[-1]["kind"] == "exported"
    assert lines[-1]["hash"] in done.err
    assert path.stat().st_mode & 0o077 == 0
    whole = earshot("audit", "verify", str(path), "--head", lines[-1]["hash"], "--json")
    assert outcome(whole) == (0, True, [])
    assert whole.lines[0]["events"] == len(lines)
    assert whole.lines[0]["head"] == lines[-1]["hash"]
    assert outcome(earshot("audit", "verify", "--json"))[:2] == (0, True)
    lines[1]["actor"] = "somebody else"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines[:-1]), "utf-8")
    bad = earshot("audit", "verify", str(path), "--head", lines[-1]["hash"], "--json")
    assert outcome(bad) == (
        1,
        False,
        [{"seq": 2, "kind": "changed"}, {"seq": len(lines), "kind": "truncated"}],
    )
    assert "Event 2: changed" in bad.err


def test_the_store_is_held_against_a_head_that_is_given(earshot: Command) -> None:
    set_up(earshot)
    out = earshot("audit", "export", "--out", "-", "--without-details")
    assert {line["withheld"] for line in out.lines} == {True}
    head = out.lines[-1]["hash"]
    assert outcome(earshot("audit", "verify", "--head", head, "--json"))[0] == 0
    strange = earshot("audit", "verify", "--head", "a" * 64, "--json")
    assert strange.status == 1
    assert strange.lines[0]["problems"][0]["kind"] == "truncated"
    assert earshot("audit", "verify", "--head", "short").status == 2


def test_what_is_no_export_is_refused_with_its_line_and_an_empty_file_is_an_empty_log(
    earshot: Command, tmp_path: Path
) -> None:
    strange = tmp_path / "not-a-log.jsonl"
    strange.write_text("id,text\n1,2\n")
    refused = earshot("audit", "verify", str(strange), "--json")
    assert (refused.status, refused.out) == (1, "")
    assert f"{strange}, line 1: this is no JSON" in refused.err
    missing = earshot("audit", "verify", str(tmp_path / "none.jsonl"))
    assert (missing.status, "none.jsonl cannot be read" in missing.err) == (1, True)
    (tmp_path / "empty.jsonl").write_text("")
    (line,) = earshot("audit", "verify", str(tmp_path / "empty.jsonl"), "--json").lines
    assert line == {"ok": True, "events": 0, "head": GENESIS, "problems": []}


def test_an_export_to_where_nothing_can_be_written_is_told_and_so_is_what_was_exported(
    earshot: Command, tmp_path: Path
) -> None:
    set_up(earshot)
    failed = earshot("audit", "export", "--out", str(tmp_path / "none" / "log.jsonl"))
    assert failed.status == 1
    assert "The export is not complete" in failed.err
    for what in ("mentions", "summary"):
        words = ("export", what, "--from", "2026-10-01", "--to", "2026-10-31", "--out", "-")
        assert earshot(*words).status == 0
    lines = earshot("audit", "export", "--out", "-").lines
    told = [json.loads(line["details"]) for line in lines if line["kind"] == "exported"]
    assert [each["what"] for each in told] == ["log", "mentions", "summary", "log"]
    assert told[1] == {
        "what": "mentions", "from": "2026-10-01", "to": "2026-10-31", "rows": 0,
        "restricted_left_out": 0,
    }  # fmt: skip
    assert {line["actor"] for line in lines if line["kind"] == "exported"} == {"earshot"}


def test_a_log_that_is_a_view_is_told_in_words(earshot: Command, tmp_path: Path) -> None:
    set_up(earshot)
    connection = duckdb.connect(str(tmp_path / "data" / "store.duckdb"))
    connection.execute("ALTER TABLE events RENAME TO e")
    connection.execute("CREATE VIEW events AS FROM e")
    connection.close()
    done = earshot("audit", "verify")
    assert (done.status, "tables are not as Earshot made them" in done.err) == (1, True)


def test_an_export_over_a_file_that_others_could_read_is_closed_to_them(
    earshot: Command, tmp_path: Path
) -> None:
    set_up(earshot)
    path = tmp_path / "log.jsonl"
    path.write_text("old")
    path.chmod(0o644)
    assert earshot("audit", "export", "--out", str(path)).status == 0
    assert path.stat().st_mode & 0o777 == 0o600
