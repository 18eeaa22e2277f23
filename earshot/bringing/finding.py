"""Finding: from any address that somebody pastes to the feed behind it, with few questions.

The address itself is asked first; then what its page names; then what is known of its platform;
then a few usual places on its own host. It stops at the first that is a feed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from collectors.errors import CollectError, Problem
from collectors.feeds.feed import Feed, read_feed
from collectors.feeds.finding import address_of, common_feeds, feeds_in_page
from collectors.feeds.sites import Candidate, asked_instead, known_feeds, without_feed
from collectors.links import clean_url, split_url
from collectors.userinfo import WHY_NONE, holds_userinfo, shown
from collectors.web.address import AllowedHosts
from collectors.web.fetch import Limits
from collectors.web.round import Answer, Ask, FeedRead, collect

MOST_ASKED = 6  # questions for one address
LIMITS = Limits(whole=20.0)  # somebody is waiting
NO_ADDRESS = "This is no web address: write it like https://example.org/news."
NO_PASSWORD = f"{WHY_NONE[0].upper()}{WHY_NONE[1:]}."
NOT_FOUND = (
    "This is a page, not a feed, and no feed was found for it: look for “RSS” or “feed” on the "
    "site, or watch it by a search feed."
)
# After these there may still be a feed beside the page; after any other its host is left alone.
_ANSWERED = frozenset(
    {
        Problem.BLOCKED,
        Problem.NOT_FOUND,
        Problem.GONE,
        Problem.NOT_A_FEED,
        Problem.EMPTY,
        Problem.TOO_LARGE,
        Problem.TRUNCATED,
        Problem.REDIRECT_LOOP,
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for an address; `feeds[0]` was asked, and is a feed."""

    url: str  # the address that was looked at
    feeds: tuple[Candidate, ...] = ()
    problem: str | None = None  # a sentence, where there is no feed
    kind: Problem | None = None  # of the failure of the address itself
    answer: Answer | None = None  # what the first of the feeds said

    @property
    def title(self) -> str | None:
        """What the first of the feeds calls itself."""
        read = self.answer.result if self.answer else None
        return read.feed.title if isinstance(read, FeedRead) else None

    @property
    def itself(self) -> bool:
        """Whether the address is a feed itself."""
        return bool(self.feeds) and self.feeds[0].url == self.url


def find_feeds(typed: str, *, allowed: AllowedHosts, now: Callable[[], datetime]) -> Found:
    """The feeds behind an address, the likeliest first; at most MOST_ASKED questions are asked.

    Those after the first are as a page names them, and were not asked.
    """
    if holds_userinfo(typed):
        return Found(shown(typed), problem=NO_PASSWORD)
    url = address_of(typed)
    if url is None:
        return Found(typed.strip(), problem=NO_ADDRESS, kind=Problem.REFUSED_ADDRESS)
    nothing = without_feed(url)
    if nothing:
        return Found(url, problem=nothing, kind=Problem.NOT_A_FEED)
    search = _Search(url, allowed, now)
    answer = search.ask(url)
    if _failed(answer) is Problem.UNREACHABLE and "://" not in typed and url.startswith("https:"):
        url = "http://" + url.removeprefix("https://")  # only guessed, and not spoken there
        answer = search.ask(url)
    if isinstance(answer.result, FeedRead):
        return Found(url, (Candidate(url, "", "it is a feed itself"),), answer=answer)
    return _beside(url, answer, search)


def _beside(url: str, answer: Answer, search: "_Search") -> Found:
    """What is beside an address that is no feed itself."""
    failed, said = _failed(answer), str(answer.result)
    if failed not in _ANSWERED:
        return Found(url, problem=said, kind=failed)
    if failed is Problem.NOT_A_FEED:
        search.page = search.seen
    for candidates in search.ways(url):
        found = search.first_feed(candidates)
        if found is not None:
            feeds, first = found
            return Found(url, feeds, kind=failed, answer=first)
    return Found(url, problem=NOT_FOUND if search.page else said, kind=failed)


def _failed(answer: Answer) -> Problem | None:
    return answer.result.problem if isinstance(answer.result, CollectError) else None


@dataclass(frozen=True, slots=True)
class _Page:
    """What an address showed that is no feed."""

    url: str  # where it came from, after redirects
    body: bytes


@dataclass
class _Search:
    """One search: what it has asked and seen. It is its own reader, to see pages too."""

    home: str  # the address that a person gave
    allowed: AllowedHosts
    now: Callable[[], datetime]
    page: _Page | None = None  # what the address itself showed, where that is a page
    seen: _Page | None = None  # what came last
    _asked: set[str] = field(default_factory=set)
    _left: int = MOST_ASKED

    def ask(self, url: str) -> Answer:
        self._asked.add(clean_url(url) or url)
        self._left -= 1
        asks, self.seen = [Ask(url, url)], None
        parts = collect(asks, allowed=self.allowed, limits=LIMITS, now=self.now, read=self._read)
        (answer,) = (answer for part in parts for answer in part)
        return answer

    def ways(self, url: str) -> Iterator[Iterable[Candidate]]:
        """Where feeds may be, one way after the other, each worked out when its turn comes."""
        page = self.page
        if asked_instead(url) != url:
            yield self._named_by(asked_instead(url))
        if page is not None:
            yield feeds_in_page(page.body, page.url)
        yield known_feeds(url)
        if page is not None:
            yield known_feeds(page.url)
            for guess in common_feeds(page.url):
                yield (guess,)  # nobody has named the others

    def first_feed(
        self, candidates: Iterable[Candidate]
    ) -> tuple[tuple[Candidate, ...], Answer] | None:
        """The candidates from the first on that is a feed, with its answer."""
        may_be = [each for each in candidates if self._may_be_asked(each.url)]
        for number, candidate in enumerate(may_be):
            if self._left < 1 or clean_url(candidate.url) in self._asked:
                continue
            answer = self.ask(candidate.url)
            if isinstance(answer.result, FeedRead):
                title = candidate.title or answer.result.feed.title or ""
                return (replace(candidate, title=title), *may_be[number + 1 :]), answer
        return None

    def _named_by(self, url: str) -> tuple[Candidate, ...]:
        """What the answer of another address names."""
        if self._left < 1:
            return ()
        self.ask(url)
        return feeds_in_page(self.seen.body, self.seen.url) if self.seen else ()

    def _may_be_asked(self, url: str) -> bool:
        """A page may name what it likes; into our own network only a person leads."""
        parts = split_url(url)
        if parts is None or not parts.hostname or holds_userinfo(url):
            return False
        port = parts.port or (443 if parts.scheme == "https" else 80)
        inside = self.allowed.permits(parts.hostname, port)
        return not inside or urlsplit(url).netloc == urlsplit(self.home).netloc

    def _read(self, body: bytes, *, url: str, content_type: str | None, now: datetime) -> Feed:
        self.seen = _Page(url, body)
        return read_feed(body, url=url, content_type=content_type, now=now)
