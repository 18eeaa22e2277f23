"""How long things are kept: what is past its time, and holds."""

from ui.visit import Visit


def show(visit: Visit) -> None:
    return
