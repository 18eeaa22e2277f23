"""person find, export, erase: as somebody types them."""

import json
import stat
from pathlib import Path

from tests.commands.conftest import Command

NAME = "Zebedee Quill"
KEYS = ["where", "id", "field", "role", "excerpt", "restricted"]


def set_up(earshot: Command, folder: Path) -> None:
    """A company, one item by a person and one of somebody else that names them."""
    earshot("init", "--company", "Example Training")
    table = (
        "published_at,text,author,url\n"
        f"2026-11-14T18:05:00Z,Example Training lost my form,{NAME},https://p.example/zebedee-quill\n"
        f"2026-11-14T19:05:00Z,{NAME} shouted at Example Training,Mo Made-Up,https://p.example/2\n"
    )
    path = folder / "seen.csv"
    path.write_text(table, "utf-8")
    done = earshot("import", str(path), "--json")
    assert done.status == 0, done.err
    assert done.lines[0]["new"] == 2


def test_a_person_is_found_exported_and_erased(earshot: Command, tmp_path: Path) -> None:
    set_up(earshot, tmp_path)
    found = earshot("person", "find", "@ZebedeeQuill", "--reason", "a request", "--json")
    assert found.status == 0
    assert [list(line) for line in found.lines] == [KEYS] * len(found.lines)
    assert {
        (each["field"], each["role"]) for each in found.lines if each["where"] == "mention"
    } == {
        ("author", "author"),
        ("url", "author"),
        ("text", "named"),
    }

    out = tmp_path / "out"
    assert earshot("person", "export", NAME, "--out", str(out)).status == 0
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in out.iterdir())
    (item,) = json.loads((out / "for-the-person.json").read_text("utf-8"))["items"]
    assert item["mention"][0]["text"] == "Example Training lost my form"
    assert item["judgements"][0]["intent"]
    assert "Mo Made-Up" not in (out / "for-the-person.txt").read_text("utf-8")
    assert "shouted" in (out / "to-check-first.txt").read_text("utf-8")
    again = earshot("person", "export", NAME, "--out", str(out))
    assert again.status == 1
    assert "is there already" in again.err

    shown = earshot("person", "erase", NAME, "--json")
    assert {line["fate"] for line in shown.lines} == {"erased", "name struck out"}
    assert not any(line["applied"] for line in shown.lines)
    assert len(earshot("mentions", "--json").lines) == 2

    assert earshot("person", "erase", NAME, "--apply").status == 0
    (left,) = earshot("mentions", "--json").lines
    assert left["text"] == "█" * len(NAME) + " shouted at Example Training"
    assert earshot("person", "find", NAME, "--json").lines == []
    assert earshot("doctor").status == 0
    data = tmp_path / "data"
    assert not [p for p in data.rglob("*") if p.is_file() and b"ebedee" in p.read_bytes().lower()]


def test_what_tells_nobody_apart_is_refused_in_words(earshot: Command) -> None:
    earshot("init", "--company", "Example Training")
    done = earshot("person", "find", "zq")
    assert (done.status, done.out) == (1, "")
    assert "at least 3 letters" in done.err
