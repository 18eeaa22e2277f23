"""What commands print: one JSON object a line, or lines for a person; never markup from outside."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from collectors.plaintext import one_line

Line = dict[str, Any]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def now() -> datetime:
    """The present, asked for by commands only: what they call has it passed in."""
    return datetime.now(UTC)


def print_lines(lines: Iterable[Line], *, as_json: bool) -> None:
    """Print each line as soon as it is there; without `--json`, a table at the end."""
    if as_json:
        for line in lines:
            print(json.dumps(line, ensure_ascii=False), flush=True)
    else:
        print_table(list(lines))


def print_table(lines: list[Line]) -> None:
    if not lines:
        return
    table = Table(show_edge=False, pad_edge=False)
    for column in lines[0]:
        table.add_column(column, overflow="fold")
    for line in lines:
        # Text objects: what others wrote is never read as markup for the terminal
        table.add_row(*[Text(_cell(value)) for value in line.values()])
    Console(soft_wrap=False).print(table)


def say(sentence: str) -> None:
    """A remark for the person, beside what is printed for programs."""
    print(sentence, file=sys.stderr)


def given_or_read(texts: list[str] | None) -> Iterator[str]:
    """The texts named on the command line, else those on standard input, one a line."""
    if texts:
        yield from texts
    else:
        for line in sys.stdin:
            yield line.rstrip("\r\n")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return (one_line(str(value)) or "")[:200]
