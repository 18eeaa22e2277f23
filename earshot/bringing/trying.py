"""Trying out: what terms and sources would bring, seen before they are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from collectors.post import Post, Rejected
from earshot.rules.company import Company, Profile, Source, SourceKind
from earshot.rules.mention import joined, said
from earshot.rules.sifting import Left, hits_in, sift
from earshot.store.questions import Item, Wanted, items
from earshot.store.rows import Connection
from earshot.words.matching import Hit
from earshot.words.query import match, parse


@dataclass(frozen=True, slots=True)
class Trial:
    """One text, whether it would count as being about us, and why."""

    text: str
    counts: bool
    why: str  # may quote a term and an account's name
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What other terms would make of what is stored."""

    found: tuple[Trial, ...]  # those that the terms mean
    lost: tuple[Trial, ...]  # said elsewhere, and no longer meant


def heard_elsewhere(connection: Connection, limit: int) -> list[Item]:
    """The newest Mentions that the terms, and not the place, have found."""
    return items(connection, Wanted(own_accounts=False), limit=limit)


def company_of_terms(name: str, terms: Sequence[str]) -> Company:
    """A company that is only its name and terms, to try those on texts.

    Raises:
        BadQuery: a term that cannot be read.
    """
    for term in terms:
        parse(term)
    return Company(Profile(name, tuple(terms)), {}, {}, {})


def with_terms(company: Company, terms: Sequence[str]) -> Company:
    """The company as it would be with these terms.

    Raises:
        BadQuery: a term that cannot be read.
    """
    for term in terms:
        parse(term)
    return replace(company, profile=replace(company.profile, terms=tuple(terms)))


def try_text(text: str, company: Company) -> Trial:
    """What the company's terms make of a text that was said elsewhere."""
    hits = hits_in(text, company)
    meant = [query.text for query in company.queries if match(query, text).matched]
    why = f"found by {meant[0]}" if meant else "none of your terms finds it"
    return Trial(text, bool(meant), why, hits)


def try_entries(
    entries: Iterable[Post | Rejected], source: Source, company: Company
) -> tuple[Trial, ...]:
    """What would become of a feed's items, in its order."""
    return tuple(_try_entry(entry, source, company) for entry in entries)


def try_terms(stored: Iterable[Item], company: Company) -> Change:
    """What the company's terms make of stored Mentions; on its own accounts all is in scope."""
    elsewhere = [item for item in stored if item.account is None]
    texts = (joined(i.title, i.text) for i in elsewhere if not _is_note(i, company))
    tried = [try_text(text, company) for text in texts]
    found = tuple(trial for trial in tried if trial.counts)
    return Change(found, tuple(trial for trial in tried if not trial.counts))


def _try_entry(entry: Post | Rejected, source: Source, company: Company) -> Trial:
    if isinstance(entry, Rejected):
        return Trial(entry.where, False, f"cannot be read: {entry.reason}")
    sifted = sift(entry, source, company)
    if sifted is Left.OUTGOING:
        return Trial(said(entry), False, "posted by ourselves")
    if isinstance(sifted, Left):
        return Trial(said(entry), False, "none of your terms finds it")
    if sifted.account is not None:
        why = f"it stands on {sifted.account.name}: everything there counts"
        return Trial(said(entry), True, why, sifted.hits)
    return replace(try_text(said(entry), company), counts=True)


def _is_note(item: Item, company: Company) -> bool:
    """What a person noted counts whatever the terms are."""
    source = company.sources.get(item.source)
    return source is not None and source.kind is SourceKind.NOTE
