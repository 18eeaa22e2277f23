"""OPML: lists of feeds, as feed readers hand them over; read with bounds, and written.

Source of the format: https://opml.org/spec2.opml. The parser is a strict one, since a forgiving one
bends addresses; anything that declares entities is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from collectors.errors import Problem, UnreadableSource
from collectors.links import clean_url
from collectors.opmltext import allowed_in_xml, decoded, mended
from collectors.plaintext import one_line
from collectors.post import RAW_LIMIT, Rejected
from collectors.userinfo import WHY_NONE, holds_userinfo, shown

MOST_BYTES = 20_000_000
MOST_FEEDS = 20_000
MOST_DEPTH = 100  # folders inside folders


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed that a list names."""

    url: str  # http(s), as the list has it
    title: str  # "" where the list has none
    folders: tuple[str, ...] = ()  # in which it lies, the outermost first
    where: str = ""  # "line 12"


@dataclass(frozen=True, slots=True)
class FeedList:
    """What a list holds, each address once, in its own order."""

    title: str
    feeds: tuple[Outline, ...]
    rejected: tuple[Rejected, ...] = ()
    repeated: int = 0  # feeds that stand in it more than once
    warning: str | None = None  # a sentence


def read_opml(body: bytes) -> FeedList:
    """The feeds that an OPML file names; one that is cut gives what stands before the cut.

    Raises:
        UnreadableSource: EMPTY, TOO_LARGE, UNKNOWN_FILE (no OPML, with what it looks like),
            TRUNCATED (nothing in it before it breaks off), UNSAFE_ARCHIVE (it declares entities).
    """
    if len(body) > MOST_BYTES:
        raise UnreadableSource(
            Problem.TOO_LARGE, f"this is larger than {MOST_BYTES // 1_000_000} MB: no list of feeds"
        )
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableSource(Problem.EMPTY, "this file is empty: there is no list in it")
    text, warning = decoded(body)
    reading = _Reading()
    broken = reading.read(mended(text))
    if broken and not (reading.feeds or reading.rejected):
        raise UnreadableSource(Problem.TRUNCATED, f"this list of feeds cannot be read: {broken}")
    cut = f"it breaks off ({broken}); only what stands before could be read" if broken else ""
    said = "; ".join(filter(None, (warning, cut))) or None
    feeds, rejected = tuple(reading.feeds.values()), tuple(reading.rejected)
    return FeedList(reading.title, feeds, rejected, reading.repeated, said)


def write_opml(title: str, feeds: Iterable[Outline], now: datetime) -> str:
    """An OPML 2.0 document of these feeds, in their order; of addresses http(s) ones only."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{escape(allowed_in_xml(title))}</title>",
        f"    <dateCreated>{format_datetime(now, usegmt=True)}</dateCreated>",
        "  </head>",
        "  <body>",
        *(_outline(feed) for feed in feeds if clean_url(feed.url)),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _outline(feed: Outline) -> str:
    name, url = (
        quoteattr(allowed_in_xml(feed.title or feed.url)),
        quoteattr(allowed_in_xml(feed.url)),
    )
    return f'    <outline type="rss" text={name} title={name} xmlUrl={url}/>'


class _Stop(Exception):
    """No more is to be read."""


@dataclass
class _Reading:
    """One list while it is read: expat calls, element by element."""

    title: str = ""
    feeds: dict[str, Outline] = field(default_factory=dict)  # by cleaned address
    rejected: list[Rejected] = field(default_factory=list)
    repeated: int = 0
    _way: list[str] = field(default_factory=list)  # the elements that are open
    _folders: list[str] = field(default_factory=list)  # "" for an outline that is no folder
    _parser: expat.XMLParserType = field(default_factory=expat.ParserCreate)

    def read(self, text: str) -> str:
        """Read all of it; why it ended before its end, in words, or ""."""
        parser = self._parser
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._said
        parser.EntityDeclHandler = _refuse_entities
        try:
            parser.Parse(text.encode("utf-8", "replace"), True)
        except _Stop as stop:
            return str(stop)
        except expat.ExpatError as error:
            if not self._way and not self.feeds and not self.title:
                _refuse(text)
            return f"line {error.lineno}: {expat.ErrorString(error.code)}"
        return ""

    def _start(self, name: str, given: dict[str, str]) -> None:
        name = name.lower().rpartition(":")[2]
        if not self._way and name != "opml":
            raise UnreadableSource(
                Problem.UNKNOWN_FILE, f"this is no OPML: it is XML that begins with <{name[:40]}>"
            )
        self._way.append(name)
        if len(self._way) > MOST_DEPTH:
            raise _Stop(f"its folders lie more than {MOST_DEPTH} deep")
        if name == "outline":
            self._folders.append(self._outline({key.lower(): said for key, said in given.items()}))

    def _end(self, name: str) -> None:
        if self._way.pop() == "outline":
            self._folders.pop()

    def _said(self, text: str) -> None:
        if self._way[-2:] == ["head", "title"]:
            self.title = (self.title + text)[:500].strip()

    def _outline(self, given: dict[str, str]) -> str:
        """Take one outline in; its name, where it is a folder."""
        name = one_line(given.get("text") or given.get("title") or "") or ""
        url, where = given.get("xmlurl", "").strip(), f"line {self._parser.CurrentLineNumber}"
        if url:
            self._feed(url, name, where)
        elif given.get("type", "").lower() in ("link", "include"):
            self._reject("it leads to another list, which is not fetched", where, given)
        elif given.get("htmlurl"):
            self._reject("it names a site but no feed: paste the site’s address", where, given)
        return "" if url else name

    def _feed(self, url: str, name: str, where: str) -> None:
        address = _http(url)
        key = clean_url(address)
        if holds_userinfo(address):
            self._reject(WHY_NONE, where, {"xmlUrl": url, "text": name})
        elif key is None:
            self._reject("its address is not http(s)", where, {"xmlUrl": url, "text": name})
        elif key in self.feeds:
            self.repeated += 1
        elif len(self.feeds) >= MOST_FEEDS:
            raise _Stop(f"it names more than {MOST_FEEDS:,} feeds")
        else:
            folders = tuple(filter(None, self._folders))
            self.feeds[key] = Outline(address, name[:300], folders, where)

    def _reject(self, reason: str, where: str, given: dict[str, str]) -> None:
        plain = {
            key: shown(said) if key.lower().endswith("url") else said for key, said in given.items()
        }
        raw = " ".join(f"{key}={said!r}" for key, said in plain.items())[:RAW_LIMIT]
        if len(self.rejected) < MOST_FEEDS:
            self.rejected.append(Rejected(reason, where, raw))


def _http(url: str) -> str:
    """`feed:https://…` and `feed://…` are how some readers write a feed's address."""
    if url.lower().startswith("feed:"):
        rest = url[5:].removeprefix("//")
        return rest if rest.lower().startswith(("http://", "https://")) else f"http://{rest}"
    return url


def _refuse_entities(*_: object) -> NoReturn:
    raise UnreadableSource(
        Problem.UNSAFE_ARCHIVE, "this declares entities of its own, which can grow without end"
    )


def _refuse(text: str) -> NoReturn:
    begins = one_line(text[:60]) or ""
    raise UnreadableSource(Problem.UNKNOWN_FILE, f"this is no OPML; it begins with “{begins}”")
