"""Playbooks: which step the policy asks for next, and the words that may be sent. Policy data.

They stand in `playbooks.toml`.
"""

import re
from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from collectors.post import Platform
from earshot.rules.measures import OPENING
from earshot.rules.policy_file import Mistake, Part, Text, doubled
from earshot.words.phrases import BadPhrase, Compiled, Phrases
from earshot.words.vocabulary import ConcernName, Intent, State

FILE = "playbooks.toml"
# What a reply's text may hold in braces, beside the id of a procedure: where that stands.
FIELDS = frozenset({"company", "account", "answer_by", "contact"})
FIELD = re.compile(r"\{(\w+)\}")
# Pictures of people are evidence, or somebody's own: no step may say to take such a thing away.
NEVER_REMOVED = frozenset({ConcernName.IMAGES, ConcernName.SEXUAL})
WORKED_ON = (State.OPEN, State.ACKNOWLEDGED)


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
    under_18: bool = False  # only for whoever may be: a learner, and whoever it is not known of
    states: tuple[State, ...] = WORKED_ON


class Step(Part):
    id: Text
    text: Text
    clause: Text
    when: When = When()
    procedure: str = ""  # the id of a procedure it leads to
    template: str = ""  # the id of a reply that fits
    removes: bool = False  # asks somebody to take something down: never before a confirmation
    stop: bool = False  # stands above all others, in red


class Template(Part):
    """A reply that a person starts from. `{company}` and the like are filled in, where known."""

    id: Text
    title: Text
    text: Text
    when: When = When()
    holding: bool = False  # an approved holding line: says nothing of the substance
    removes: bool = False  # asks somebody to take something down


class Explanation(Part):
    """Words in which the audience is told why something was hidden, deleted, blocked, reported."""

    id: Text
    text: Text


class Fault(StrEnum):
    """What may be wrong with a draft's wording."""

    ANGER = "anger"
    SARCASM = "sarcasm"
    BLAME = "blame"
    JARGON = "jargon"
    COLD = "cold"
    PROMISE = "promise"
    CASE = "case"  # speaks of one person's affairs where everybody reads it
    VIEW = "view"  # somebody's own opinion
    REMOVAL = "removal"  # asks to take something down


class Wording(Part):
    """Phrases that a reply is better without, and why."""

    fault: Fault
    phrases: tuple[Text, ...] = Field(min_length=1)
    why: Text


class Drafts(Part):
    """What drafts are checked by; phrases as those of intents in policy.toml."""

    lengths: dict[Platform, int] = Field(default_factory=dict)  # characters
    acronyms: tuple[Text, ...] = ()  # words that are written in capitals without shouting
    warm: tuple[Text, ...] = ()  # one of them, or the reply sounds cold
    signed: tuple[Text, ...] = ()  # one of them, or the company's name, says who is speaking
    disclaimed: tuple[Text, ...] = ()  # one of them makes an own opinion plain as one
    words: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    wordings: tuple[Wording, ...] = ()

    @cached_property
    def compiled(self) -> dict[str, Compiled]:
        """The phrases of `warm`, `signed`, `disclaimed`, and of each wording by its number."""
        phrases = Phrases(self.words)
        return {name: phrases.compiled(written) for name, written in self._written()}

    def mistakes(self) -> Iterator[Mistake]:
        phrases = Phrases(self.words)
        for name, written in self._written():
            try:
                phrases.compiled(written)
            except BadPhrase as error:
                place = ("drafts", "wordings", int(name)) if name.isdecimal() else ("drafts", name)
                yield place, str(error)

    def _written(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield from (("warm", self.warm), ("signed", self.signed), ("disclaimed", self.disclaimed))
        for number, wording in enumerate(self.wordings):
            yield str(number), wording.phrases


class Playbooks(Part):
    procedures: dict[str, Procedure] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1)
    templates: tuple[Template, ...] = ()
    explanations: tuple[Explanation, ...] = ()  # generic: they name nobody and nothing
    drafts: Drafts = Drafts()

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)


def mistakes(playbooks: Playbooks, clauses: Collection[str]) -> Iterator[Mistake]:
    """What names something that there is not, or would do what no step may."""
    yield from doubled((step.id for step in playbooks.steps), "steps")
    yield from doubled((template.id for template in playbooks.templates), "templates")
    yield from doubled((each.id for each in playbooks.explanations), "explanations")
    for name, procedure in playbooks.procedures.items():
        if procedure.clause not in clauses:
            yield ("procedures", name, "clause"), f"there is no clause {procedure.clause!r}"
    yield from _step_mistakes(playbooks, clauses)
    yield from _template_mistakes(playbooks)
    yield from playbooks.drafts.mistakes()


def _step_mistakes(playbooks: Playbooks, clauses: Collection[str]) -> Iterator[Mistake]:
    templates = {template.id for template in playbooks.templates}
    for number, step in enumerate(playbooks.steps):
        if step.clause not in clauses:
            yield ("steps", number, "clause"), f"there is no clause {step.clause!r}"
        if step.procedure and step.procedure not in playbooks.procedures:
            yield ("steps", number, "procedure"), f"there is no procedure {step.procedure!r}"
        if step.template and step.template not in templates:
            yield ("steps", number, "template"), f"there is no reply {step.template!r}"
        if step.removes:
            yield from _removal_mistakes(step.when, "steps", number)


def _template_mistakes(playbooks: Playbooks) -> Iterator[Mistake]:
    known = FIELDS | playbooks.procedures.keys()
    for number, template in enumerate(playbooks.templates):
        for name in FIELD.findall(template.text):
            if name not in known:
                words = f"nothing is filled in for {{{name}}}; there are {', '.join(sorted(known))}"
                yield ("templates", number, "text"), words
        if template.removes:
            yield from _removal_mistakes(template.when, "templates", number)


def _removal_mistakes(when: When, array: str, number: int) -> Iterator[Mistake]:
    if not (when.confirmed and when.concerns):
        complaint = "it may only follow confirmed concerns: `when` has to name them"
        yield (array, number, "removes"), complaint
    for concern in when.concerns:
        if concern in NEVER_REMOVED:
            complaint = f"{concern.value} is dealt with by the safeguarding lead, and never removed"
            yield (array, number, "removes"), complaint
        elif concern not in OPENING:
            yield (array, number, "removes"), f"{concern.value} calls for no removal"
    if Intent.COMPLAINT in when.intents:
        yield (array, number, "removes"), "nobody is asked to take a complaint down"
