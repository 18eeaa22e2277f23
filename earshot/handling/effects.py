"""Effects: what terms would make of what feeds dropped lately and of what is stored. Asks only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from earshot.rules.company import Company, SourceKind
from earshot.rules.mention import joined, said
from earshot.rules.searching import phrases
from earshot.rules.sifting import Left, sift
from earshot.store import dropped, heard
from earshot.store.dropped import Dropped
from earshot.store.heard import Heard
from earshot.store.rows import Connection
from earshot.words.query import match
from earshot.words.vocabulary import State

STORED = 10_000  # stored Mentions that terms are tried on: all that are open, then the newest


@dataclass(frozen=True, slots=True)
class Effect:
    """What terms make of what was dropped and of what is stored."""

    dropped: int  # how many dropped items they were tried on
    found: tuple[Dropped, ...]  # those that they mean, newest first
    lost: tuple[Heard, ...]  # stored, said elsewhere, and not meant; open ones first
    kept: tuple[Heard, ...]  # stored, said elsewhere, and meant
    by_term: dict[str, int]  # how many of the dropped each term means

    @property
    def open_and_lost(self) -> tuple[Heard, ...]:
        """Those lost whose Case is open; of a story its lead, if no outlet of it is kept."""
        kept = {each.case for each in self.kept}
        cases = (each for each in self.lost if each.id == each.case and each.case not in kept)
        return tuple(each for each in cases if each.state is State.OPEN)


def tried_on(connection: Connection, since: datetime) -> tuple[list[Dropped], list[Heard]]:
    """What terms can be tried on: what was dropped since then, and what was said elsewhere."""
    return dropped.recent(connection, since), heard.elsewhere(connection, STORED)


def effect(items: Sequence[Dropped], stored: Sequence[Heard], company: Company) -> Effect:
    """What the company's terms make of these. No store."""
    by_term: Counter[str] = Counter({query.text: 0 for query in company.queries})
    meant = [each for each in items if _meant(each, company, by_term)]
    termless = replace(company, profile=replace(company.profile, terms=()))
    found = tuple(each for each in meant if not _is_ours(each, termless))
    sufficient = _sufficient(company)
    kept: list[Heard] = []
    lost: list[Heard] = []
    for each in stored:
        if not _is_note(each, company):
            still = not sufficient.isdisjoint(each.terms) or _is_kept(each, company)
            (kept if still else lost).append(each)
    return Effect(len(items), found, tuple(lost), tuple(kept), dict(by_term))


def _meant(each: Dropped, company: Company, by_term: Counter[str]) -> bool:
    """Whether the terms mean it; counts those that do."""
    text = said(each.post)
    meant = [query.text for query in company.queries if match(query, text).matched]
    by_term.update(meant)
    return bool(meant)


def _is_ours(each: Dropped, company: Company) -> bool:
    """Whether it would not be taken in, whatever the terms are: we posted it ourselves, as far as
    its address shows that (who said it is not kept), or its Source is not known any more."""
    source = company.sources.get(each.source)
    return source is None or sift(each.post, source, company) is Left.OUTGOING


def _sufficient(company: Company) -> frozenset[str]:
    """Terms, as hits name them, one of which is enough for a text to be meant: a text that is known
    to hold one need not be read again, which is most of the work. (=Term may have stood in quotes.)
    """
    nameless = replace(company, profile=replace(company.profile, name=""))
    return frozenset(each for each in phrases(nameless) if each and not each.startswith("="))


def _is_kept(each: Heard, company: Company) -> bool:
    text = joined(each.title, each.text)
    return any(match(query, text).matched for query in company.queries)


def _is_note(each: Heard, company: Company) -> bool:
    """What a person noted counts whatever the terms are."""
    source = company.sources.get(each.source)
    return source is not None and source.kind is SourceKind.NOTE
