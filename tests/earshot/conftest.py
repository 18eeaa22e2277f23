"""A desk for every test, copied from one that is set up once."""

from pathlib import Path

import pytest

from tests.earshot.desk import Desk


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
def desk(furnished: Desk, tmp_path: Path) -> Desk:
    return furnished.moved_to(tmp_path / "house")
