"""What several tests share."""

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
