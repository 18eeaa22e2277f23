"""The house stays habitable: imports run one way, and each thing that is dangerous has one room."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

HOUSES = ("collectors", "earshot", "ui", "pages")
FRONT = ("dashboard.py", "server.py")
# Who may import whom: pages -> ui -> earshot -> collectors.
BELOW = {
    "collectors": {"collectors"},
    "earshot": {"earshot", "collectors"},
    "ui": {"ui", "earshot", "collectors"},
    "pages": {"pages", "ui", "earshot", "collectors"},
}
# The rooms of a house, each standing on those before it; what lies beside them is common to all.
ROOMS = {
    "collectors": ("feeds", "tables", "exports", "mail", "web"),
    "earshot": tuple(
        "words rules judging store handling protection telling bringing commands".split()
    ),
}
NETWORK = {
    "imaplib",
    "httpx",
    "httpcore",
    "socket",
    "ssl",
    "urllib.request",
    "requests",
    "http.client",
}
FETCHING = {
    "collectors/web/address.py",
    "collectors/web/client.py",
    "collectors/web/fetch.py",
    "collectors/web/imap.py",
    "collectors/web/imapwire.py",
    "collectors/web/imapwords.py",
    "collectors/web/mailbox.py",
    "collectors/web/refusal.py",
    "collectors/web/round.py",
}
SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET)\b", re.S)


def modules() -> list[Path]:
    found = [path for house in HOUSES for path in (ROOT / house).rglob("*.py")]
    return found + [ROOT / name for name in FRONT]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importing(*libraries: str) -> set[str]:
    """The files that import one of these libraries."""
    return {
        named(path)
        for path in modules()
        for name in imports(path)
        if any(name == each or name.startswith(each + ".") for each in libraries)
    }


def test_the_files_that_these_tests_speak_of_are_scanned() -> None:
    scanned = {named(path) for path in modules()}
    assert {"dashboard.py", "pages/triage.py", "earshot/store/gate.py"} <= scanned
    assert scanned >= FETCHING
    assert len(scanned) > 60


@pytest.mark.parametrize("house", HOUSES)
def test_imports_run_one_way(house: str) -> None:
    wrong = {
        (named(path), name)
        for path in (ROOT / house).rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in HOUSES and name.split(".")[0] not in BELOW[house]
    }
    assert wrong == set()


@pytest.mark.parametrize("house", ROOMS)
def test_each_room_stands_on_those_before_it(house: str) -> None:
    order = ROOMS[house]
    rooms = {path.name for path in (ROOT / house).iterdir() if (path / "__init__.py").is_file()}
    assert rooms == set(order)
    wrong = {
        (named(path), name)
        for path in (ROOT / house).rglob("*.py")
        for name in imports(path)
        if name.startswith(f"{house}.")
        if _place(name.split(".")[1], order) > _place(path.relative_to(ROOT).parts[1], order)
    }
    assert wrong == set()


def _place(room: str, order: tuple[str, ...]) -> int:
    """A room's place in the order; the entry file beside the rooms may use all of them."""
    if room == "__main__.py":
        return len(order)
    return order.index(room) if room in order else -1


def test_nothing_imports_in_a_circle() -> None:
    graph = {named(path): _inside(path) for path in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for each in graph.get(name, ()):
                visit(each, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def _inside(path: Path) -> set[str]:
    found = set()
    for name in imports(path):
        file = ROOT / (name.replace(".", "/") + ".py")
        if name.split(".")[0] in HOUSES and file.is_file():
            found.add(named(file))
    return found


def test_only_the_store_opens_duckdb() -> None:
    assert {name for name in importing("duckdb") if not name.startswith("earshot/store/")} == set()


def test_only_the_gate_connects() -> None:
    connecting = {named(p) for p in modules() if "duckdb.connect(" in p.read_text("utf-8")}
    assert connecting == {"earshot/store/gate.py"}


def test_only_the_screen_imports_streamlit() -> None:
    drawing = importing("streamlit")
    assert {n for n in drawing if not n.startswith(("pages/", "ui/")) and n not in FRONT} == set()


def test_only_the_fetcher_opens_the_network() -> None:
    assert importing(*NETWORK) <= FETCHING


def test_sql_stands_in_the_store_only() -> None:
    speaking = {named(path) for path in modules() if _speaks_sql(path)}
    assert {name for name in speaking if not name.startswith("earshot/store/")} == set()
    assert speaking


def _speaks_sql(path: Path) -> bool:
    constants = (
        n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Constant)
    )
    return any(isinstance(c.value, str) and SQL.search(c.value) for c in constants)


def test_the_present_is_asked_for_by_entry_points_only() -> None:
    asking = {
        named(p)
        for p in modules()
        if re.search(r"datetime\.now\(|time\.time\(", p.read_text("utf-8"))
    }
    assert {n for n in asking if n.startswith(("collectors/", "earshot/"))} <= {
        "earshot/commands/output.py"
    }


def test_nothing_from_outside_can_become_markup() -> None:
    assert {
        named(p) for p in modules() if "unsafe_allow_html=True" in p.read_text("utf-8")
    } == set()


def test_every_module_says_what_it_is_about_in_its_first_line() -> None:
    silent = {
        named(path)
        for path in modules()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    }
    assert silent == set()
