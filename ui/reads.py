"""Cached reads: one question of the store is asked again only when the answer may have changed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from earshot.handling.house import House, company_in
from earshot.rules.company import Company
from earshot.store.rows import Connection
from earshot.words.errors import NoCompany

Answer = TypeVar("Answer")


def read(
    house: House,
    question: Callable[..., Answer],
    *arguments: object,
    minute: datetime | None = None,
) -> Answer:
    """`question(connection, *arguments)`, asked in one unit of work or remembered.

    `question` is a named function of a module, `arguments` plain values (frozen dataclasses,
    dates, enums): what they print is the key, with the store's version. `minute` is for answers
    that change with time alone.
    """
    name = f"{question.__module__}.{question.__qualname__}"
    if "<" in name:
        raise ValueError(f"{name} has no name of its own to remember its answers by")
    key = (name, repr(arguments), f"{minute:%Y-%m-%dT%H:%M}" if minute else "")
    answer: Answer = _read(
        str(house.folder),
        house.store.version(),
        key,
        lambda connection: question(connection, *arguments),
    )
    return answer


def company_of(house: House) -> Company | None:
    """The company of this house; None where none is set up."""
    if not house.store.exists():
        return None
    return _company(str(house.folder), house.store.version())


@st.cache_data(max_entries=400, ttl="1h", show_spinner=False)
def _read(
    folder: str,
    version: tuple[int, ...],
    key: tuple[str, ...],
    _ask: Callable[[Connection], Any],
) -> Any:
    with House(Path(folder)).store.unit() as connection:
        return _ask(connection)


# A resource, not data: a Company never changes, and its calendar is dear to work out again.
@st.cache_resource(max_entries=8, show_spinner=False)
def _company(folder: str, version: tuple[int, ...]) -> Company | None:
    with House(Path(folder)).store.unit() as connection:
        try:
            return company_in(connection)
        except NoCompany:
            return None
