"""Nightly: what the watch does once in a local day, early in the morning."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from earshot.handling.house import House, company_of
from earshot.protection import audit, backups, dismissal, erasing, retention
from earshot.words.errors import EarshotError
from earshot.words.times import local_date

FROM = time(2, 0)  # local
DONE = "nightly.txt"  # in the company's folder: the local day on which all this was done last
Job = Callable[[House, datetime], list[str]]
JOBS: tuple[Job, ...] = (
    audit.check_by_night,
    retention.retain_by_night,
    dismissal.drop_by_night,
    erasing.finish_by_night,
    backups.expire,
)


def do_if_due(house: House, now: datetime, say: Callable[[str], None]) -> None:
    """Do each job once a day; one that fails is told, and the others are done."""
    zone = company_of(house.store).zone
    local = now.astimezone(zone)
    today = local_date(now, zone) - timedelta(days=local.time() < FROM)
    if _last(house.folder) == today:
        return
    for job in JOBS:
        try:
            for sentence in job(house, now):
                say(sentence)
        except (EarshotError, OSError) as error:
            say(str(error))
    (house.folder / DONE).write_text(today.isoformat(), "utf-8")


def _last(folder: Path) -> date | None:
    try:
        return date.fromisoformat((folder / DONE).read_text("utf-8").strip())
    except (OSError, ValueError):
        return None
