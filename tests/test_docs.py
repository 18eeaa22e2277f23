"""The documents stay true: what they name exists, and what exists is named."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/reference.md")


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("maker", ROOT / "docs" / "make_reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_program_says_of_itself() -> None:
    written = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert written == maker().reference(), "run: python docs/make_reference.py"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_links_to_or_names_is_there(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    folder = (ROOT / document).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    named = re.findall(r"`((?:collectors|earshot|ui|pages|tests|docs|benchmarks)/[\w/.-]+)`", text)
    missing = [name for name in links if not (folder / name).exists()]
    missing += [name for name in named if not (ROOT / name).exists()]
    assert missing == []


def test_every_command_that_the_readme_shows_exists() -> None:
    known = {name for name, _ in maker()._listed(maker().typer.main.get_command(maker().app))}
    text = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r"(?:^    |`)earshot ((?:[a-z-]+ ?){1,2})", text, re.M)
    assert shown
    unknown = [s for s in shown if s.strip() not in known and s.split()[0] not in known]
    assert unknown == []


def test_every_package_that_we_ask_for_has_its_reason_written_down() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = re.findall(r'^    "([A-Za-z0-9_-]+)[<>=]', project, re.M)
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert len(wanted) > 15
    assert [name for name in wanted if name not in table] == []


def test_the_lock_holds_every_package_with_its_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([\w.-]+)==", lock, re.M)
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = re.findall(r'^    "([A-Za-z0-9_-]+)[<>=]', project, re.M)
    folded = {name.lower().replace("_", "-") for name in pins}
    assert [name for name in wanted if name.lower().replace("_", "-") not in folded] == []
    assert lock.count("--hash=sha256:") >= len(pins)


def test_no_document_or_file_speaks_of_the_machine_it_was_made_on() -> None:
    suspicious = re.compile(r"/(?:home|root|Users|work)/\w")
    files = [
        path
        for path in ROOT.rglob("*")
        if path.suffix in {".py", ".md", ".toml", ".lock", ".xml", ".csv"}
        and not {".venv", ".git"} & set(path.relative_to(ROOT).parts)
    ]
    assert len(files) > 100
    guilty = [
        p.name for p in files if p != Path(__file__) and suspicious.search(p.read_text("utf-8"))
    ]
    assert guilty == []
