"""What several tests share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of feeds and exports that nobody here wrote; it is not part of the project."""
    if not REAL_DATA.is_dir():
        pytest.skip("the folder of real feeds and exports is not beside this checkout")
    return REAL_DATA


@pytest.fixture(autouse=True)
def _same_main() -> Iterator[None]:
    """A dashboard that is run in a test takes the place of `__main__`; processes that later tests
    start would then begin by running it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
