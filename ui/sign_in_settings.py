"""Sign-in's settings in force: what Streamlit was given as its secrets."""

from pathlib import Path
from typing import Any

import streamlit as st

from earshot.handling.house import data_folder
from earshot.handling.sign_in_file import SIGN_IN_FILE
from earshot.rules.sign_in_settings import SignIn, read_sign_in
from earshot.words.errors import EarshotError

TABLES = ("auth", "earshot")  # other secrets are somebody else's


def is_on() -> bool:
    """Whether sign-in is set up, soundly or not: then nobody comes in without it."""
    try:
        return bool(_tables().get("auth"))
    except EarshotError:
        return True


def in_force() -> SignIn | None:
    """Sign-in as it is set up; None where it is not.

    Raises:
        EarshotError: it has a mistake, or it is set up and this server was not told.
    """
    tables = _tables()
    if tables.get("auth"):
        return read_sign_in(tables, "The settings of sign-in")
    path = data_folder() / SIGN_IN_FILE
    if path.exists():
        raise EarshotError(
            f"Sign-in is set up in {path}, and this server was started without it. Start it with: "
            f"python -m earshot serve, or with the option --secrets.files={path}"
        )
    return None


def _tables() -> dict[str, Any]:
    """Streamlit's secrets as plain tables; none where there is no file of them."""
    try:
        return {name: table for name, table in st.secrets.to_dict().items() if name in TABLES}
    except FileNotFoundError as error:
        broken = [name for name in st.get_option("secrets.files") or () if Path(name).exists()]
        if broken:
            raise EarshotError(f"{', '.join(broken)} cannot be read: {error}") from error
        return {}
