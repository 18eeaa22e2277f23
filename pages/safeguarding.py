"""Safeguarding: restricted items, for those who may see them."""

from ui.guard import enter
from ui.visit import Visit

visit = enter(__file__)


def main(visit: Visit) -> None:
    return


main(visit)
