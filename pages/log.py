"""Log: who did what, and the proof that nothing of it was changed."""

from ui.guard import enter
from ui.visit import Visit

visit = enter(__file__)


def main(visit: Visit) -> None:
    return


main(visit)
