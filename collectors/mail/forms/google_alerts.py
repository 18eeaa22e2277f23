"""Google Alerts by e-mail: several results in one message. From public samples.

Plain part: `=== News - 2 new results for [query] ===`, then for each result its title, its outlet,
its snippet, and `<https://www.google.com/url?...&url=...>` on a line of its own. HTML part: each
title is a link, wrapped in the same way; outlet and snippet follow. The dashed line ends both.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from collectors.links import clean_url, full_host, is_google_host, split_url
from collectors.mail.lines import Line
from collectors.mail.notice import Entry, rejected
from collectors.mail.noticeform import Notice
from collectors.mail.noticewords import is_cut
from collectors.plaintext import tidy
from collectors.platforms import kind_of, native_id_of, platform_of
from collectors.post import Kind, Post, Unread
from collectors.wrappers import unwrap

_HEADING = re.compile(r"^={2,}.*={2,}$")
_END = re.compile(
    r"^(?:- ?){5,}|^(?:you have received this email|see more results|unsubscribe)", re.I
)
_NO_WORDS = re.compile(
    r"(?:flag as irrelevant|facebook|twitter|x|share|full coverage|news|web|blogs?|videos?"
    r"|as-it-happens update.*|daily update.*|weekly update.*|google alerts?|.{0,3})",
    re.IGNORECASE,
)
_LONGEST_OUTLET = 80


@dataclass
class _Result:
    """One result as it is gathered."""

    url: str
    title: str
    lines: list[str] = field(default_factory=list)


def read(notice: Notice) -> Iterator[Entry]:
    """The results of one message; of an address that it holds twice, the first."""
    results = _of_plain(notice.plain) or _of_html(notice.lines)
    seen: dict[str, _Result] = {}
    for result in results:
        seen.setdefault(result.url, result)
    if seen:
        yield from (_post(notice, result) for result in seen.values())
    elif re.search(r"verif|confirm|welcome", notice.heads.subject, re.IGNORECASE):
        yield Unread(f"other notices from {notice.service}")
    else:
        yield rejected(notice, "no result with a link could be found in it")


def _of_plain(lines: Sequence[Line]) -> list[_Result]:
    """A result is what stands before its link: title, outlet, snippet."""
    found, before = [], list[str]()
    for line in lines:
        if _END.match(line.text):
            break
        if _HEADING.match(line.text):
            before = []
        elif (url := _article(line)) and before:
            found.append(_Result(url, before[0], before[1:]))
            before = []
        elif line.text and not _NO_WORDS.fullmatch(line.text):
            before.append(line.text)
    return found


def _of_html(lines: Sequence[Line]) -> list[_Result]:
    """A result is a link with its title for words, and what follows it."""
    found: list[_Result] = []
    for line in lines:
        if _END.match(line.text):
            break
        url = _article(line)
        if url and line.is_link and line.text and not _NO_WORDS.fullmatch(line.text):
            found.append(_Result(url, line.text))
        elif found and line.text and not line.is_link and not _NO_WORDS.fullmatch(line.text):
            found[-1].lines.append(line.text)
    return found


def _article(line: Line) -> str | None:
    """Where a result leads: what Google's own address holds, and is not Google's."""
    for href in line.links:
        target = unwrap(href)
        parts = split_url(target)
        host = full_host(parts) if parts else None
        if target != href and host and not is_google_host(host):
            return clean_url(target)
    return None


def _post(notice: Notice, result: _Result) -> Post:
    publisher, snippet = _outlet_and_snippet(result.lines)
    platform = platform_of(result.url)
    native_id = native_id_of(result.url)
    kind = kind_of(platform, native_id)
    return Post(
        platform=platform,
        kind=kind,
        text=tidy(snippet),
        where=notice.heads.where,
        published=notice.heads.date,
        title=result.title,
        url=result.url,
        native_id=native_id,
        publisher=publisher,
        # An article is told of by a snippet, as in every search feed; a comment is what it says.
        text_included=kind is Kind.ARTICLE or (bool(snippet) and not is_cut(snippet)),
    )


def _outlet_and_snippet(lines: Sequence[str]) -> tuple[str | None, str]:
    if not lines:
        return None, ""
    first = lines[0]
    is_outlet = len(first) <= _LONGEST_OUTLET and not is_cut(first) and len(lines) > 1
    return (first, " ".join(lines[1:])) if is_outlet else (None, " ".join(lines))
