"""The command that measures how often judging is right, and the README's table of it."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from earshot.commands.app import app
from earshot.words.errors import EarshotError
from tests.conftest import ROOT

Measure = Callable[..., Result]

KEYS = [
    "set", "kind", "name", "by", "metric", "value", "texts",
    "positive", "found", "hits", "precision", "recall",
]  # fmt: skip


@pytest.fixture
def accuracy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Measure:
    """Run `earshot accuracy WORDS` where no company is set up; the models are loaded once."""
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("EARSHOT_LABELLED", raising=False)
    return lambda *words: CliRunner().invoke(app, ["accuracy", *words])


def _lines(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def _set(folder: Path, *texts: str) -> str:
    path = folder / "mine.jsonl"
    plain: dict[str, Any] = {
        "concerns": [], "intent": "query", "needs_reply": True, "pair": None,
        "either": [], "either_intent": [], "kind": "plain",
    }  # fmt: skip
    path.write_text("".join(json.dumps({"text": text, **plain}) + "\n" for text in texts), "utf-8")
    return str(path)


def _maker() -> ModuleType:
    from docs import make_accuracy

    return make_accuracy


def test_each_line_holds_one_figure_and_the_most_important_comes_first(
    accuracy: Measure, tmp_path: Path
) -> None:
    done = accuracy("--json", "--set", _set(tmp_path, "When does it start?", "Hm."))
    assert (done.exit_code, _lines(done)[0]["kind"]) == (0, "restricted")
    assert {tuple(line) for line in _lines(done)} == {tuple(KEYS)}
    asked = [line for line in _lines(done) if line["kind"] == "intent" and line["name"] == "query"]
    assert [asked[0][key] for key in KEYS[4:]] == ["F1", 0.6667, 2, 2, 1, 1, 1.0, 0.5]


def test_it_says_which_published_sets_it_did_not_measure_and_why(
    accuracy: Measure, tmp_path: Path
) -> None:
    mine = _set(tmp_path, "When does it start?")
    assert "--labelled FOLDER" in accuracy("--set", mine).stderr
    nowhere = tmp_path / "nowhere"
    done = accuracy("--set", mine, "--labelled", str(nowhere))
    assert (done.exit_code, f"there is no folder {nowhere}" in done.stderr) == (0, True)


def test_published_sets_are_measured_where_they_lie(accuracy: Measure, tmp_path: Path) -> None:
    questions = tmp_path / "labelled" / "banking77" / "test.csv"
    questions.parent.mkdir(parents=True)
    questions.write_text("text,category\nWhere is my card?,card\n", "utf-8")
    mine = _set(tmp_path, "When does it start?")
    done = accuracy("--json", "--set", mine, "--labelled", str(tmp_path / "labelled"))
    assert [(line["set"], line["by"], line["value"]) for line in _lines(done)[-2:]] == [
        ("banking77", "earshot", 1.0),
        ("banking77", "vader", 0.0),
    ]


def test_a_bad_file_of_sentences_is_refused_by_file_line_and_field(
    accuracy: Measure, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "Hello"}\n', "utf-8")
    done = accuracy("--set", str(bad))
    assert isinstance(done.exception, EarshotError)
    assert str(done.exception).startswith("bad.jsonl, line 1, concerns: ")


def test_the_readme_s_table_is_what_the_command_prints_today(accuracy: Measure) -> None:
    pytest.importorskip("profanity_check")
    maker = _maker()
    done = accuracy("--set", str(maker.UNSEEN))
    assert maker.written(ROOT / "README.md") == maker.table_of(done.stdout), "run: make accuracy"
