"""Trying out: what terms and sources would bring, seen before they are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from collectors.post import Post, Rejected
from earshot.handling.effects import Effect, effect, tried_on
from earshot.handling.forgetting import dropped_since
from earshot.handling.house import House
from earshot.rules.company import Company, Profile, Source
from earshot.rules.mention import joined, said
from earshot.rules.sifting import Left, hits_in, sift
from earshot.store.heard import Heard
from earshot.words.matching import Hit
from earshot.words.query import match, parse

SHOWN = 20  # of each list
CONFIRMED = 100  # open Mentions that are confirmed at once; all of them are shown
WIDE_AMONG = 10  # dropped items: among fewer nothing can be said of a term
WIDE = 0.5  # a term that finds more than this share of them finds what is not about the company


@dataclass(frozen=True, slots=True)
class Trial:
    """One text, whether it would count as being about us, and why."""

    text: str
    counts: bool
    why: str  # may quote a term and an account's name
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Some texts, and of how many they are the first."""

    first: tuple[Trial, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What terms would make of what was dropped lately and of what is stored."""

    dropped: int  # how many dropped items they were tried on
    found: Listed  # dropped, and meant by these terms; newest first
    lost: Listed  # stored, and not meant by them; open ones first
    kept: Listed
    # (id, the Case's version) of those lost that are open: the first of `lost`, CONFIRMED at most
    open_and_lost: tuple[tuple[str, int], ...]
    wide: tuple[tuple[str, int], ...]  # terms that find most of what was dropped, and how many

    @property
    def stored(self) -> int:
        """How many stored Mentions they were tried on."""
        return self.lost.total + self.kept.total


def preview_terms(house: House, company: Company, now: datetime) -> Preview:
    """What the company's terms, as given, would make of what is there; nothing is changed."""
    since = dropped_since(house.policy, now)
    with house.store.unit() as connection:
        items, stored = tried_on(connection, since)
    made = effect(items, stored, company)
    offered = made.open_and_lost[:CONFIRMED]
    shown = {each.id for each in offered}
    others = [each for each in made.lost if each.id not in shown]
    found = [said(each.post) for each in made.found[:SHOWN]]
    lost = _texts([*offered, *others][: max(SHOWN, len(offered))])
    return Preview(
        dropped=made.dropped,
        found=_listed(found, len(made.found), company),
        lost=_listed(lost, len(made.lost), company),
        kept=_listed(_texts(made.kept[:SHOWN]), len(made.kept), company),
        open_and_lost=tuple((each.id, each.version) for each in offered),
        wide=_wide(made),
    )


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


def _texts(stored: Sequence[Heard]) -> list[str]:
    return [joined(each.title, each.text) for each in stored]


def _listed(texts: Sequence[str], total: int, company: Company) -> Listed:
    return Listed(tuple(try_text(text, company) for text in texts), total)


def _wide(made: Effect) -> tuple[tuple[str, int], ...]:
    if made.dropped < WIDE_AMONG:
        return ()
    return tuple((t, count) for t, count in made.by_term.items() if count > WIDE * made.dropped)
