"""Concern rules: by which words a text may be of concern, and what cancels that. Policy data.

They stand in the files of `concerns/`, whose lists of words and cancels are common to all of them.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from earshot.rules.policy_file import Mistake, Part, Place, PolicyFile, Text, doubled
from earshot.words.phrases import BadPhrase, Phrases
from earshot.words.vocabulary import ConcernName, Severity

FILES = tuple(f"concerns/{name}.toml" for name in ("common", "danger", "conduct", "marks"))

Reach = Literal["cover", "before", "sentence", "text", "quotes"]
Likelihood = Annotated[float, Field(gt=0, le=1)]

# The clause of the policy on which each concern rests.
CLAUSE_OF: dict[ConcernName, str] = {
    ConcernName.HARASSING: "conduct.harassing",
    ConcernName.BULLYING: "conduct.bullying",
    ConcernName.DISCRIMINATORY: "conduct.discriminatory",
    ConcernName.OFFENSIVE: "conduct.offensive",
    ConcernName.DEFAMATORY: "conduct.defamatory",
    ConcernName.THREAT: "conduct.escalation",
    ConcernName.SELF_HARM: "conduct.escalation",
    ConcernName.ABUSE_DISCLOSURE: "conduct.escalation",
    ConcernName.STAFF_ALLEGATION: "abuse.colleague",
    ConcernName.SEXUAL: "conduct.escalation",
    ConcernName.EXTREMISM: "conduct.escalation",
    ConcernName.MISSING_PERSON: "conduct.escalation",
    ConcernName.DATA_PROTECTION: "conduct.data_protection",
    ConcernName.CONFIDENTIALITY: "conduct.confidentiality",
    ConcernName.COPYRIGHT: "conduct.copyright",
    ConcernName.IMAGES: "images",
    ConcernName.IDENTITY: "conduct.identity",
    ConcernName.JOURNALIST: "conduct.journalist",
    ConcernName.MALPRACTICE: "conduct.escalation",
    ConcernName.DISCLAIMER: "scope.disclaimer",
}


class Cancel(Part):
    """What makes of a sign none. Where it has to stand, as seen from the sign:

    cover     one of the phrases overlaps it ("shoot me an email")
    before    one of the phrases stands before it in its sentence, by up to six words ("never")
    sentence  one of the phrases stands in the same sentence
    text      one of the phrases stands anywhere in the text
    quotes    it stands within quotation marks; where there are phrases, one of them is in the text
    """

    reach: Reach
    phrases: tuple[Text, ...] = ()
    leaves: Likelihood | None = None  # of a sign's confidence; without it nothing is left

    @model_validator(mode="after")
    def _has_phrases(self) -> Self:
        if self.reach != "quotes" and not self.phrases:
            raise ValueError("phrases are missing")
        return self


PRESS_IS_INTENT = "journalist is raised by the intent press alone: write a rule of intent"


class ConcernRule(Part):
    """Each place of one of the phrases is a sign of the concern, unless something cancels it."""

    id: Text
    concern: ConcernName
    severity: Severity
    confidence: Likelihood  # how sure this sign alone makes it; signs of several rules add up
    phrases: tuple[Text, ...] = Field(min_length=1)
    beside: tuple[Text, ...] = ()  # one of these has to stand in the text as well
    unless: tuple[Text, ...] = ()  # a sign with one of these in its sentence does not count
    cancelled_by: tuple[Text, ...] = ()  # names of cancels
    up_to: Annotated[int, Field(ge=1)] | None = None  # characters: not tried in longer texts

    @model_validator(mode="after")
    def _is_no_press(self) -> Self:
        if self.concern is ConcernName.JOURNALIST:
            raise ValueError(PRESS_IS_INTENT)
        return self


class ConcernFile(Part):
    """One of the files."""

    report_from: Likelihood | None = None  # in one file only
    learned: dict[ConcernName, Likelihood] = Field(default_factory=dict)
    words: dict[str, tuple[Text, ...]] = Field(default_factory=dict)
    cancels: dict[str, Cancel] = Field(default_factory=dict)
    rules: tuple[ConcernRule, ...] = ()


class ConcernRules(Part):
    """All files together."""

    report_from: Likelihood  # the confidence from which a concern is reported
    learned: dict[ConcernName, Likelihood]  # from which likelihood the model's signs count
    words: dict[str, tuple[Text, ...]]
    cancels: dict[str, Cancel]
    rules: tuple[ConcernRule, ...]


def joined(files: list[tuple[PolicyFile, ConcernFile]]) -> ConcernRules:
    """Raises BadPolicy naming file, line and field."""
    words: dict[str, tuple[str, ...]] = {}
    cancels: dict[str, Cancel] = {}
    rules: list[ConcernRule] = []
    learned: dict[ConcernName, float] = {}
    report_from = None
    for file, part in files:
        file.refuse(_clashes(part, words, cancels, rules, learned, report_from))
        words |= part.words
        cancels |= part.cancels
        rules += part.rules
        learned |= part.learned
        report_from = report_from or part.report_from
    for file, part in files:
        file.refuse(_mistakes(part, Phrases(words), cancels))
    if report_from is None:
        files[0][0].refuse([(("report_from",), "this field is missing")])
    return ConcernRules.model_construct(
        report_from=report_from,
        learned=learned,
        words=words,
        cancels=cancels,
        rules=tuple(rules),
    )


def _clashes(
    part: ConcernFile,
    words: dict[str, tuple[str, ...]],
    cancels: dict[str, Cancel],
    rules: list[ConcernRule],
    learned: dict[ConcernName, float],
    report_from: float | None,
) -> Iterator[Mistake]:
    if report_from is not None and part.report_from is not None:
        yield ("report_from",), "stands in an earlier file already"
    for name in words.keys() & part.words.keys():
        yield ("words", name), "a list of this name stands in another file"
    for name in cancels.keys() & part.cancels.keys():
        yield ("cancels", name), "a cancel of this name stands in another file"
    for concern in learned.keys() & part.learned.keys():
        yield ("learned", concern.value), "stands in another file"
    yield from doubled((rule.id for rule in part.rules), "rules")
    known = {rule.id for rule in rules}
    for number, rule in enumerate(part.rules):
        if rule.id in known:
            yield ("rules", number, "id"), f"{rule.id!r} stands in another file"


def _mistakes(part: ConcernFile, phrases: Phrases, cancels: dict[str, Cancel]) -> Iterator[Mistake]:
    for number, rule in enumerate(part.rules):
        for name in rule.cancelled_by:
            if name not in cancels:
                yield ("rules", number, "cancelled_by"), f"there is no cancel {name!r}"
    if ConcernName.JOURNALIST in part.learned:
        yield ("learned", ConcernName.JOURNALIST.value), PRESS_IS_INTENT
    for place, written in _phrases(part):
        try:
            phrases.compiled(written)
        except BadPhrase as error:
            yield place, str(error)


def _phrases(part: ConcernFile) -> Iterator[tuple[Place, tuple[str, ...]]]:
    for name in part.words:
        yield ("words", name), (f"{{{name}}}",)
    for name, cancel in part.cancels.items():
        yield ("cancels", name, "phrases"), cancel.phrases
    for number, rule in enumerate(part.rules):
        yield ("rules", number, "phrases"), rule.phrases
        yield ("rules", number, "beside"), rule.beside
        yield ("rules", number, "unless"), rule.unless
