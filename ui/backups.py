"""Backups: those there are, and a new one."""

from ui.visit import Visit


def show(visit: Visit) -> None:
    return
