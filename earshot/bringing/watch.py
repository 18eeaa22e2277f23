"""The watch: collects each Source when it is due, and notes deadlines that pass."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import portalocker

from collectors.web.address import AllowedHosts
from earshot.bringing.collecting import collect_sources
from earshot.handling import casework
from earshot.handling.administration import note_policy
from earshot.handling.house import House, company_in, data_folder, present_house
from earshot.rules.company import FETCHED, Company, Source, SourceState
from earshot.store import runs
from earshot.store.runs import Run
from earshot.words.errors import EarshotError, NoCompany, Refused

LOOK_EVERY = 5.0  # seconds between two looks at what is due
LOCK = "watch.lock"


@dataclass
class Watch:
    """One watching process; a second one over the same folder is refused."""

    allowed: AllowedHosts
    now: Callable[[], datetime]
    say: Callable[[str], None]
    _last_words: str = field(default="", init=False)

    def run(self) -> None:
        """Watch until the process is ended.

        Raises:
            Refused: another watch is running over this folder.
        """
        folder = data_folder()
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("a") as handle:
            try:
                portalocker.lock(
                    handle, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
                )
            except portalocker.exceptions.LockException:
                raise Refused(f"Another watch is running over {folder} already.") from None
            while True:
                self.look()
                time.sleep(LOOK_EVERY)

    def look(self) -> None:
        """Do what is due; what fails is said once, and tried again at the next look."""
        try:
            self._look(present_house())
        except NoCompany:
            return  # nothing is set up yet; the next look may find it
        except (EarshotError, OSError) as error:
            self._complain(str(error))
        else:
            self._last_words = ""  # what fails again after this is news

    def _look(self, house: House) -> None:
        now, policy = self.now(), house.sound_policy
        with house.store.unit() as connection:
            if policy is not None:
                note_policy(connection, policy, now=now)
            casework.record_misses(connection, now=now)
            company = company_in(connection)
            last = runs.last(connection)
        sources = due_sources(company, last, now)
        if not sources or house.is_sample:
            return
        for part in collect_sources(house, sources, allowed=self.allowed, now=self.now):
            for collected in part:
                if collected.run.error:
                    self.say(f"{collected.source.name}: {collected.run.error}")

    def _complain(self, words: str) -> None:
        if words != self._last_words:
            self.say(words)
        self._last_words = words


def due_sources(company: Company, last: dict[str, Run], now: datetime) -> list[Source]:
    """The Sources whose time has come, by their own rhythm."""
    return [
        source
        for source in company.sources.values()
        if source.kind in FETCHED
        and source.state is SourceState.ACTIVE
        and _is_due(source, last.get(source.id), now)
    ]


def _is_due(source: Source, last: Run | None, now: datetime) -> bool:
    if last is None:
        return True
    if last.retry_at is not None and last.retry_at > now:
        return False
    # A clock that was set back must not silence a source: a Run in the future is not believed.
    return last.started_at > now or now - last.started_at >= timedelta(minutes=source.every)
