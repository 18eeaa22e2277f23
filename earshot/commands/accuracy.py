"""The command that measures how often judging agrees with people's labels."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from earshot.commands.output import Json, Line, print_lines, print_text, say
from earshot.handling.house import judge_in_force
from earshot.judging.judge import Judge
from earshot.telling.accuracy import figures
from earshot.telling.accuracy_table import accuracy_table
from earshot.telling.figures import Figure
from earshot.telling.labelled import read_sentences, shipped_sets
from earshot.telling.published import published_figures
from earshot.telling.rivals import profane


def register(app: typer.Typer) -> None:
    app.command()(accuracy)


def accuracy(
    sets: Annotated[
        list[Path] | None,
        typer.Option("--set", metavar="FILE", help="Labelled sentences, instead of the shipped."),
    ] = None,
    labelled: Annotated[
        Path | None,
        typer.Option(
            envvar="EARSHOT_LABELLED",
            metavar="FOLDER",
            help="Published labelled sets, as their publishers gave them out.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure how often judging agrees with people's labels, beside plain models."""
    if profane([""]) is None:
        say("The profanity model is not installed: its figures are left out.")
    judge = judge_in_force()
    found = _figures(sets or shipped_sets(), labelled, judge)
    if as_json:
        print_lines(map(figure_line, found), as_json=True)
    else:
        for line in accuracy_table(found):
            print_text(line)


def _figures(sets: Iterable[Path], labelled: Path | None, judge: Judge) -> Iterator[Figure]:
    for path in sets:
        yield from figures(path.stem, read_sentences(path), judge)
    if labelled is None:
        say("Published sets were not measured: --labelled FOLDER says where they lie.")
    elif not labelled.is_dir():
        say(f"Published sets were not measured: there is no folder {labelled}.")
    else:
        yield from published_figures(labelled, judge)


def figure_line(figure: Figure) -> Line:
    """A figure as other programs read it."""
    counts = figure.counts
    return {
        "set": figure.set,
        "kind": figure.kind,
        "name": figure.name,
        "by": figure.by.value,
        "metric": figure.metric,
        "value": _rounded(figure.value),
        "texts": figure.texts,
        "positive": counts.positive if counts else None,
        "found": counts.found if counts else None,
        "hits": counts.hits if counts else None,
        "precision": _rounded(counts.precision) if counts else None,
        "recall": _rounded(counts.recall) if counts else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
