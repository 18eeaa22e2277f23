"""Offering: only what the role of who is there allows; of the rest, who can do it."""

from earshot.rules.access import Right
from earshot.words.errors import Refused
from ui.safe import say_text
from ui.visit import Visit


def offered(visit: Visit, right: Right) -> bool:
    """Whether this is drawn at all; where it is not, a sentence says why, and who can do it."""
    why = _why_not(visit, right)
    if why:
        say_text(why, "es-quiet")
    return not why


def lacks(visit: Visit, right: Right) -> bool:
    """Whether somebody is there whose role does not allow this. Of who has not said yet who they
    are that is not known: they are asked for their name where they would need it."""
    return visit.person is not None and not visit.may(right)


def _why_not(visit: Visit, right: Right) -> str:
    try:
        visit.require(right)
        if visit.founded is not None:
            assert visit.actor  # what anybody may do at first is recorded with a name, too
    except Refused as refusal:
        return str(refusal)
    return ""
