"""One person's data: found, taken away, erased."""

from ui.visit import Visit


def show(visit: Visit) -> None:
    return
