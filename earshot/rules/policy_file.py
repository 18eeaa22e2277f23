"""Policy files: TOML that is read and checked by a class; a mistake names file, line and field."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from earshot.rules.policy_lines import line_of, syntax_error
from earshot.words.errors import BadPolicy

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=3650)]
Place = tuple[str | int, ...]  # of a field: the names of tables and keys, the numbers in arrays
Mistake = tuple[Place, str]  # where, and what is wrong there


class Part(BaseModel):
    """Any table of a policy file: nothing unknown may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=Part)


@dataclass(frozen=True)
class PolicyFile:
    """One file as it was read. `name` is how its mistakes call it."""

    name: str
    source: str

    @classmethod
    def read(cls, folder: Path, name: str) -> "PolicyFile":
        """Raises BadPolicy where it cannot be read."""
        path = folder / name
        try:
            # Windows editors put a mark at the start and end lines with \r\n.
            return cls(name, path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            raise BadPolicy(f"{name} is not UTF-8 text (byte {error.start}).") from error
        except OSError as error:
            raise BadPolicy(f"{path} cannot be read: {error.strerror}.") from error

    def parsed(self, model: type[Model]) -> Model:
        """Raises BadPolicy, with up to ten of its mistakes."""
        try:
            return model.model_validate(tomllib.loads(self.source))
        except tomllib.TOMLDecodeError as error:
            raise BadPolicy(f"{self.name}, {syntax_error(str(error), self.source)}") from error
        except ValidationError as error:
            raise BadPolicy(self._sentences(error)) from error

    def refuse(self, mistakes: Iterable[Mistake]) -> None:
        """Raises BadPolicy for the first of these, where there is one."""
        for place, complaint in mistakes:
            raise BadPolicy(self._sentence(place, complaint))

    def _sentences(self, error: ValidationError) -> str:
        found = [
            (item["loc"], item["msg"].removeprefix("Value error, ")) for item in error.errors()
        ]
        shown = [self._sentence(place, message) for place, message in found[:10]]
        return "\n".join(shown + [f"and {len(found) - 10} more"] * (len(found) > 10))

    def _sentence(self, place: Place, complaint: str) -> str:
        line = line_of(self.source, place)
        at = f", line {line}" if line else ""
        return f"{self.name}{at}, {'.'.join(map(str, place))}: {complaint}"


def doubled(ids: Iterable[str], *before: str) -> list[Mistake]:
    """The ids, of the tables of one array named by `before`, that stand there twice."""
    listed = list(ids)
    return [
        ((*before, number, "id"), f"{name!r} stands here twice")
        for number, name in enumerate(listed)
        if name in listed[:number]
    ]
