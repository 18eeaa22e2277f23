"""The sample has something in it for every chart and state, whenever it is made."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from earshot.bringing.sample import make_sample
from earshot.handling.doctor import examine
from earshot.handling.house import House, company_in
from earshot.store import questions
from earshot.store.questions import Item, Wanted
from earshot.telling.compliance import Standing, tally
from earshot.words.vocabulary import Clock, Sentiment, State

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)  # a Monday, before the office opens


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("data") / "sample")
    make_sample(house, now=NOW)
    return house


@pytest.fixture(scope="module")
def items(sample: House) -> list[Item]:
    with sample.store.unit() as connection:
        return questions.items(connection, Wanted())


def test_it_is_marked_as_a_sample_and_its_log_holds(sample: House) -> None:
    with sample.store.unit() as connection:
        assert company_in(connection).profile.sample
        assert all(not finding.problems for finding in examine(connection, repair=False))


def test_there_is_something_in_every_state_that_a_moderator_meets(items: list[Item]) -> None:
    states = Counter(item.state for item in items)
    missing = set(State) - set(states) - {State.CLOSED}
    assert missing == set()
    assert len(items) > 250


def test_there_is_something_for_every_chart(items: list[Item]) -> None:
    policy = tally([item for item in items if item.clock is Clock.POLICY], NOW)
    none_of = {Standing.CANNOT_BE_TOLD, Standing.OUT_OF_SCOPE, Standing.HANDLED_PRIVATELY}
    for each in set(Standing) - none_of:
        assert policy.by[each], each
    assert policy.share is not None
    assert 0.75 < policy.share < 0.95
    assert {item.sentiment for item in items} == {each.value for each in Sentiment}


def test_weekends_and_a_bank_holiday_are_among_it(items: list[Item]) -> None:
    assert any(item.published_on.weekday() >= 5 for item in items)
    assert any("bank holiday" in (item.explanation or "") for item in items)


def test_nothing_in_it_lies_in_the_future_or_further_back_than_it_says(items: list[Item]) -> None:
    for item in items:
        assert item.seen_at <= NOW
        assert item.published_at is not None
        assert NOW - timedelta(days=135) < item.published_at <= NOW


def test_it_can_be_made_on_any_day_of_the_year(tmp_path: Path) -> None:
    make_sample(House(tmp_path / "sample"), now=datetime(2027, 3, 29, 0, 5, tzinfo=UTC))
