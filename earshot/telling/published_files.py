"""Published labelled sets as files: texts and what their people say of each, in one vocabulary.

The sets are no part of the product: they are read in the forms that their publishers gave out. A
row whose label means nothing here is left out.
"""

import csv
from collections.abc import Callable
from pathlib import Path

from earshot.words.errors import EarshotError
from earshot.words.vocabulary import Sentiment

Row = tuple[str, str]  # text, label
Rows = Callable[[Path], list[Row]]
NEGATIVE, NEUTRAL, POSITIVE = (s.value for s in list(Sentiment)[:3])
YES, NO, HATE, OFFENSIVE = "yes", "no", "hate", "offensive"

SAME = {name: name for name in (NEGATIVE, NEUTRAL, POSITIVE)}
BY_NUMBER = {"0": NEGATIVE, "1": NEUTRAL, "2": POSITIVE}
BY_FOURS = {"0": NEGATIVE, "2": NEUTRAL, "4": POSITIVE}
ONE_IS_YES = {"1": YES, "0": NO}
EMOTION = {
    "Negative emotion": NEGATIVE,
    "Positive emotion": POSITIVE,
    "No emotion toward brand or product": NEUTRAL,
}
_NEUTRAL = 0.2  # on a scale to 4: VADER's threshold of 0.05, on its authors' scale to 1


def read_rows(path: Path, rows: Rows) -> list[Row]:
    """The rows of a set. Raises EarshotError where the file is not as its publisher made it."""
    try:
        found = rows(path)
    except (OSError, ValueError, LookupError) as error:
        raise EarshotError(f"{path} is not the labelled set it is named as: {error}.") from error
    if not found:
        raise EarshotError(f"{path} holds no text with a label that is known here.")
    return found


def in_csv(text: int, label: int, meaning: dict[str, str], *, header: bool = True) -> Rows:
    """Rows of a CSV file, by the numbers of two columns; bytes that are not UTF-8 are replaced."""

    def rows(path: Path) -> list[Row]:
        found = [row for row in _records(path) if len(row) > max(text, label)]
        return [
            (row[text], meaning[row[label]])
            for row in found[1 if header else 0 :]
            if row[label] in meaning
        ]

    return rows


def all_ask(path: Path) -> list[Row]:
    """A set of questions: each asks."""
    return [(row[0], YES) for row in _records(path)[1:]]


def in_two_files(meaning: dict[str, str]) -> Rows:
    """Texts one a line in NAME_text.txt, their labels in NAME_labels.txt."""

    def rows(path: Path) -> list[Row]:
        labels = _lines(path.with_name(f"{path.name.removesuffix('_text.txt')}_labels.txt"))
        return [(text, meaning[label]) for text, label in zip(_lines(path), labels, strict=True)]

    return rows


def rated(path: Path) -> list[Row]:
    """VADER's own tweets: number, mean rating from -4 to 4, text."""
    fields = (line.split("\t", 2) for line in _lines(path))
    return [(text, _of_rating(float(mean))) for _, mean, text in fields]


def _of_rating(mean: float) -> str:
    if abs(mean) < _NEUTRAL:
        return NEUTRAL
    return POSITIVE if mean > 0 else NEGATIVE


def conversations(path: Path) -> list[Row]:
    """What people said to chatbots: abuse where more of those who labelled it say so than not."""
    names, *rows = _records(path)
    abusive = [n for n, name in enumerate(names) if "_is_abuse.-" in name]
    not_so = [n for n, name in enumerate(names) if name.endswith(("_is_abuse.0", "_is_abuse.1"))]
    user = names.index("user")
    return [(row[user], YES if _votes(row, abusive) > _votes(row, not_so) else NO) for row in rows]


def _votes(row: list[str], columns: list[int]) -> int:
    return sum(row[column] in ("1", "1.0") for column in columns)


def _records(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return [row for row in csv.reader(file) if row]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")
