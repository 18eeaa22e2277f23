"""What it is for: the purpose, and the drafts made from it."""

from ui.visit import Visit


def show(visit: Visit) -> None:
    return
