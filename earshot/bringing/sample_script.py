"""The sample's script: what sample.toml in data/sample holds, checked as it is read."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from collectors.post import Platform
from earshot.rules.company import Role
from earshot.words.vocabulary import Nation

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sample"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SampleCompany(_Part):
    name: str
    nation: Nation
    zone: str
    terms: tuple[str, ...]


class SampleAccount(_Part):
    name: str
    platform: Platform
    handle: str
    url: str
    start_days_ago: int


class SamplePerson(_Part):
    name: str
    roles: tuple[Role, ...]
    on_duty: bool = False


class SampleSource(_Part):
    file: str
    name: str
    url: str
    account: str
    platform: Platform
    every: int
    start_days_ago: int


class SampleDecision(_Part):
    match: str  # an item's address or native id
    action: Literal[
        "acknowledged", "answered", "no_reply_needed", "out_of_scope", "assigned", "closed"
    ]
    after_minutes: int
    person: str
    where: str
    link: str
    reason: str


class Script(_Part):
    """What sample.toml holds."""

    company: SampleCompany
    accounts: tuple[SampleAccount, ...]
    people: tuple[SamplePerson, ...]
    sources: tuple[SampleSource, ...]
    decisions: tuple[SampleDecision, ...]


def read_script() -> Script:
    return Script.model_validate(tomllib.loads((FOLDER / "sample.toml").read_text("utf-8")))
