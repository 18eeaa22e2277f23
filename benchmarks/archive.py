"""What reading large downloads costs. `python benchmarks/archive.py [--megabytes N]`.

Writes a ZIP in a temporary folder whose posts, in several parts as X writes them, are N MB unpacked
(1,000 by default), and reads all of it in a process of its own, so that the peak of its memory is
that of reading; then imports it into an empty store, in another. Every second post is a reply.
Then the rows of a table (CSV) of 100 MB in a ZIP are read, and those of a workbook (XLSX) whose
shared texts are just under the 100 MB that are read at most (of each N, if that is less), with a
formula in it, so that it is opened twice over.
Nothing in it is anybody's: words and numbers come from a fixed seed.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PART = 300_000_000  # bytes of one file of posts
GOAL = 500  # MB of memory
TABLE = 100  # MB of CSV: ten times as much takes ten times as long
SHARED = 99  # MB (of 1,024 KB) of texts that sheets share: more than 100 are refused
WORDS = (
    "course tutor thanks for asking we will ring back on Monday, the evening class is full".split()
)


@dataclass(frozen=True)
class Figures:
    seconds: float
    work: float  # seconds of this process's own: the steadier figure on a busy machine
    peak: float  # MB of memory, of the whole process that reads
    before: float  # MB of it before anything was read
    posts: int
    others: int  # rejected or left unread


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1_000, metavar="N")
    parser.add_argument("--json", action="store_true", help="the figures, for a program")
    parser.add_argument("--child", nargs=2, metavar=("WORK", "ZIP"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        work, archive = given.child
        print(json.dumps(WORK[work](Path(archive)).__dict__))
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.zip"
        written = write(archive, given.megabytes * 1_000_000)
        if given.json:
            print(json.dumps(measured("read", archive).__dict__))
            return
        show(archive, given.megabytes, written)
        show_tables(Path(folder), given.megabytes)


def write(archive: Path, size: int) -> int:
    """Write an archive whose posts are `size` bytes unpacked; returns how many posts there are."""
    records, count = posts(), 0
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        owner = json.dumps([{"account": {"username": "example"}}])
        file.writestr("data/account.js", f"window.YTD.account.part0 = {owner}")
        for number, start in enumerate(range(0, size, PART)):
            name = f"data/tweets-part{number}.js" if number else "data/tweets.js"
            with file.open(name, "w") as part:
                part.write(f"window.YTD.tweets.part{number} = [".encode())
                left, comma = min(PART, size - start), b""
                while left > 0:
                    record = next(records)
                    left -= part.write(comma + record)
                    count, comma = count + 1, b","
                part.write(b"]")
    return count


def write_table(archive: Path, size: int) -> int:
    """Write a CSV of `size` bytes into a ZIP; returns how many rows there are."""
    chance, count = random.Random(7), 0
    bodies = [" ".join(chance.choices(WORDS, k=40)) for _ in range(500)]
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("said.csv", "w") as part,
    ):
        left = size - part.write(b"published_at,native_id,author,text\n")
        while left > 0:
            at = f"2026-{1 + count % 12:02}-{1 + count % 28:02}T09:00:00Z"
            left -= part.write(f'{at},c{count},Bo,"{chance.choice(bodies)}"\n'.encode())
            count += 1
    return count


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKED}/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_KIND}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKED}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATED}"><sheets>'
    '<sheet name="Said" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKED}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}


def write_workbook(book: Path, size: int) -> int:
    """Write a workbook whose shared texts are `size` bytes; returns how many rows there are."""
    chance, count = random.Random(7), 0
    bodies = [" ".join(chance.choices(WORDS, k=40)) for _ in range(500)]
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in _PARTS.items():
            file.writestr(name, content)
        with file.open("xl/sharedStrings.xml", "w") as part:
            left = size - part.write(f'<sst xmlns="{_SHEET}">'.encode())
            left -= part.write(b"<si><t>published_at</t></si><si><t>text</t></si>")
            while left > 400:
                said = f"{chance.choice(bodies)} {count} \u20ac"
                left -= part.write(f"<si><t>{said}</t></si>".encode())
                count += 1
            part.write(b"</sst>")
        with file.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{_SHEET}"><sheetData>'.encode())
            part.write(b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>')
            for n in range(count):
                day = 46_000 + n % 300
                formula = f"<f>{day}+0</f>" if n == count - 1 else ""
                row = f'<row r="{n + 2}"><c r="A{n + 2}">{formula}<v>{day}</v></c>'
                part.write(f'{row}<c r="B{n + 2}" t="s"><v>{n + 2}</v></c></row>'.encode())
            part.write(b"</sheetData></worksheet>")
    return count


def posts() -> Iterator[bytes]:
    chance = random.Random(7)
    bodies = [body(chance) for _ in range(500)]
    at = datetime(2012, 1, 1, tzinfo=UTC)
    number = 0
    while True:
        number += 1
        at += timedelta(seconds=chance.randrange(1, 900))
        said = at.strftime("%a %b %d %H:%M:%S +0000 %Y").encode()
        filled = chance.choice(bodies).replace(b"@AT", said)
        answered = str(2 * 10**18 + number // 2).encode()
        yield filled.replace(b"@ID", str(10**18 + number).encode()).replace(b"@TO", answered)


def body(chance: random.Random) -> bytes:
    """A post as X writes one: most of it is about its links and pictures."""
    places = [str(chance.randrange(280)) for _ in range(40)]
    post = {
        "edit_info": {"initial": {"editTweetIds": ["@ID"], "editsRemaining": "5"}},
        "entities": {"user_mentions": [], "urls": [], "symbols": [], "hashtags": places},
        "id_str": "@ID",
        "id": "@ID",
        "created_at": "@AT",
        **({"in_reply_to_status_id_str": "@TO"} if chance.random() < 0.5 else {}),
        "full_text": " ".join(chance.choices(WORDS, k=40)),
        "extended_entities": {"media": [{"sizes": dict.fromkeys(places[:6], places)}]},
        "lang": "en",
    }
    return json.dumps({"tweet": post}, indent=2).encode()


def measured(work: str, archive: Path) -> Figures:
    """One of WORK in a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--child", work, str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Figures(**json.loads(done.stdout))


