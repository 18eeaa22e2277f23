"""The file of sign-in's settings is nobody else's to read, and a mistake in it is told by place."""

import os
from pathlib import Path

import pytest

from earshot.handling.sign_in_file import sign_in_in
from earshot.words.errors import EarshotError
from tests.browser.provider import write_sign_in


def test_without_the_file_sign_in_is_off(tmp_path: Path) -> None:
    assert sign_in_in(tmp_path) is None


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    write_sign_in(tmp_path, "https://login.example", 8501)
    found = sign_in_in(tmp_path)
    assert found is not None
    assert found.origin == "http://localhost:8501"


@pytest.mark.skipif(os.name != "posix", reason="modes say nothing of others there")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_file_that_others_may_read_is_refused_with_the_cure(tmp_path: Path, mode: int) -> None:
    path = write_sign_in(tmp_path, "https://login.example", 8501)
    path.chmod(mode)
    with pytest.raises(EarshotError, match=f"chmod 600 {path}"):
        sign_in_in(tmp_path)


def test_a_file_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    path = write_sign_in(tmp_path, "https://login.example", 8501)
    path.write_text("[auth]\nredirect_uri = nothing\n", "utf-8")
    with pytest.raises(EarshotError, match=r"sign-in\.toml is no TOML: .*line 2"):
        sign_in_in(tmp_path)
    path.write_bytes(b"[auth]\n# \xff\n")
    with pytest.raises(EarshotError, match="no text"):
        sign_in_in(tmp_path)
    path.unlink()
    path.mkdir(mode=0o700)
    with pytest.raises(EarshotError, match=r"sign-in\.toml"):
        sign_in_in(tmp_path)
