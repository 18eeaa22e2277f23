"""What can go wrong in the core.

EarshotError            a person can act on it; `str(error)` says how
├── NoCompany           nothing is set up in this folder yet
├── BadQuery            a query that cannot be read; `position` says where
├── BadPolicy           a policy file with a mistake; names file, line and field
├── BadTime             a time that cannot be read, does not exist, or exists twice
├── NotFound            an id that nothing has
├── Refused             a decision that the present state does not allow
│   └── MovedOn         somebody else has decided meanwhile
└── StoreError          the store cannot be used
    ├── StoreBusy       somebody held it for longer than the limit
    └── StoreTooNew     written by a later version
"""


class EarshotError(Exception):
    """A failure that a person can do something about."""


class NoCompany(EarshotError):
    pass


class BadQuery(EarshotError):
    def __init__(self, sentence: str, position: int) -> None:
        super().__init__(sentence)
        self.position = position  # code points from the start of the query


class BadPolicy(EarshotError):
    pass


class BadTime(EarshotError):
    pass


class NotFound(EarshotError):
    pass


class Refused(EarshotError):
    pass


class MovedOn(Refused):
    pass


class StoreError(EarshotError):
    pass


class StoreBusy(StoreError):
    pass


class StoreTooNew(StoreError):
    pass
