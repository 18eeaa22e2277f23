"""Writes what `earshot accuracy` prints into the README; a test holds the two together.

`python docs/make_accuracy.py` after a rule, or code that judges, has changed (`make accuracy` does
it). With EARSHOT_LABELLED, a folder of published labelled sets, benchmarks/sentences/README.md gets
their table, too.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SENTENCES = ROOT / "benchmarks" / "sentences"
UNSEEN = SENTENCES / "unseen.jsonl"
BEGIN, END = "<!-- accuracy: begin -->", "<!-- accuracy: end -->"


def main() -> None:
    labelled = os.environ.get("EARSHOT_LABELLED", "")
    printed = measured(labelled)
    unseen = table_of(printed)
    write(README, unseen)
    if labelled:
        write(SENTENCES / "README.md", printed.removeprefix(unseen).strip())


def measured(labelled: str = "") -> str:
    """What the command prints of the unseen sentences, by the rules that are shipped."""
    with tempfile.TemporaryDirectory() as nobody:
        environment = os.environ | {"EARSHOT_DATA": nobody, "EARSHOT_LABELLED": labelled}
        words = [sys.executable, "-m", "earshot", "accuracy", "--set", str(UNSEEN)]
        done = subprocess.run(
            words, env=environment, cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        )
    return done.stdout


def table_of(printed: str) -> str:
    """The first set's table."""
    return printed.split("\n\n")[0]


def write(page: Path, table: str) -> None:
    before, after = _around(page)
    page.write_text(f"{before}{BEGIN}\n```\n{table}\n```\n{END}{after}", "utf-8")


def written(page: Path) -> str:
    """The table that stands on a page."""
    before, after = _around(page)
    block = page.read_text("utf-8").removeprefix(before).removesuffix(after)
    return block.removeprefix(f"{BEGIN}\n```\n").removesuffix(f"\n```\n{END}")


def _around(page: Path) -> tuple[str, str]:
    before, rest = page.read_text("utf-8").split(BEGIN)
    return before, rest.split(END)[1]


if __name__ == "__main__":
    main()
