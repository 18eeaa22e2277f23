"""The watch: collects each Source when it is due, and notes deadlines that pass."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import portalocker

from collectors.web.address import AllowedHosts
from earshot.bringing.collecting import collect_sources
from earshot.handling import casework
from earshot.handling.administration import note_policy
from earshot.handling.forgetting import forget
from earshot.handling.house import House, company_in, data_folder, present_house
from earshot.protection import nightly
from earshot.rules.company import COLLECTED, Company, Source, SourceState
from earshot.rules.policy import Policy
from earshot.rules.purposes import say_waiting, waits
from earshot.rules.rhythm import NOTHING_KNOWN, Past, next_look
from earshot.store import rhythm, runs
from earshot.store.rows import Connection
from earshot.store.runs import Run
from earshot.words.errors import EarshotError, NoCompany, Refused

LOOK_EVERY = 5.0  # seconds between two looks at what is due
LEARN_EVERY = timedelta(minutes=10)  # what others collect, by the dashboard, is learnt then
LOCK = "watch.lock"


@dataclass
class Watch:
    """One watching process; a second one over the same folder is refused."""

    allowed: AllowedHosts
    now: Callable[[], datetime]
    say: Callable[[str], None]
    _last_words: str = field(default="", init=False)
    _waiting_words: str = field(default="", init=False)
    _pasts: dict[str, Past] = field(default_factory=dict, init=False)  # by Source
    _learnt_at: datetime | None = field(default=None, init=False)  # aware, UTC

    def run(self) -> None:
        """Watch until the process is ended.

        Raises:
            Refused: another watch is running over this folder.
        """
        folder = data_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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
            self._learn(connection, company, policy, now)
        if not house.is_sample:
            nightly.do_if_due(house, now, self.say)
        self._tell_waiting(company)
        sources = due_sources(company, last, now, self._pasts)
        if sources and not house.is_sample:
            self._collect(house, sources)

    def _learn(
        self, connection: Connection, company: Company, policy: Policy | None, now: datetime
    ) -> None:
        """Everything now and then: it is too dear for every look."""
        if self._learnt_at is None or not timedelta(0) <= now - self._learnt_at < LEARN_EVERY:
            self._pasts = rhythm.pasts(connection, list(company.sources))
            if policy is not None:
                forget(connection, policy, now)  # also while nothing is collected
            self._learnt_at = now

    def _collect(self, house: House, sources: Sequence[Source]) -> None:
        """Collect these; what they have brought counts at the next look already."""
        for part in collect_sources(house, sources, allowed=self.allowed, now=self.now):
            for collected in part:
                if collected.run.error:
                    self.say(f"{collected.source.name}: {collected.run.error}")
        with house.store.unit() as connection:
            self._pasts |= rhythm.pasts(connection, [source.id for source in sources])

    def _tell_waiting(self, company: Company) -> None:
        """Once, and again when it has changed: what is not collected before its purpose is
        stated."""
        words = say_waiting(company.sources.values(), company)
        if words and words != self._waiting_words:
            self.say(words)
        self._waiting_words = words

    def _complain(self, words: str) -> None:
        if words != self._last_words:
            self.say(words)
        self._last_words = words


def due_sources(
    company: Company, last: Mapping[str, Run], now: datetime, pasts: Mapping[str, Past]
) -> list[Source]:
    """The Sources whose time has come, by how often asking each is worth it."""
    return [
        source
        for source in company.sources.values()
        if source.kind in COLLECTED
        and source.state is SourceState.ACTIVE
        and not waits(source, company)
        and _is_due(source, last.get(source.id), now, pasts.get(source.id, NOTHING_KNOWN))
    ]


def _is_due(source: Source, last: Run | None, now: datetime, past: Past) -> bool:
    return last is None or next_look(source, past, last.started_at, last.retry_at, now) <= now
