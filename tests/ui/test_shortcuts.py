"""The list of keys is the truth: every key in use stands in it, and none does two things."""

import ast
from collections.abc import Iterator
from pathlib import Path

from streamlit.elements.lib.shortcut_utils import normalize_shortcut

from ui import shortcuts

ROOT = Path(__file__).resolve().parents[2]
NAMES = {name for name, each in vars(shortcuts).items() if isinstance(each, shortcuts.Shortcut)}


def used() -> Iterator[tuple[str, str]]:
    """(file, the code given) of each `shortcut=` in pages and ui."""
    for path in [*(ROOT / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                yield from (
                    (path.name, ast.unparse(each.value))
                    for each in call.keywords
                    if each.arg == "shortcut"
                )


def test_every_key_that_a_button_has_comes_from_the_table() -> None:
    found = list(used())
    assert len(found) > 6  # it did look
    typed = [each for each in found if each[1].startswith(("'", '"'))]
    assert typed == [], "put these into ui/shortcuts.py"


def test_every_key_of_the_table_is_used_somewhere() -> None:
    named = set()
    for path in [*(ROOT / "ui").glob("*.py"), *(ROOT / "pages").glob("*.py")]:
        if path.name == "shortcuts.py":
            continue
        for each in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(each, ast.Name):
                named.add(each.id)
            elif isinstance(each, ast.Attribute) and ast.unparse(each.value) == "shortcuts":
                named.add(each.attr)
    helped = {"HELP"}  # by the button of the table itself
    assert sorted(NAMES - helped - named) == []


def test_the_overlay_lists_all_of_them_and_no_key_does_two_things() -> None:
    assert {id(getattr(shortcuts, name)) for name in NAMES} == {id(s) for s in shortcuts.ALL}
    keys = [each.key.lower() for each in shortcuts.ALL]
    assert len(set(keys)) == len(keys)


def test_streamlit_can_give_each_of_them_to_a_button() -> None:
    assert [normalize_shortcut(each.key) for each in shortcuts.ALL]
