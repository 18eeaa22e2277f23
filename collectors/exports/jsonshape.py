"""The shape of a JSON file: what its beginning shows of what it holds."""

import re
from dataclasses import dataclass
from functools import lru_cache

from collectors.exports.jsonstream import head_text

# A quote within a text stands behind a backslash, so that no words can pass for a key.
_KEY = re.compile(r'(?<!\\)"([^"\\\n]{1,100})"\s*:')


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file begins."""

    opens: str  # "[" or "{"; "" for what is no JSON
    first: str  # the key that stands first, "" if none
    keys: frozenset[str]  # all keys met, at whatever depth

    def is_list_of(self, *keys: str) -> bool:
        """Whether it is a list, in whose records each of these keys was met."""
        return self.opens == "[" and self.keys.issuperset(keys)

    def is_object_of(self, *keys: str) -> bool:
        """Whether it is one object, with each of these keys somewhere in it."""
        return self.opens == "{" and self.keys.issuperset(keys)


@lru_cache(maxsize=4)  # every form asks it of the same file
def shape_of(head: bytes) -> Shape:
    """The shape that the beginning of a file shows."""
    text = head_text(head).lstrip()
    if text[:1] not in ("[", "{"):
        return Shape("", "", frozenset())
    keys = _KEY.findall(text)
    return Shape(text[0], keys[0] if keys else "", frozenset(keys))
