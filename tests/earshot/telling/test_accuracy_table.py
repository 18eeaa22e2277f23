"""The table of accuracy that a person reads."""

from earshot.telling.accuracy_table import accuracy_table
from earshot.telling.figures import By, Counts, Figure


def _figure(kind: str, name: str, by: By, value: float | None, counts: Counts | None) -> Figure:
    return Figure("mine", kind, name, by, "F1", value, 9, counts)


def test_a_class_is_one_line_with_the_plain_models_beside_it() -> None:
    found = [
        _figure("concern", "threat", By.EARSHOT, 2 / 3, Counts(9, 4, 2, 2)),
        _figure("concern", "threat", By.VADER, 0.25, Counts(9, 4, 4, 1)),
        _figure("intent", "query", By.EARSHOT, None, Counts(9, 0, 0, 0)),
    ]
    lines = list(accuracy_table(found))
    assert lines[0] == "mine, %"
    cells = [line.split() for line in lines]
    assert ["threat", "F1", "4", "100.0", "50.0", "66.7", "25.0", "-"] in cells
    assert ["query", "F1", "0", "-", "-", "-", "-", "-"] in cells


def test_no_line_is_wider_than_80_columns_whatever_the_class_is_called() -> None:
    every = [
        Figure("mine", kind, name, by, "macro recall", 1.0, 99_999, Counts(99_999, 9999, 999, 99))
        for kind, name in (("needs_reply", "no"), ("pairs", "told apart"), ("concern", "x" * 16))
        for by in By
    ]
    assert max(map(len, accuracy_table(every))) <= 80
