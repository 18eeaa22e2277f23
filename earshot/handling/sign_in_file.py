"""The file of sign-in's settings: where it lies, and that nobody else on the machine reads it."""

import os
import stat
import tomllib
from pathlib import Path

from earshot.rules.sign_in_settings import SignIn, read_sign_in
from earshot.words.errors import EarshotError

SIGN_IN_FILE = "sign-in.toml"  # in the company's folder


def sign_in_in(folder: Path) -> SignIn | None:
    """Sign-in as this folder's file sets it up; None where there is no such file.

    Raises:
        EarshotError: it has a mistake, or others on this machine may read it.
    """
    path = folder / SIGN_IN_FILE
    try:
        with path.open("rb") as file:
            _check_private(path, os.fstat(file.fileno()).st_mode)
            tables = tomllib.load(file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EarshotError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise EarshotError(f"{path} is no text; write it anew as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise EarshotError(f"{path} is no TOML: {error}.") from None
    return read_sign_in(tables, str(path))


def _check_private(path: Path, mode: int) -> None:
    """As with a mailbox's password: what signs the cookies is for nobody else."""
    if not stat.S_ISREG(mode):
        raise EarshotError(f"{path} is no file that could hold settings.")
    if os.name == "posix" and mode & 0o077:  # other systems' modes say nothing about others
        raise EarshotError(f"Others on this machine may read {path}; run: chmod 600 {path}")