def read(archive: Path) -> Figures:
    from collectors.exports.archive import archive_of
    from collectors.exports.container import members_of
    from collectors.exports.export import Context
    from collectors.post import Post

    before, begun, idle = peak_memory(), time.perf_counter(), time.process_time()
    counts = {True: 0, False: 0}
    with members_of(archive) as container:
        for reading in archive_of(container).readings:
            context = Context(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("Europe/London"))
            for entry in reading.entries(context):
                counts[isinstance(entry, Post)] += 1
    seconds, work = time.perf_counter() - begun, time.process_time() - idle
    return Figures(seconds, work, peak_memory(), before, counts[True], counts[False])


def imported(archive: Path) -> Figures:
    """Into an empty store beside the archive, as `earshot import` does it."""
    from collectors.post import Platform
    from earshot.bringing.importing import Importer
    from earshot.handling.administration import add_account, found_company
    from earshot.handling.house import House
    from earshot.rules.company import Account, Profile
    from earshot.rules.events import PROGRAM

    now = datetime(2026, 11, 23, tzinfo=UTC)
    house = House(archive.parent / "data")
    found_company(house, Profile("Example Training", ("Example",)), now=now)
    ours = Account("a-x", "Our X", now.date(), Platform.X, "example")
    with house.store.unit() as connection:
        add_account(connection, ours, actor=PROGRAM, now=now)
    before, begun, idle = peak_memory(), time.perf_counter(), time.process_time()
    importer = Importer(house, PROGRAM, account="Our X")
    done = list(importer.import_path(archive, now=now))
    assert not any(each.error for each in done), done
    seconds, work = time.perf_counter() - begun, time.process_time() - idle
    posts = sum(each.counts.outgoing for each in done)
    return Figures(seconds, work, peak_memory(), before, posts, 0)


def read_rows(archive: Path) -> Figures:
    """The table in a ZIP, or the workbook, row by row: with the columns as they are proposed."""
    from collectors.exports.container import members_of
    from collectors.exports.export import Member
    from collectors.post import Post
    from collectors.tables.found import table_in
    from collectors.tables.mapped import read_mapped
    from collectors.tables.mapping import propose

    zone, now = ZoneInfo("Europe/London"), datetime(2026, 11, 23, tzinfo=UTC)
    before, begun, idle = peak_memory(), time.perf_counter(), time.process_time()
    counts = {True: 0, False: 0}
    with members_of(archive) as container:
        for member in container:
            assert isinstance(member, Member), member
            mapping = propose(table_in(member.open, member.name)).mapping
            name = member.name
            for entry in read_mapped(member.open, mapping, name=name, now=now, zone=zone):
                counts[isinstance(entry, Post)] += 1
    seconds, work = time.perf_counter() - begun, time.process_time() - idle
    return Figures(seconds, work, peak_memory(), before, counts[True], counts[False])


WORK = {"read": read, "imported": imported, "rows": read_rows}


def peak_memory() -> float:
    """MB; Linux counts in kilobytes, macOS in bytes."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1_000_000 if sys.platform == "darwin" else 1_000)


def show(archive: Path, megabytes: int, written: int) -> None:
    packed = archive.stat().st_size / 1e6
    print(f"{megabytes:,} MB of posts in a ZIP of {packed:,.0f} MB, {written:,} posts\n")
    print("| | seconds | of work | MB a second of work | most memory, MB | goal |")
    print("| :-- | --: | --: | --: | --: | --: |")
    for work in ("read", "imported"):
        show_one(work, work, archive, megabytes, written)


def show_tables(folder: Path, megabytes: int) -> None:
    """The rows of the same report for tables, in a folder that may be filled."""
    table, book = folder / "table.zip", folder / "book.xlsx"
    size = min(TABLE, megabytes)
    rows = write_table(table, size * 1_000_000)
    show_one("rows", f"CSV of {size} MB in a ZIP, {rows:,} rows", table, size, rows)
    shared = min(SHARED, megabytes)
    rows = write_workbook(book, shared * 1024**2)
    show_one("rows", f"XLSX with {shared} MB of texts, {rows:,} rows", book, shared, rows)


def show_one(work: str, name: str, archive: Path, megabytes: int, written: int) -> None:
    found = measured(work, archive)
    assert found.posts == written, f"{written:,} posts were written, {found.posts:,} {work}"
    print(
        f"| {name} | {found.seconds:.1f} | {found.work:.1f} | {megabytes / found.work:.0f}"
        f" | {found.peak:.0f} | {GOAL} |"
    )


if __name__ == "__main__":
    main()
