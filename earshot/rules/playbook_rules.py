"""Playbooks: which step the policy asks for next, and the words that may be sent. Policy data.

They stand in `playbooks.toml`.
"""

from collections.abc import Collection, Iterator
from enum import StrEnum

from pydantic import Field

from earshot.rules.policy_file import Mistake, Part, Text, doubled
from earshot.words.vocabulary import ConcernName, Intent

FILE = "playbooks.toml"


class Audience(StrEnum):
    """Who wrote it. Chosen by a person, never guessed; whoever it is not known of counts as under
    18."""

    LEARNER = "learner"
    PARENT = "parent"
    STAFF = "staff"
    EMPLOYER = "employer"
    PRESS = "press"
    PUBLIC = "public"
    UNKNOWN = "unknown"


class Procedure(Part):
    """One of the company's own procedures. Where it stands is a setting of the company."""

    title: Text
    clause: Text


class When(Part):
    """What a step or a reply is for; each list that is not empty narrows."""

    concerns: tuple[ConcernName, ...] = ()
    confirmed: bool = False  # only once a person has confirmed one of these concerns
    intents: tuple[Intent, ...] = ()
    audiences: tuple[Audience, ...] = ()


class Step(Part):
    id: Text
    text: Text
    clause: Text
    when: When = When()
    procedure: str = ""  # the id of a procedure it leads to
    template: str = ""  # the id of a reply that fits
    removes: bool = False  # asks somebody to take something down: never before a confirmation


class Template(Part):
    """A reply that a person starts from. `{name}` and the like are filled in, where known."""

    id: Text
    title: Text
    text: Text
    when: When = When()
    holding: bool = False  # an approved holding line: says nothing of the substance


class Playbooks(Part):
    procedures: dict[str, Procedure] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1)
    templates: tuple[Template, ...] = ()


def mistakes(playbooks: Playbooks, clauses: Collection[str]) -> Iterator[Mistake]:
    """What names something that there is not."""
    templates = {template.id for template in playbooks.templates}
    yield from doubled((step.id for step in playbooks.steps), "steps")
    yield from doubled((template.id for template in playbooks.templates), "templates")
    for name, procedure in playbooks.procedures.items():
        if procedure.clause not in clauses:
            yield ("procedures", name, "clause"), f"there is no clause {procedure.clause!r}"
    for number, step in enumerate(playbooks.steps):
        if step.clause not in clauses:
            yield ("steps", number, "clause"), f"there is no clause {step.clause!r}"
        if step.procedure and step.procedure not in playbooks.procedures:
            yield ("steps", number, "procedure"), f"there is no procedure {step.procedure!r}"
        if step.template and step.template not in templates:
            yield ("steps", number, "template"), f"there is no reply {step.template!r}"
        if step.removes and not (step.when.confirmed and step.when.concerns):
            yield (
                ("steps", number, "removes"),
                "it may only follow confirmed concerns: `when` has to name them",
            )
