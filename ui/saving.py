"""Saving: one record of the settings, changed in one unit of work; what is refused is said."""

from collections.abc import Callable

from earshot.rules.company import Account, Person
from earshot.store.rows import Connection
from earshot.words.errors import EarshotError
from ui.keys import key_of
from ui.safe import say_problem
from ui.visit import Visit

NEW = ""  # what a list of records offers for one that is not there yet


def form_of(name: str, known: Account | Person | None) -> str:
    """The key of a form: it begins anew when somebody else changes the record that it shows."""
    return key_of(f"{name} {known.id}", known) if known else f"{name} "


def kept(visit: Visit, change: Callable[[Connection], object]) -> bool:
    """Do it; whether it was done."""
    try:
        with visit.house.store.unit() as connection:
            change(connection)
    except EarshotError as refusal:
        say_problem(str(refusal))
        return False
    return True
