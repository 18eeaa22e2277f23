"""The walk of the command line: no command prints, and no file of theirs holds, a restricted word.

Whoever can use the command line administers the machine; even so it shows nothing of them.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from earshot.commands.app import app
from tests.pages.guarded import HANDED_OVER, ORDINARY, SUSPECTED, Guarded, guarded

TODAY = datetime.now(UTC).date().isoformat()
PERIOD = f"--from 2026-01-01 --to {TODAY}"
# How each is called, once or more, with what it could show of a restricted item. None: it does not
# end by itself, or works on a store of its own.
CALLS: dict[str, tuple[str, ...] | None] = {
    "init": ("--company Other",),
    "collect": ("",),
    "add": ("--text Hello",),
    "import": ("{table}",),
    "judge": ("Hello",),
    "accuracy": ("--set {labelled}",),
    "due": ("2026-11-14T18:05:00Z",),
    "mentions": ("",),
    "queue": ("",),
    "export": tuple(
        f"{what} {PERIOD} --out {{out}}/{what}.csv"
        for what in ("mentions", "compliance", "summary")
    ),
    "restrict": (
        "{suspected} --concern threat --reason Again",
        "{ordinary} --concern threat --reason New",
    ),
    "restricted": ("",),
    "restricted list": ("",),
    "restricted hand-over": ("{suspected}", "{handed_over}"),
    "restricted lock-out": ("{suspected} --person staff_Example",),
    "restricted file": ("{suspected} --reference R1 --by dsl_Example",),
    "restricted lift": (
        "{handed_over} --reason Checked --by deputy_Example",  # who is none of its readers
    ),
    "rescore": ("", "--all"),
    "retain": ("", "--apply"),
    "restore": ("{out}/none",),
    "doctor": ("", "--repair"),
    "watch": None,
    "serve": None,
    "sample": None,
    "accounts add": ("Forum",),
    "accounts list": ("",),
    "contacts add": ("01134960100",),
    "contacts remove": ("nothing",),
    "contacts list": ("",),
    "people add": ("Somebody",),
    "people change": ("dsl_Example --off-duty",),
    "people list": ("", "--all"),
    "purpose set": ("--assessed-by Somebody",),
    "purpose show": ("",),
    "purpose drafts": ("--out {out}/drafts",),
    "request add": ("--kind access --received 2026-11-01 --about Somebody",),
    "request list": ("",),
    "request answer": ("r-1 --outcome Done",),
    "sources add": ("http://127.0.0.1:9/rss",),
    "sources list": ("",),
    "sources pause": ("{source}",),
    "sources resume": ("{source}",),
    "sources import": ("{out}/none.opml",),
    "sources export": ("",),
    "brand try": ("Example {suspected}",),
    "brand apply": ("", "--drop --by moderator_Example"),
    "person find": ("{a}author --reason Asked", "{b}author --reason Asked"),
    "person export": ("{a}author --out {out}/one", "{b}author --out {out}/two"),
    "person erase": ("{a}author", "{b}author --apply"),
    "hold add": ("--kind police --reason Asked",),
    "hold list": ("",),
    "hold end": ("h-1",),
    "audit export": ("--out {out}/log.jsonl", "--out {out}/bare.jsonl --without-details"),
    "audit verify": ("",),
    "audit head": ("",),
    "backup": ("",),
    "backup list": ("",),
}
LABELLED = (
    '{"text": "Hello", "concerns": [], "intent": "comment", "needs_reply": true, "pair": null, '
    '"either": [], "either_intent": [], "kind": "plain"}\n'
)
# A copy of the store is the store: what it holds is promised to nobody but who keeps it.
COPIES = ("*.duckdb*", "store.*", "backups/*", "*.earshot-backup*")


@dataclass(frozen=True)
class Called:
    """What a command printed, and the files it left."""

    printed: str
    written: dict[str, str]

    def words_like(self, word: str) -> dict[str, set[str]]:
        told = self.written | {"printed": self.printed}
        met = {where: set(re.findall(rf"{word}\w*", text)) for where, text in told.items()}
        return {where: words for where, words in met.items() if words}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Guarded:
    return guarded(tmp_path_factory.mktemp("guarded"))


def commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its whole name: also a group that does something by itself."""
    if hasattr(command, "commands"):
        if name and command.invoke_without_command:
            yield name, command
        for part, each in command.commands.items():
            yield from commands(each, f"{name} {part}".strip())
    else:
        yield name, command


FOUND = dict(commands(typer.main.get_command(app)))


def test_every_command_is_walked() -> None:
    assert len(FOUND) > 20  # it did look
    assert sorted(FOUND.keys() - CALLS.keys()) == [], "say in CALLS how each of these is called"


@pytest.mark.parametrize("name", sorted(n for n in FOUND if CALLS.get(n)))
def test_no_command_shows_a_restricted_word(
    name: str, there: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes_json = any("--json" in each.opts for each in FOUND[name].params)
    for number, call in enumerate(CALLS[name] or ()):
        for words in ([], ["--json"]) if takes_json and not number else ([],):
            folder = tmp_path / f"{number}{len(words)}"
            asked = [*_filled(call, there, folder), *words]
            called = _call(name, asked, there, folder, monkeypatch)
            for word in (SUSPECTED, HANDED_OVER):
                leaks = called.words_like(word)
                typed = {each for each in asked if each.startswith(word)}
                assert all(found <= typed for found in leaks.values()), (asked, leaks)


def test_the_walk_would_meet_a_word_of_an_item_that_is_not_restricted(
    there: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, call in (("mentions", "--json"), ("export", CALLS["export"][0])):  # type: ignore[index]
        folder = tmp_path / name
        called = _call(name, _filled(call, there, folder), there, folder, monkeypatch)
        assert f"{ORDINARY}author" in str(called), name


def _filled(call: str, there: Guarded, folder: Path) -> list[str]:
    """A call's words; "_" stands for a space in a name."""
    out = folder / "out"
    out.mkdir(parents=True, exist_ok=True)
    table = out / "table.csv"
    table.write_text("published_at,text\n2026-11-01,Example Training\nnever,Nothing\n", "utf-8")
    labelled = out / "labelled.jsonl"
    labelled.write_text(LABELLED, "utf-8")
    given = {
        "labelled": str(labelled),
        "suspected": there.suspected,
        "handed_over": there.handed_over,
        "ordinary": there.ordinary,
        "source": next(iter(there.company.sources)),
        "out": str(out),
        "table": str(table),
        "a": SUSPECTED,
        "b": HANDED_OVER,
    }
    people = {p.name.replace(" ", "_"): p.name for p in there.company.people.values()}
    return [people.get(word, word.format_map(given)) for word in call.split()]


def _call(
    name: str, asked: list[str], there: Guarded, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Called:
    data = folder / "data"
    shutil.copytree(there.office.house.folder, data)
    monkeypatch.setenv("EARSHOT_DATA", str(data))
    done = CliRunner().invoke(app, [*name.split(), *asked])
    told = done.output + (f"{done.exception}" if done.exception else "")
    return Called(told, dict(_files(folder)))


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        copies = any(relative.match(each) for each in COPIES)
        if path.is_file() and not copies:
            yield str(relative), path.read_bytes().decode("utf-8", "replace")
