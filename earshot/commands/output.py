"""What commands print: one JSON object a line, or lines for a person; never markup from outside."""

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, TextIO

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from collectors.plaintext import one_line
from earshot.words.errors import EarshotError

Line = dict[str, Any]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]


def now() -> datetime:
    """The present, asked for by commands only: what they call has it passed in."""
    return datetime.now(UTC)


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output as programs read it: UTF-8, line ends as they are written, on every platform.

    Raises:
        EarshotError: what it leads to takes no more.
        BrokenPipeError: whoever read it has gone.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise EarshotError(f"Standard output cannot be written to: {error.strerror}.") from error


def drop_output() -> None:
    """Let what waits to be printed go nowhere: at the end Python would try, and fail, once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def print_lines(lines: Iterable[Line], *, as_json: bool) -> None:
    """Print each line as soon as it is there; without `--json`, a table at the end."""
    if as_json:
        for line in lines:
            print_text(json.dumps(line, ensure_ascii=False))
    else:
        print_table(list(lines))


def print_text(text: str) -> None:
    with standard_output() as out:
        out.write(text + "\n")


def print_table(lines: list[Line]) -> None:
    if not lines:
        return
    table = Table(show_edge=False, pad_edge=False)
    for column in lines[0]:
        table.add_column(column, overflow="fold")
    for line in lines:
        # Text objects: what others wrote is never read as markup for the terminal
        table.add_row(*[Text(_cell(value)) for value in line.values()])
    with standard_output() as out:
        Console(file=out, soft_wrap=False).print(table)


def say(sentence: str) -> None:
    """A remark for the person, beside what is printed for programs."""
    print(sentence, file=sys.stderr)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return (one_line(str(value)) or "")[:200]
