"""The drafts: documents that a company owes about its listening, made from its real settings."""

from collections.abc import Callable
from dataclasses import dataclass

from earshot.protection.drafts.dpia import dpia
from earshot.protection.drafts.facts import Facts, facts_of
from earshot.protection.drafts.interests import interests
from earshot.protection.drafts.notice import notice
from earshot.protection.drafts.record import record

__all__ = ["DRAFTS", "Draft", "Facts", "facts_of"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One document: `write` gives its Markdown."""

    name: str  # of its file, without .md
    title: str
    write: Callable[[Facts], str]


DRAFTS = (
    Draft("impact-assessment", "Impact assessment (DPIA)", dpia),
    Draft("legitimate-interests", "Legitimate interests assessment", interests),
    Draft("privacy-notice", "Privacy notice", notice),
    Draft("record-of-processing", "Record of processing (Art. 30)", record),
)
