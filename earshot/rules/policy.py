"""The policy: what the company has promised, as data that it can read and change.

A policy file is TOML. What it must hold is said by the classes below; a mistake is a BadPolicy
that names file, line and field. The shipped one is `data/policy.toml`.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from datetime import time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from earshot.rules.policy_lines import line_of, syntax_error
from earshot.words.errors import BadPolicy
from earshot.words.phrases import BadPhrase, Phrases
from earshot.words.vocabulary import Intent

# The clauses that the program itself names in deadlines, flags and reports.
_CLAUSE_IDS = """
    scope.professional scope.personal scope.disclaimer roles.smt roles.moderator roles.staff
    accounts.business_case accounts.approval accounts.leaver monitoring.daily
    monitoring.response monitoring.intervention monitoring.proactive conduct.defamatory
    conduct.discriminatory conduct.offensive conduct.harassing conduct.bullying
    conduct.data_protection conduct.confidentiality conduct.copyright conduct.identity
    conduct.journalist conduct.escalation abuse.explain abuse.colleague tone images
    audience.learner audience.parent audience.staff publishing.checks education.duties
    data.protection
"""
CLAUSES = frozenset(_CLAUSE_IDS.split())

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1, le=3650)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Clause(_Part):
    title: Text
    demands: Text


class Interpretation(_Part):
    """Where the policy is silent and a choice was made."""

    id: Text
    clause: Text
    choice: Text
    why: Text


class Clocks(_Part):
    policy_hours: Count  # received Monday to Friday
    weekend: Literal["end of next working day"]
    close_of_business: time  # local; shown beside the limit, moves no deadline
    aim_working_days: Count
    follow_up_working_days: Count


class Retention(_Part):
    mentions_months: Count
    answered_cases_months: Count
    restricted_days_after_handover: Count
    dropped_summaries_days: Count
    outgoing_months: Count  # what the company's own accounts posted


class SentimentRules(_Part):
    """The company's additions to VADER's lexicon."""

    lexicon: dict[Text, Annotated[float, Field(ge=-4, le=4)]] = {}
    neutral_phrases: tuple[Text, ...] = ()  # names of courses and the like: no feeling in them


class IntentRule(_Part):
    """Texts that hold one of the phrases speak for the intent, by the weight, once."""

    id: Text
    intent: Intent
    weight: Annotated[int, Field(ge=1, le=4)]
    phrases: tuple[Text, ...] = Field(min_length=1)
    unless: tuple[Text, ...] = ()  # a text with one of these does not count

    @model_validator(mode="after")
    def _is_no_rest(self) -> Self:
        if self.intent is Intent.COMMENT:
            raise ValueError("comment is what no rule speaks for; it has none of its own")
        return self


class Addressed(_Part):
    """Phrases that make a feeling speak of the company."""

    phrases: tuple[Text, ...] = Field(min_length=1)
    unless: tuple[Text, ...] = ()


class IntentRules(_Part):
    strong: Annotated[int, Field(ge=1, le=10)]  # the sum of weights that settles an intent
    negative_below: Annotated[float, Field(ge=-1, le=0)]  # compound that adds 1 to complaint
    positive_above: Annotated[float, Field(ge=0, le=1)]  # compound that adds 1 to praise
    words: dict[str, tuple[Text, ...]] = {}
    addressed: Addressed
    rules: tuple[IntentRule, ...] = Field(min_length=1)


class Policy(_Part):
    title: Text
    version: int | Text
    clauses: dict[str, Clause]
    clocks: Clocks
    retention: Retention
    sentiment: SentimentRules
    intents: IntentRules
    interpretations: tuple[Interpretation, ...]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of all that decides something: not of titles, words of clauses, comments."""
        return _sha256(self.model_dump_json(include=_DECIDING))

    @cached_property
    def judging_fingerprint(self) -> str:
        """SHA-256 of the rules that a Judgement depends on; a changed clock leaves it alone."""
        return _sha256(self.model_dump_json(include={"sentiment", "intents"}))


_DECIDING = {"clocks", "retention", "sentiment", "intents"}


def _sha256(dumped: str) -> str:
    # Keys sorted: the order of a table's lines means nothing in TOML.
    return hashlib.sha256(json.dumps(json.loads(dumped), sort_keys=True).encode()).hexdigest()


def default_policy_path() -> Path:
    """The policy file that is shipped."""
    return Path(__file__).resolve().parents[2] / "data" / "policy.toml"


def load_policy(path: Path) -> Policy:
    """Read and check a policy file. Raises BadPolicy naming file, line and field."""
    source = _read(path)
    try:
        policy = Policy.model_validate(tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        raise BadPolicy(f"{path.name}, {syntax_error(str(error), source)}") from error
    except ValidationError as error:
        raise BadPolicy(_sentences(path, source, error)) from error
    for field, complaint in (*_clause_mistakes(policy), *_rule_mistakes(policy)):
        raise BadPolicy(_sentence(path, source, field, complaint))
    return policy


def _read(path: Path) -> str:
    try:
        # Windows editors put a mark at the start and end lines with \r\n.
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadPolicy(f"{path.name} is not UTF-8 text (byte {error.start}).") from error
    except OSError as error:
        raise BadPolicy(f"{path} cannot be read: {error.strerror}.") from error


_Field = tuple[str | int, ...]


def _sentences(path: Path, source: str, error: ValidationError) -> str:
    found = [(item["loc"], item["msg"].removeprefix("Value error, ")) for item in error.errors()]
    shown = [_sentence(path, source, loc, message) for loc, message in found[:10]]
    return "\n".join(shown + [f"and {len(found) - 10} more"] * (len(found) > 10))


def _sentence(path: Path, source: str, field: _Field, complaint: str) -> str:
    line = line_of(source, field)
    at = f", line {line}" if line else ""
    return f"{path.name}{at}, {'.'.join(map(str, field))}: {complaint}"


def _clause_mistakes(policy: Policy) -> list[tuple[_Field, str]]:
    missing = [
        (("clauses", clause), "this clause is missing")
        for clause in sorted(CLAUSES - policy.clauses.keys())
    ]
    unknown = [
        (("interpretations", number, "clause"), f"there is no clause {item.clause!r}")
        for number, item in enumerate(policy.interpretations)
        if item.clause not in policy.clauses
    ]
    return missing + unknown + _doubled("interpretations", policy.interpretations)


def _rule_mistakes(policy: Policy) -> list[tuple[_Field, str]]:
    phrases = Phrases(policy.intents.words)
    mistakes: list[tuple[_Field, str]] = []
    for place, written in _phrases(policy.intents):
        try:
            phrases.compiled(written)
        except BadPhrase as error:
            mistakes.append((place, str(error)))
    return mistakes + _doubled("intents", policy.intents.rules, "rules")


def _phrases(rules: IntentRules) -> Iterator[tuple[_Field, tuple[str, ...]]]:
    yield ("intents", "addressed", "phrases"), rules.addressed.phrases
    yield ("intents", "addressed", "unless"), rules.addressed.unless
    for number, rule in enumerate(rules.rules):
        yield ("intents", "rules", number, "phrases"), rule.phrases
        yield ("intents", "rules", number, "unless"), rule.unless


def _doubled(
    table: str, items: tuple[Interpretation, ...] | tuple[IntentRule, ...], *below: str
) -> list[tuple[_Field, str]]:
    ids = [item.id for item in items]
    return [
        ((table, *below, number, "id"), f"{name!r} stands here twice")
        for number, name in enumerate(ids)
        if name in ids[:number]
    ]
