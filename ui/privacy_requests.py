"""Requests about data: the register, and each with its date."""

from ui.visit import Visit


def show(visit: Visit) -> None:
    return
