"""Visits: what one run of a page knows: whose house it is in, who is there, and what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from earshot.handling.house import House
from earshot.rules.access import NOBODY, Reader, Right, may, require
from earshot.rules.arrival import Rules
from earshot.rules.company import Company, Person
from earshot.words.errors import NoCompany, Refused


def no_end() -> None:
    """Of a visit without sign-in."""


@dataclass(frozen=True)
class Visit:
    """One run of a page. `now` is taken once, at the front door, and holds for the whole page."""

    entered: House
    now: datetime  # aware, UTC
    founded: Company | None  # None until a company is set up here
    reader: Reader = NOBODY
    still_open: Callable[[], None] = no_end  # raises where the sign-in behind it has ended since

    @property
    def house(self) -> House:
        """Whose house it is.

        A file that is made on the click, and what runs by itself on the page, come here long after
        the front door has looked: so it is asked each time.

        Raises:
            Outside: the sign-in has ended since.
        """
        self.still_open()
        return self.entered

    @property
    def person(self) -> Person | None:
        """Who is there; None until somebody has said who they are."""
        return self.reader.person

    def may(self, right: Right) -> bool:
        """Whether who is there may do this. Before there is a company, whoever sets it up may."""
        return self.founded is None or may(self.reader, right, self.founded)

    def require(self, right: Right) -> None:
        """Raises Refused, in words, where `may` says no."""
        if self.founded is not None:
            require(self.reader, right, self.founded)

    @property
    def company(self) -> Company:
        """The company.

        Raises:
            NoCompany: on the set-up page, before there is one.
        """
        if self.founded is None:
            raise NoCompany("No company is set up here yet.")
        return self.founded

    @cached_property
    def rules(self) -> Rules:
        return self.house.rules(self.company)

    @property
    def actor(self) -> str:
        """The id that a decision carries.

        Raises:
            Refused: nobody has said who they are.
        """
        if self.person is None:
            raise Refused("Say who you are first: what you do here is recorded with your name.")
        return self.person.id
