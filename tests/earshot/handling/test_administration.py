"""Settings change by what is said and by nothing else, each change with who made it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.post import Platform
from earshot.handling import administration, last_good, listening
from earshot.handling.administration import note_policy, rebased
from earshot.handling.house import House, allowed_hosts, company_of, own_house, sample_house
from earshot.rules.company import COMPANY, POLICY, Account, Profile, Role, SourceState
from earshot.store import log, mentions
from earshot.store.mentions import Sighting
from earshot.words.errors import BadPolicy, EarshotError, Refused
from tests.earshot.desk import NOW, Desk, post

WORDS = st.text(max_size=3)
ACCOUNTS = st.builds(
    Account,
    id=st.just("a-1"),
    name=WORDS,
    starts_on=st.dates(),
    platform=st.sampled_from(Platform),
    handle=WORDS,
    url=WORDS,
)


@given(ACCOUNTS, ACCOUNTS)
def test_with_nothing_changed_meanwhile_a_record_becomes_what_was_wanted(
    seen: Account, wanted: Account
) -> None:
    assert rebased(seen, seen, wanted) == wanted
    assert rebased(wanted, seen, seen) == wanted


def test_what_two_people_change_in_one_record_both_stands() -> None:
    seen = Account("a-1", "Our page", NOW.date())
    hers, his = replace(seen, name="Facebook page"), replace(seen, handle="@example")
    assert rebased(hers, seen, his) == replace(seen, name="Facebook page", handle="@example")


def test_a_source_that_is_added_again_stays_paused_and_on_its_account(desk: Desk) -> None:
    with desk.house.store.unit() as connection:
        listening.set_source_state(
            connection, desk.feed.id, SourceState.PAUSED, actor=desk.kay.id, now=NOW
        )
    again = listening.new_source(desk.feed.url, name="Comments", account=None, now=NOW)
    with desk.house.store.unit() as connection:
        listening.add_source(connection, again, actor=desk.kay.id, now=NOW)
    kept = desk.company.sources[desk.feed.id]
    assert kept == replace(desk.feed, name="Comments", state=SourceState.PAUSED)


def test_a_rhythm_that_is_too_fast_is_refused_in_a_change_too(desk: Desk) -> None:
    with desk.house.store.unit() as connection, pytest.raises(Refused, match="every 5 minutes"):
        listening.change_source(
            connection, desk.feed.id, lambda it: replace(it, every=1), actor="earshot", now=NOW
        )


def test_a_company_is_founded_in_its_founders_name(tmp_path: Path) -> None:
    house, founder = House(tmp_path), administration.new_person(" Kay Example ", Role.SMT)
    administration.found_company(house, Profile("Example Ltd", ()), founder=founder, now=NOW)
    assert company_of(house.store).people == {founder.id: founder}
    with house.store.unit() as connection:
        found = log.of_subjects(connection, [COMPANY, POLICY, founder.id])
    assert {each.actor for events in found.values() for each in events} == {founder.id}


def test_a_policy_whose_rules_change_under_the_same_number_is_noted_too(desk: Desk) -> None:
    path = desk.house.policy_path
    before = desk.company.policy_fingerprint
    path.write_text(path.read_text("utf-8").replace("aim_working_days = 1", "aim_working_days = 2"))
    with desk.house.store.unit() as connection:
        assert note_policy(connection, desk.house.policy, now=NOW)
        assert not note_policy(connection, desk.house.policy, now=NOW)
    assert desk.company.policy_version == "1"
    assert desk.company.policy_fingerprint == desk.house.policy.fingerprint != before


def test_a_policy_file_that_cannot_be_read_is_told_in_words(desk: Desk) -> None:
    (desk.house.folder / last_good.FILE).unlink()
    desk.house.policy_path.unlink()
    (desk.house.folder / "policy.toml").mkdir()
    with pytest.raises(BadPolicy, match=r"policy\.toml cannot be read"):
        _ = desk.house.policy
    assert desk.house.sound_policy is None


def test_a_companys_own_folder_may_be_called_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EARSHOT_DATA", str(tmp_path / "sample"))
    assert not own_house().is_sample
    assert sample_house().is_sample


def test_hosts_that_cannot_be_read_are_named_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EARSHOT_ALLOW_HOSTS", "intranet.example, http://a.example/")
    with pytest.raises(EarshotError, match=r"EARSHOT_ALLOW_HOSTS: 'http://a\.example/'"):
        allowed_hosts()


def test_of_two_sightings_of_one_moment_the_one_kept_last_counts(desk: Desk) -> None:
    desk.take_in(desk.feed, post())
    (item,) = desk.items()
    marks = [f"f{number}" for number in range(50)]
    with desk.house.store.unit() as connection:
        for mark in marks:
            seen = Sighting(item.id, desk.feed.id, "r", mark, f"guid {mark}")
            mentions.sight(connection, [seen], NOW)
        known = mentions.known(connection, [item.id])
    assert known[item.id].sighted[desk.feed.id] == ("f49", "guid f49")
