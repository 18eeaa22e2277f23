"""Precision, recall and F1, each against a count by hand."""

import pytest

from earshot.telling.figures import accuracy, counted, macro_f1, macro_recall


def test_precision_is_of_what_was_found_and_recall_of_what_is_there() -> None:
    counts = counted([(True, True), (True, False), (True, False), (False, True), (False, False)])
    assert (counts.texts, counts.positive, counts.found, counts.hits) == (5, 2, 3, 1)
    assert counts.precision == pytest.approx(1 / 3)
    assert counts.recall == pytest.approx(1 / 2)
    assert counts.f1 == pytest.approx(2 * (1 / 3) * (1 / 2) / (1 / 3 + 1 / 2))


def test_a_share_of_nothing_is_unknown_and_not_zero() -> None:
    nothing = counted([(False, False)])
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    missed = counted([(False, True)])
    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)


def test_macro_figures_weigh_every_class_that_people_use_alike() -> None:
    labels = ["a", "a", "a", "b"]
    said = ["a", "a", "c", "a"]  # a: 2 of 3 found, 1 too many; b: never; c: nobody's class
    assert macro_recall(said, labels) == pytest.approx((2 / 3 + 0) / 2)
    assert macro_f1(said, labels) == pytest.approx((4 / 6 + 0) / 2)
    assert accuracy(said, labels) == pytest.approx(2 / 4)
