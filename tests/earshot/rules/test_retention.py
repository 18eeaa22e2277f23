"""Claims about how long each thing is kept, and what is never past its time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from earshot.rules.policy import default_policy_path, load_policy
from earshot.rules.restriction import Stage
from earshot.rules.retention import Kept, is_past, kept_until
from earshot.words.vocabulary import State

TERMS = load_policy(default_policy_path()).retention
SAID = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)
SETTLED = datetime(2025, 3, 12, 9, 0, tzinfo=UTC)
FILED = datetime(2025, 3, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
NEVER_DUE = Kept("m-1", 1, State.NO_REPLY_NEEDED, False, SAID)
ANSWERED = Kept("m-1", 1, State.ANSWERED, True, SAID, SETTLED)
FILED_ITEM = Kept("m-1", 1, State.OPEN, True, SAID, None, Stage.FILED, FILED)
LONG_AFTER = datetime(2099, 1, 1, tzinfo=UTC)


def test_a_mention_to_which_no_reply_was_due_is_kept_twelve_months() -> None:
    assert kept_until(NEVER_DUE, TERMS) == SAID.replace(year=2026)
    assert not is_past(NEVER_DUE, TERMS, SAID.replace(year=2026) - SECOND)
    assert is_past(NEVER_DUE, TERMS, SAID.replace(year=2026))


def test_history_is_kept_no_longer_than_what_is_new() -> None:
    history = replace(NEVER_DUE, state=State.HISTORY)
    assert kept_until(history, TERMS) == SAID.replace(year=2026)


def test_an_answered_case_is_kept_twenty_four_months_after_it_was_answered() -> None:
    assert kept_until(ANSWERED, TERMS) == SETTLED.replace(year=2027)


def test_a_copy_that_comes_after_the_answer_keeps_its_story_longer() -> None:
    copied = replace(ANSWERED, said_at=SETTLED + 3 * DAY, mentions=2)
    assert kept_until(copied, TERMS) == (SETTLED + 3 * DAY).replace(year=2027)


@pytest.mark.parametrize("state", [State.OPEN, State.ACKNOWLEDGED])
@pytest.mark.parametrize("promised", [True, False])
def test_what_still_waits_is_never_past_its_time(state: State, promised: bool) -> None:
    waiting = Kept("m-1", 1, state, promised, SAID, SETTLED)
    assert kept_until(waiting, TERMS) is None
    assert not is_past(waiting, TERMS, LONG_AFTER)


def test_a_restricted_item_goes_thirty_days_after_it_was_filed_even_if_it_is_open() -> None:
    assert kept_until(FILED_ITEM, TERMS) == FILED + 30 * DAY


@pytest.mark.parametrize("stage", [Stage.SUSPECTED, Stage.HANDED_OVER])
@pytest.mark.parametrize("state", list(State))
def test_a_restricted_item_that_is_not_filed_is_never_past_its_time(
    stage: Stage, state: State
) -> None:
    unfiled = replace(FILED_ITEM, stage=stage, filed_at=None, state=state, settled_at=SETTLED)
    assert not is_past(unfiled, TERMS, LONG_AFTER)


def test_a_case_that_nothing_settled_is_kept() -> None:
    assert kept_until(replace(ANSWERED, settled_at=None), TERMS) is None
