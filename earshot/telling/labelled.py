"""Labelled sentences: what people say that a text wants and is of concern for. JSON, one a line.

`benchmarks/sentences/README.md` says what the fields mean.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from earshot.words.errors import EarshotError
from earshot.words.vocabulary import ConcernName, Intent

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "sentences"
SETS = ("seen", "unseen")  # rules may be written by the first, never by the second

Kind = Literal["plain", "attack", "lookalike", "obfuscated"]


class Sentence(BaseModel):
    """A text and its labels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    concerns: frozenset[ConcernName]
    intent: Intent
    needs_reply: bool  # as on the company's own account
    pair: str | None  # shared by an attack and what only looks like it
    either: frozenset[ConcernName]  # counted neither as hit nor as miss
    either_intent: frozenset[Intent]  # likewise
    kind: Kind


def shipped_sets() -> list[Path]:
    """The files that lie in a checkout."""
    return [FOLDER / f"{name}.jsonl" for name in SETS]


def read_sentences(path: Path) -> list[Sentence]:
    """The sentences of a file. Raises EarshotError naming file, line and field."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise EarshotError(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except OSError as error:
        raise EarshotError(f"{path} cannot be read: {error.strerror}.") from error
    found = list(_sentences(path.name, lines))
    if not found:
        raise EarshotError(f"{path} holds no sentences.")
    return found


def _sentences(name: str, lines: list[str]) -> Iterator[Sentence]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _sentence(f"{name}, line {number}", line)


def _sentence(place: str, line: str) -> Sentence:
    try:
        return Sentence.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the line"
        raise EarshotError(f"{place}, {field}: {first['msg']}") from error
    except ValueError as error:
        raise EarshotError(f"{place}: this is no JSON ({error}).") from error
