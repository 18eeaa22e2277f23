"""Visits: what one run of a page knows: whose house it is in, who is there, and what time it is."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from earshot.handling.house import House
from earshot.rules.arrival import Rules
from earshot.rules.company import Company, Person
from earshot.words.errors import NoCompany, Refused


@dataclass(frozen=True)
class Visit:
    """One run of a page. `now` is taken once, at the front door, and holds for the whole page."""

    house: House
    now: datetime  # aware, UTC
    founded: Company | None  # None until a company is set up here
    person: Person | None = None  # None until somebody has said who they are

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
