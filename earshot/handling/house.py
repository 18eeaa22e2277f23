"""Where things lie: the folder of the company's own files, its store, its policy, its settings."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from collectors.web.address import AllowedHosts
from earshot.handling.intake import Intake
from earshot.judging.judge import Judge
from earshot.rules.arrival import Rules
from earshot.rules.company import Company, fold
from earshot.rules.policy import Policy, default_policy_path, files_of, load_policy
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
        """The policy in force: read again when the file says something else."""
        path = self.policy_path
        digest = _digest(path)
        if digest not in _POLICIES:
            _POLICIES[digest] = load_policy(path)
        return _POLICIES[digest]

    @property
    def judge(self) -> Judge:
        policy = self.policy
        if policy.judging_fingerprint not in _JUDGES:
            _JUDGES[policy.judging_fingerprint] = Judge(policy)
        return _JUDGES[policy.judging_fingerprint]

    @property
    def sound_policy(self) -> Policy | None:
        """The policy in force; None while its file has a mistake, for what can do without it."""
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

    def rules(self, company: Company) -> Rules:
        return Rules(company, self.policy)

    def intake(self, company: Company) -> Intake:
        return Intake(self.rules(company), self.judge)


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
        return present_house().judge
    except NoCompany:
        return Judge(load_policy(default_policy_path()))


def company_of(store: Store) -> Company:
    with store.unit() as connection:
        return company_in(connection)


def _digest(path: Path) -> str:
    """Of all files of the policy."""
    try:
        parts = [hashlib.sha256(each.read_bytes()).hexdigest() for each in files_of(path)]
    except OSError as error:
        raise BadPolicy(f"{error.filename} cannot be read: {error.strerror}.") from error
    return " ".join(parts)


# A policy is dear to read and its phrases are dear to compile; several folders may hold the same.
_POLICIES: dict[str, Policy] = {}  # by the file's digest
_JUDGES: dict[str, Judge] = {}  # by the fingerprint of the rules that they judge by
