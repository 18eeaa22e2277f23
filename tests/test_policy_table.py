"""The table from clause to code to test stays true: every clause is there, and what it names."""

import ast
import re
from functools import cache

import pytest

from earshot.rules.policy import CLAUSES
from tests.conftest import ROOT

TABLE = (ROOT / "docs" / "policy.md").read_text("utf-8")
MAIN, ON_PURPOSE = TABLE.split("## Not served, on purpose")
STATES = {"served", "in part", "planned"}


def rows(part: str) -> list[list[str]]:
    """The cells of each row, without heads and rules."""
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[1:]]


def clauses() -> dict[str, tuple[str, list[str], list[str]]]:
    """State, files and tests, by clause."""
    found = {}
    for clause, state, _, *rest in rows(MAIN):
        names = re.findall(r"`([^`]+)`", " ".join(rest))
        tests = [name for name in names if "::" in name]
        found[clause.strip("`")] = (state, [n for n in names if "::" not in n], tests)
    return found


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


def test_every_clause_has_one_row_and_nothing_else_has() -> None:
    named = [row[0].strip("`") for row in rows(MAIN)]
    assert sorted(named) == sorted(CLAUSES)


@pytest.mark.parametrize("clause", sorted(CLAUSES))
def test_a_clause_names_code_and_tests_that_exist_or_says_that_it_is_planned(clause: str) -> None:
    state, files, tests = clauses()[clause]
    assert state in STATES
    if state == "planned":
        assert (files, tests) == ([], [])
        return
    assert files
    assert tests
    assert [name for name in files if not (ROOT / name).is_file()] == []
    split = [name.split("::") for name in tests]
    assert [file for file, _ in split if not (ROOT / file).is_file()] == []
    assert [test for file, test in split if test not in functions_of(file)] == []


def test_what_is_not_served_on_purpose_is_named_with_its_clause_and_its_reason() -> None:
    found = rows(ON_PURPOSE)
    assert any("private accounts" in what for what, _, _ in found)
    assert all(clause.strip("`") in CLAUSES and why for _, clause, why in found)
