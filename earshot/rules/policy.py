"""The policy: what the company has promised, as data that it can read and change.

It stands in TOML files. What they must hold is said by classes; a mistake is a BadPolicy that
names file, line and field. The shipped ones lie in `data/`.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from earshot.rules.concern_rules import FILES as CONCERN_FILES
from earshot.rules.concern_rules import ConcernFile, ConcernRules, joined
from earshot.rules.playbook_rules import FILE as PLAYBOOK_FILE
from earshot.rules.playbook_rules import Playbooks
from earshot.rules.playbook_rules import mistakes as playbook_mistakes
from earshot.rules.policy_file import Count, Mistake, Part, Place, PolicyFile, Text, doubled
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
FILES = ("policy.toml", *CONCERN_FILES, PLAYBOOK_FILE)  # in the order in which they are read


class Clause(Part):
    title: Text
    demands: Text


class Interpretation(Part):
    """Where the policy is silent and a choice was made."""

    id: Text
    clause: Text
    choice: Text
    why: Text


class Clocks(Part):
    policy_hours: Count  # received Monday to Friday
    weekend: Literal["end of next working day"]
    close_of_business: time  # local; shown beside the limit, moves no deadline
    aim_working_days: Count
    follow_up_working_days: Count


class Retention(Part):
    mentions_months: Count
    answered_cases_months: Count
    restricted_days_after_handover: Count
    dropped_summaries_days: Count
    outgoing_months: Count  # what the company's own accounts posted
    out_of_scope_days: Count = 7  # a private person's post that was dismissed


class SentimentRules(Part):
    """The company's additions to VADER's lexicon."""

    lexicon: dict[Text, Annotated[float, Field(ge=-4, le=4)]] = Field(default_factory=dict)
    neutral_phrases: tuple[Text, ...] = ()  # names of courses and the like: no feeling in them


class IntentRule(Part):
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


class Addressed(Part):
    """Phrases that make a feeling speak of the company."""

    phrases: tuple[Text, ...] = Field(min_length=1)
    unless: tuple[Text, ...] = ()


class IntentRules(Part):
    strong: Annotated[int, Field(ge=1, le=10)]  # the sum of weights that settles an intent
    negative_below: Annotated[float, Field(ge=-1, le=0)]  # compound that adds 1 to complaint
    positive_above: Annotated[float, Field(ge=0, le=1)]  # compound that adds 1 to praise
    words: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    addressed: Addressed
    rules: tuple[IntentRule, ...] = Field(min_length=1)


class Promises(Part):
    """What stands in `policy.toml`."""

    title: Text
    version: int | Text
    clauses: dict[str, Clause]
    clocks: Clocks
    retention: Retention
    sentiment: SentimentRules
    intents: IntentRules
    interpretations: tuple[Interpretation, ...]


class Policy(Promises):
    """The whole: `policy.toml` with the files of concerns and of playbooks."""

    concerns: ConcernRules
    playbooks: Playbooks

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of all that decides something: not of titles, words of clauses, comments."""
        return _sha256(self.model_dump_json(include=_DECIDING))

    @cached_property
    def judging_fingerprint(self) -> str:
        """SHA-256 of the rules that a Judgement depends on; a changed clock leaves it alone."""
        return _sha256(self.model_dump_json(include=_JUDGING))


_JUDGING = {"sentiment", "intents", "concerns"}
_DECIDING = _JUDGING | {"clocks", "retention", "playbooks"}


def _sha256(dumped: str) -> str:
    # Keys sorted: the order of a table's lines means nothing in TOML.
    return hashlib.sha256(json.dumps(json.loads(dumped), sort_keys=True).encode()).hexdigest()


def default_policy_path() -> Path:
    """The policy file that is shipped."""
    return Path(__file__).resolve().parents[2] / "data" / "policy.toml"


def files_of(path: Path) -> list[Path]:
    """The files of a policy: those that lie beside this `policy.toml`, and for each that does not
    the shipped one."""
    shipped = default_policy_path().parent
    beside = [path.parent / name for name in (*CONCERN_FILES, PLAYBOOK_FILE)]
    names = (*CONCERN_FILES, PLAYBOOK_FILE)
    return [path, *(p if p.exists() else shipped / n for p, n in zip(beside, names, strict=True))]


def read_files(path: Path) -> tuple[PolicyFile, ...]:
    """What stands in a policy's files: `policy.toml`, those of concerns, the playbooks. Raises
    BadPolicy where one cannot be read."""
    own, *beside = files_of(path)
    folders = [each.parent.parent for each in beside[:-1]] + [beside[-1].parent]
    named = zip(folders, (*CONCERN_FILES, PLAYBOOK_FILE), strict=True)
    return (
        PolicyFile.read(own.parent, own.name),
        *(PolicyFile.read(folder, name) for folder, name in named),
    )


def policy_of(files: Sequence[PolicyFile]) -> Policy:
    """Check what stands in a policy's files, in their order. Raises BadPolicy naming file, line
    and field."""
    promises_file, *concern_files, playbook_file = files
    promises = promises_file.parsed(Promises)
    promises_file.refuse([*_clause_mistakes(promises), *_rule_mistakes(promises)])
    concerns = joined([(file, file.parsed(ConcernFile)) for file in concern_files])
    playbooks = playbook_file.parsed(Playbooks)
    playbook_file.refuse(playbook_mistakes(playbooks, promises.clauses.keys()))
    parts = {name: getattr(promises, name) for name in Promises.model_fields}
    return Policy.model_construct(**parts, concerns=concerns, playbooks=playbooks)


def load_policy(path: Path) -> Policy:
    """Read and check a policy's files. Raises BadPolicy naming file, line and field."""
    return policy_of(read_files(path))


def _clause_mistakes(policy: Promises) -> list[Mistake]:
    missing: list[Mistake] = [
        (("clauses", clause), "this clause is missing")
        for clause in sorted(CLAUSES - policy.clauses.keys())
    ]
    unknown: list[Mistake] = [
        (("interpretations", number, "clause"), f"there is no clause {item.clause!r}")
        for number, item in enumerate(policy.interpretations)
        if item.clause not in policy.clauses
    ]
    return missing + unknown + doubled((i.id for i in policy.interpretations), "interpretations")


def _rule_mistakes(policy: Promises) -> list[Mistake]:
    phrases = Phrases(policy.intents.words)
    mistakes: list[Mistake] = []
    for place, written in _phrases(policy.intents):
        try:
            phrases.compiled(written)
        except BadPhrase as error:
            mistakes.append((place, str(error)))
    return mistakes + doubled((rule.id for rule in policy.intents.rules), "intents", "rules")


def _phrases(rules: IntentRules) -> Iterator[tuple[Place, tuple[str, ...]]]:
    yield ("intents", "addressed", "phrases"), rules.addressed.phrases
    yield ("intents", "addressed", "unless"), rules.addressed.unless
    for number, rule in enumerate(rules.rules):
        yield ("intents", "rules", number, "phrases"), rule.phrases
        yield ("intents", "rules", number, "unless"), rule.unless
