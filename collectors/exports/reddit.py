"""Reddit downloads: comments.csv and posts.csv, the account's own.

Source of the format: a real comments.csv of 2025; posts.csv from public code. statistics.csv, which
names the account, from public descriptions. Columns beside those that are read come and go.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from ipaddress import ip_address

from collectors.exports.export import HEAD, Context, Entries, Form, Holds, Member, Owner
from collectors.exports.jsonstream import head_text
from collectors.exports.record import Said, own_post
from collectors.exports.rejects import renamed
from collectors.exports.wordless import wordless
from collectors.links import clean_url
from collectors.plaintext import one_line, tidy
from collectors.platforms import native_id_of
from collectors.post import Kind, Platform, Post, Rejected
from collectors.tables.csvheader import read_header
from collectors.tables.csvrows import Row, rows_of
from collectors.tables.csvtext import lines_in
from collectors.tables.rowraw import raw_of_cells

_COLUMNS = ("id", "permalink", "date", "title", "body", "url", "link", "parent")
_OURS = {"permalink": "url", "date": "published_at", "title": "title", "body": "text"}
_BEGINS = ["id", "permalink", "date"]


def _header(head: bytes) -> list[str]:
    first = head_text(head).lstrip().partition("\n")[0]
    return [cell.strip().strip('"').casefold() for cell in first.split(",")]


def _is_reddit(head: bytes, *columns: str) -> bool:
    cells = _header(head)
    return cells[:3] == _BEGINS and "subreddit" in cells and set(columns) <= set(cells)


def _read(member: Member, context: Context) -> Entries:
    author = (context.owner.handle or context.owner.name) if context.owner else ""
    for row in _rows(member):
        yield row if isinstance(row, Rejected) else _entry(row, author, context)


def _rows(member: Member) -> Iterator["tuple[dict[str, str], Row] | Rejected"]:
    with lines_in(member.open, member.name) as lines:
        header = read_header(lines, member.name, _COLUMNS, "body")
        for row in rows_of(lines, header):
            if isinstance(row, Rejected):
                yield _without_address(row)
            else:
                yield {c: row.cells[place] for c, place in header.columns.items()}, row


def _without_address(row: Rejected) -> Rejected:
    """Nothing is kept of the internet address in a row, in whichever cell it stands: of one that is
    not as wide as the header, the row as it was is not kept."""
    cells = tuple((column, cell) for column, cell in row.cells if not _is_address(cell))
    return renamed(replace(row, raw="", cells=cells), _OURS)


def _is_address(cell: str) -> bool:
    try:
        ip_address(cell.strip())
    except ValueError:
        return False
    return True


def _entry(read: tuple[dict[str, str], Row], author: str, context: Context) -> Post | Rejected:
    cells, row = read
    said = _said(cells, author)
    return own_post(said, Platform.REDDIT, row.where, context.now, raw_of_cells(cells.values()))


def _said(cells: dict[str, str], author: str) -> Said:
    line = {column: one_line(cell) or "" for column, cell in cells.items()}
    is_comment = "parent" in cells or "title" not in cells
    url = clean_url(line.get("permalink", "")) or ""
    identity = line.get("id", "")
    return Said(
        text=tidy(cells.get("body", "")) or line.get("url", "") * (not is_comment),
        published_at=line.get("date", ""),
        url=url,
        native_id=_prefixed(identity, "t1_" if is_comment else "t3_") or native_id_of(url) or "",
        in_reply_to=_answered(line) if is_comment else "",
        author=author,
        title=line.get("title", ""),
        kind=Kind.COMMENT if is_comment else Kind.POST,
    )


def _answered(line: dict[str, str]) -> str:
    """The comment that is answered, or, where there is none, the post."""
    link = line.get("link", "")
    return _prefixed(line.get("parent", ""), "t1_") or native_id_of(link) or clean_url(link) or ""


def _prefixed(identity: str, prefix: str) -> str:
    return identity if not identity or re.match(r"t[13]_", identity) else prefix + identity


def _form(name: str, *columns: str) -> Form:
    return Form(
        name=name,
        platform=Platform.REDDIT,
        holds=Holds.OWNERS,
        recognise=partial(_recognise, columns=columns),
        read=_read,
        notes=("What others said, and what was never answered, is not in a Reddit download.",),
    )


def _recognise(name: str, head: bytes, columns: tuple[str, ...]) -> bool:
    return _is_reddit(head, *columns)


def _is_headers(name: str, head: bytes) -> bool:
    return _is_reddit(head) and "body" not in _header(head)


def _is_statistics(name: str, head: bytes) -> bool:
    return _header(head)[:2] == ["statistic", "value"] and b"account name" in head


def _owner(member: Member) -> Owner | None:
    """Whose download it is, as its statistics.csv says."""
    with member.open() as stream:
        rows = csv.reader(head_text(stream.read(HEAD)).splitlines())
        names = [row[1].strip() for row in rows if len(row) > 1 and row[0] == "account name"]
    return Owner(handle=names[0]) if names and names[0] else None


FORMS = (
    _form("Reddit download: comments", "body", "parent"),
    _form("Reddit download: posts", "body", "title"),
    wordless(
        "a Reddit list of comments or posts without their text",
        Platform.REDDIT,
        _is_headers,
        "Import comments.csv and posts.csv of the same download.",
    ),
    wordless(
        "Reddit statistics",
        Platform.REDDIT,
        _is_statistics,
        "It says whose download it is. Import comments.csv and posts.csv of the same download.",
        owner=_owner,
    ),
)
