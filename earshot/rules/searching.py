"""Searching: which search feeds watch the web for what a company listens for. Pure rules."""

from collections.abc import Iterator

from collectors.feeds.searches import SearchFeed, search_feeds
from earshot.rules.company import Company, SourceKind, source_id
from earshot.words.matching import AnyOf, Node, Term


def feeds_for(company: Company) -> tuple[SearchFeed, ...]:
    """Search feeds for the company's terms that it does not collect yet."""
    found = search_feeds(phrases(company), company.profile.name)
    return tuple(f for f in found if source_id(SourceKind.SEARCH, f.url) not in company.sources)


def phrases(company: Company) -> tuple[str, ...]:
    """The words to search for: of terms that are a phrase, or several joined by OR.

    Of a term with AND, NEAR or NOT the parts alone would find what is not meant; what a search
    feed brings is sifted by the terms anyway. Where nothing else is left, the company's name.
    """
    found = [phrase for query in company.queries for phrase in _alone(query._root)]
    return tuple(dict.fromkeys(found)) or (company.profile.name,)


def _alone(node: Node) -> Iterator[str]:
    if isinstance(node, Term):
        yield node.shown
    elif isinstance(node, AnyOf):
        for part in node.parts:
            yield from _alone(part)
