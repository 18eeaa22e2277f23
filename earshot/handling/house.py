"""Where things lie: the folder of the company's own files, its store, its policy, its settings."""

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from collectors.web.address import AllowedHosts
from earshot.handling import last_good
from earshot.handling.intake import Intake
from earshot.judging.judge import Judge
from earshot.rules.arrival import Rules
from earshot.rules.company import Company, fold
from earshot.rules.policy import (
    Policy,
    default_policy_path,
    files_of,
    load_policy,
    policy_of,
    read_files,
)
from earshot.rules.policy_file import PolicyFile
from earshot.store import log
from earshot.store.gate import Store
from earshot.store.rows import Connection
from earshot.words.errors import BadPolicy, EarshotError, NoCompany

POLICY_FILE = "policy.toml"
SAMPLE_FOLDER = "sample"


@dataclass(frozen=True)
class House:
    """One company's folder: its store and its policy file. The sample has one of its own."""

    folder: Path

    @property
    def store(self) -> Store:
        return Store(self.folder)

    @property
    def policy_path(self) -> Path:
        own = self.folder / POLICY_FILE
        return own if own.exists() else default_policy_path()

    @property
    def policy(self) -> Policy:
        """The policy in force: read again when a file says something else. While one has a mistake
        it is the last that had none.

        Raises:
            BadPolicy: there never was one without a mistake.
        """
        try:
            files = read_files(self.policy_path)
            policy = _loaded(files)
        except BadPolicy as error:
            good = self._last_good
            if good is None:
                raise
            last_good.tell(self.folder, str(error))
            return good
        if self.policy_path.parent == self.folder:
            last_good.keep(self.folder, files)
        return policy

    @property
    def policy_problem(self) -> str:
        """The mistake in the policy's files, with file, line and field; "" where there is none."""
        try:
            _loaded(read_files(self.policy_path))
        except BadPolicy as error:
            return str(error)
        return ""

    @property
    def _last_good(self) -> Policy | None:
        files = last_good.kept(self.folder)
        try:
            return _loaded(files) if files else None
        except BadPolicy:  # a newer version asks for more
            return None

    @property
    def judge(self) -> Judge:
        """By the policy in force alone, for when no company is set up yet."""
        return self._judge((), ())

    def judge_for(self, company: Company) -> Judge:
        """By the policy in force, knowing the company's names and public contacts."""
        return self._judge(company.profile.contacts, names_of(company))

    def _judge(self, contacts: tuple[str, ...], names: tuple[str, ...]) -> Judge:
        policy = self.policy
        key = (policy.judging_fingerprint, contacts, names)
        if key not in _JUDGES:
            _JUDGES[key] = Judge(policy, contacts, names)
        return _JUDGES[key]

    @property
    def sound_policy(self) -> Policy | None:
        """The policy in force; None where there never was a good one, for what can do without."""
        try:
            return self.policy
        except BadPolicy:
            return None

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample's folder; a company's own may bear the same name."""
        return self.folder == sample_house().folder

    def furnish(self) -> None:
        """Make the folder, with a policy file that the company can change."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for shipped in files_of(default_policy_path()):
            own = self.folder / shipped.relative_to(default_policy_path().parent)
            own.parent.mkdir(mode=0o700, exist_ok=True)
            if not own.exists():
                shutil.copyfile(shipped, own)
        _ = self.policy  # kept as the last good one from the first day on

    def rules(self, company: Company) -> Rules:
        return Rules(company, self.policy)

    def intake(self, company: Company) -> Intake:
        return Intake(self.rules(company), self.judge_for(company))


def data_folder() -> Path:
    """EARSHOT_DATA, or the usual place of this system for a program's data."""
    named = os.environ.get("EARSHOT_DATA")
    return (
        Path(named).expanduser().resolve() if named else user_data_path("earshot", appauthor=False)
    )


def allowed_hosts() -> AllowedHosts:
    """The hosts inside that may be fetched.

    Raises:
        EarshotError: EARSHOT_ALLOW_HOSTS cannot be read; names the entry.
    """
    try:
        return AllowedHosts.parse(os.environ.get("EARSHOT_ALLOW_HOSTS", ""))
    except ValueError as error:
        raise EarshotError(str(error)) from error


def own_house() -> House:
    return House(data_folder())


def sample_house() -> House:
    return House(data_folder() / SAMPLE_FOLDER)


def present_house() -> House:
    """The company's own, once it is set up; until then the sample, where there is one.

    Raises:
        NoCompany: there is neither.
    """
    for house in (own_house(), sample_house()):
        if house.store.exists():
            return house
    raise NoCompany(
        f"Nothing is set up in {data_folder()} yet. Start with: earshot init --company NAME"
    )


def company_in(connection: Connection) -> Company:
    """The company as it is set up in this store.

    Raises:
        NoCompany: the store is empty.
    """
    company = fold(log.settings(connection))
    if company is None:
        raise NoCompany("This store has no company yet. Start with: earshot init --company NAME")
    return company


def judge_in_force() -> Judge:
    """By the company's policy where one is set up, else by the one that is shipped."""
    try:
        house = present_house()
        return house.judge_for(company_of(house.store))
    except NoCompany:
        return Judge(load_policy(default_policy_path()))


def names_of(company: Company) -> tuple[str, ...]:
    """What the company is called: its name, and those of its terms that are one phrase or word."""
    plain = (term.strip().removeprefix("=").strip('"') for term in company.profile.terms)
    said = (term for term in plain if re.fullmatch(r"[\w' &.-]+", term))
    return tuple(dict.fromkeys(name for name in (company.profile.name, *said) if name.strip()))


def company_of(store: Store) -> Company:
    with store.unit() as connection:
        return company_in(connection)


def _loaded(files: Sequence[PolicyFile]) -> Policy:
    """Raises BadPolicy, at no cost the second time."""
    known = last_good.digest(files)
    if known in _BROKEN:
        raise BadPolicy(_BROKEN[known])
    if known not in _POLICIES:
        try:
            _POLICIES[known] = policy_of(files)
        except BadPolicy as error:
            _BROKEN[known] = str(error)
            raise
    return _POLICIES[known]


# A policy is dear to read and its phrases are dear to compile; several folders may hold the same.
_POLICIES: dict[str, Policy] = {}  # by the files' digest
_BROKEN: dict[str, str] = {}  # their mistake, by the files' digest
_JUDGES: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Judge] = {}  # by what they go by
