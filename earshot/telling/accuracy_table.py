"""The figures of accuracy as a person reads them: a line a class, no wider than 80 columns."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from earshot.telling.figures import By, Figure

_LAYOUT = "{:<18} {:<12} {:>6} {:>9} {:>6} {:>7} {:>6} {:>9}"
_HEADINGS = ("", "metric", "there", "precision", "recall", "Earshot", "VADER", "profanity")
_KINDS = {
    "restricted": "any restricted",
    "attack": "any attack",
    "yes": "a reply is owed",
    "no": "no reply is owed",
    "told apart": "pairs told apart",
    "all right": "pairs all right",
}


def accuracy_table(figures: Iterable[Figure]) -> Iterator[str]:
    """The lines of a table for each set; figures of one set, and of one class, stand together.

    Shares in per cent. "There" is how many texts people see the class in; a dash stands where a
    judge was not asked, and where there is nothing to take a share of.
    """
    for name, found in groupby(figures, lambda figure: figure.set):
        yield from (f"{name}, %", _line(_HEADINGS))
        for _, kind in groupby(found, _kind):
            yield "-" * 80
            for _, one in groupby(kind, lambda figure: (figure.name, figure.metric)):
                yield _line(_cells(list(one)))
        yield ""


def _kind(figure: Figure) -> str:
    """What stands without a line between: the sums over concerns do."""
    return "sums" if figure.kind in ("restricted", "attack") else figure.kind


def _cells(figures: list[Figure]) -> tuple[str, ...]:
    by = {figure.by: figure for figure in figures}
    ours = by[By.EARSHOT]
    counts = ours.counts
    return (
        _KINDS.get(ours.name, ours.name) if ours.kind != "published" else ours.name,
        ours.metric,
        str(counts.positive if counts else ours.texts),
        _percent(counts.precision if counts else None),
        _percent(counts.recall if counts else None),
        *(_percent(by[who].value if who in by else None) for who in By),
    )


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _line(cells: Iterable[str]) -> str:
    return _LAYOUT.format(*cells).rstrip()
