"""Backups: the copies of the store that there are, and their end when their time is over."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from earshot.handling.house import House, company_in
from earshot.protection.packing import STORE
from earshot.rules.company import Company
from earshot.rules.events import Event, EventKind
from earshot.store import copying, log
from earshot.store.schema import COPIES
from earshot.words.times import local_date

KEPT_DAYS = 30  # after it was made
SUBJECT = "store"  # of the Events about backups
STAMP = "%Y%m%dT%H%M%SZ"  # UTC
OLDER_COPIES = f"{STORE}.before-*"  # as migrations left them once, beside the store
_NAMES = re.compile(
    r"(?:earshot-(?P<made>\d{8}T\d{6}Z)(?:-\d+)?\.zip"
    r"|before-migration-\d+-(?P<copied>\d{8}T\d{6}Z)\.duckdb)"
)


@dataclass(frozen=True, slots=True)
class Backup:
    """One that there is."""

    name: str  # of its file; the whole path where it lies outside the company's folder
    made_at: datetime  # aware, UTC
    expires_on: date  # local
    bytes: int
    is_past: bool  # its time
    is_ours: bool = True  # to delete; what lies elsewhere is deleted by whoever put it there


def folder_of(house: House) -> Path:
    return house.folder / COPIES


def expiry(made_at: datetime, zone: ZoneInfo) -> date:
    """The local day on which a backup is deleted."""
    return local_date(made_at, zone) + timedelta(days=KEPT_DAYS)


def listed(house: House, now: datetime) -> list[Backup]:
    """Every backup that there is, the newest first: those made, those put elsewhere, and the
    copies that changes of the tables left. Takes a unit of work of its own."""
    _, found = _found(house, now)
    return found


def expire(house: House, now: datetime) -> list[str]:
    """Delete what is past its time, and what killed makers left behind; says what was done."""
    clear_leavings(house)
    company, found = _found(house, now)
    past = [each for each in found if each.is_past]
    if company.held and past:
        kinds = ", ".join(sorted({hold.kind.value.replace("_", " ") for hold in company.held}))
        names = ", ".join(each.name for each in past)
        return [f"Backups past their time, kept because of a hold ({kinds}): {names}."]
    return list(_expired(house, past))


def clear_leavings(house: House) -> None:
    """Delete what killed work has left behind: it may hold what was erased since."""
    for folder in filter(Path.is_dir, (house.folder, folder_of(house))):
        copying.clear(folder)


def _found(house: House, now: datetime) -> tuple[Company, list[Backup]]:
    with house.store.unit() as connection:
        company = company_in(connection)
        events = log.of_kinds(connection, [EventKind.BACKED_UP])
    today = local_date(now, company.zone)
    found = [
        Backup(name, made_at, expires, size, expires <= today, ours)
        for name, made_at, size, ours in (*_inside(house), *_outside(events))
        for expires in (expiry(made_at, company.zone),)
    ]
    return company, sorted(found, key=lambda each: (each.made_at, each.name), reverse=True)


Seen = tuple[str, datetime, int, bool]


def _inside(house: House) -> Iterator[Seen]:
    for path in folder_of(house).glob("*"):
        made_at = _made_at(path.name)
        if made_at is not None and path.is_file():
            yield path.name, made_at, path.stat().st_size, True
    for path in house.folder.glob(OLDER_COPIES):
        # The time of its last change is the store's; that of its last move is the copy's
        made_at = datetime.fromtimestamp(path.stat().st_ctime, UTC)
        yield path.name, made_at, path.stat().st_size, True


def _outside(events: Iterable[Event]) -> Iterator[Seen]:
    """Those that were put elsewhere, unless it can be seen that they are gone."""
    for event in events:
        folder = Path(event.details.get("folder") or "")
        path = folder / event.details.get("name", "")
        if not event.details.get("folder") or (folder.is_dir() and not path.exists()):
            continue
        made_at = datetime.fromisoformat(event.details["made_at"])
        yield str(path), made_at, int(event.details["bytes"]), False


def _expired(house: House, past: list[Backup]) -> Iterator[str]:
    for each in past:
        if not each.is_ours:
            yield f"{each.name} is a backup past its time. It lies elsewhere: delete it yourself."
            continue
        folder = house.folder if each.name.startswith(STORE) else folder_of(house)
        try:
            (folder / each.name).unlink(missing_ok=True)
        except OSError as error:
            yield f"The backup {each.name} is past its time and cannot be deleted: {error}."
        else:
            yield f"Deleted the backup {each.name}: it was {KEPT_DAYS} days old."


def _made_at(name: str) -> datetime | None:
    """The time in a backup's name; None of what is none."""
    match = _NAMES.fullmatch(name)
    try:
        return match and datetime.strptime(match["made"] or match["copied"], "%Y%m%dT%H%M%S%z")
    except ValueError:  # digits that are no time
        return None
