"""Queries: which texts are meant, written by a person in a small language.

    query  = all ( "OR" all )*
    all    = near ( "AND"? near )*
    near   = not ( "NEAR/n" not )*         at most n words between, either order
    not    = "NOT"* item
    item   = "(" query ")" | "="? word | "="? '"' words '"'

Operators are upper case; `=` means that case matters; words are whole and folded (see folding).
What stands under NEAR are words, phrases, and brackets holding those joined by OR.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from earshot.words.errors import BadQuery
from earshot.words.folding import squeezed, term
from earshot.words.matching import AllOf, AnyOf, Hit, Near, Node, Not, Term, Words

MAX_LENGTH = 10_000  # characters of a query
MAX_DEPTH = 40  # brackets inside brackets


@dataclass(frozen=True, slots=True)
class Match:
    matched: bool
    hits: tuple[Hit, ...] = ()  # of the terms that made it match, in the order of the text


NO_MATCH = Match(False)


@dataclass(frozen=True, slots=True)
class Query:
    """A query that can be matched; made by `parse`, and equal where the text is."""

    text: str
    _root: Node = field(compare=False, repr=False)

    def match(self, text: str) -> Match:
        return match(self, text)


def match(query: Query, text: str) -> Match:
    """Whether the query means this text, and the terms that made it so."""
    if not query._root.possible(squeezed(text)):  # most texts end here, unread
        return NO_MATCH
    spans = query._root.spans(Words(text))
    if not spans:
        return NO_MATCH
    return Match(True, tuple(sorted({hit for span in spans for hit in span.hits})))


def parse(text: str) -> Query:
    """Read a query. Raises BadQuery with a sentence and the place of the mistake."""
    if len(text) > MAX_LENGTH:
        raise BadQuery(f"The query is longer than {MAX_LENGTH:,} characters.", MAX_LENGTH)
    root = _Parser(text).whole()
    if root.spans(Words("")):
        raise BadQuery(
            "The query would match texts that hold none of its words: say what must be there, "
            "not only what must not (NOT).",
            0,
        )
    return Query(text, root)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # a group of _TOKEN, or "end"
    value: str
    position: int


_TOKEN = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<operator>(?:AND|OR|NOT|NEAR(?:/[^\s()"“”]*)?)(?![^\s()"“”]))
    |(?P<quoted>=?["“”][^"“”]*(?:["“”]|\Z))|(?P<word>[^\s()"“”]+))""",
    re.VERBOSE,
)


def _tokens(text: str) -> list[_Token]:
    found = [
        _Token(
            match.lastgroup or "", match[match.lastgroup or 0], match.start(match.lastgroup or 0)
        )
        for match in _TOKEN.finditer(text)
    ]
    return [*found, _Token("end", "", len(text))]


class _Parser:
    """Recursive descent, one method for each line of the grammar above."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def whole(self) -> Node:
        if self.here.kind == "end":
            raise BadQuery("The query is empty.", 0)
        root = self.any_of()
        if self.here.kind == "close":
            raise BadQuery("This bracket closes nothing.", self.here.position)
        return root

    def any_of(self) -> Node:
        parts = [self.all_of()]
        while self.taken("OR"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def all_of(self) -> Node:
        parts = [self.near()]
        while self.taken("AND") or self.starts_item():
            parts.append(self.near())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def near(self) -> Node:
        left = self.negated()
        while self.here.kind == "operator" and self.here.value.startswith("NEAR"):
            operator = self.next()
            distance, right = _distance(operator), self.negated()
            left = Near(_place(left, operator), _place(right, operator), distance)
        return left

    def negated(self) -> Node:
        nots = 0
        while self.taken("NOT"):
            nots += 1
        node = self.item()
        return Not(node) if nots % 2 else node

    def item(self) -> Node:
        token = self.next()
        if token.kind in _READ:
            return _READ[token.kind](token)
        if token.kind == "open":
            return self.bracket(token)
        raise BadQuery(_missing(self.tokens[self.at - 2] if self.at > 1 else None), token.position)

    def bracket(self, opening: _Token) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BadQuery(f"Brackets are nested deeper than {MAX_DEPTH}.", opening.position)
        node = self.any_of()
        if self.here.kind != "close":
            raise BadQuery("This bracket is never closed.", opening.position)
        self.next()
        self.depth -= 1
        return node

    def starts_item(self) -> bool:
        return self.here.kind in ("open", "quoted", "word") or self.here.value == "NOT"

    def taken(self, operator: str) -> bool:
        if self.here.kind != "operator" or self.here.value != operator:
            return False
        self.next()
        return True

    def next(self) -> _Token:
        token = self.here
        self.at = min(self.at + 1, len(self.tokens))
        return token


def _missing(before: _Token | None) -> str:
    after = f" after {before.value}" if before else ""
    return f"A word, a phrase in quotes or a bracket is expected{after}."


def _distance(token: _Token) -> int:
    digits = token.value.removeprefix("NEAR").removeprefix("/")
    if not re.fullmatch(r"[0-9]{1,3}", digits):
        raise BadQuery(
            'NEAR needs a number of words from 0 to 999, such as NEAR/5 (the word itself: "NEAR").',
            token.position,
        )
    return int(digits)


def _place(node: Node, operator: _Token) -> Node:
    """A node that has a place in the text, so that something can be near it."""
    parts: Sequence[Node] = node.parts if isinstance(node, AnyOf) else [node]
    if all(isinstance(part, Term | Near) for part in parts):
        return node
    raise BadQuery(
        f"{operator.value} stands between words, phrases, or brackets of those joined by OR.",
        operator.position,
    )


def _quoted(token: _Token) -> Term:
    inside = token.value.removeprefix("=")[1:]
    if not inside or inside[-1] not in '"“”':
        raise BadQuery("This quotation mark is never closed.", token.position)
    return _term(inside[:-1].strip(), token)


def _word(token: _Token) -> Term:
    word = token.value.removeprefix("=")
    if word.startswith(("-", "!")):
        raise BadQuery(f"To leave out a word write NOT {word[1:]}.", token.position)
    if "*" in word:
        raise BadQuery("Words are whole: * has no meaning here; join them by OR.", token.position)
    return _term(word, token)


def _term(written: str, token: _Token) -> Term:
    words = tuple(term(written))
    if not words:
        raise BadQuery(f"There is no letter or digit in {token.value}.", token.position)
    case = token.value.startswith("=")
    return Term("=" * case + written, words, case, token.position)


_READ: dict[str, Callable[[_Token], Term]] = {"quoted": _quoted, "word": _word}
