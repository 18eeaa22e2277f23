"""Who has an item open: told of others only, and forgotten half a minute after their last run."""

import pytest

from ui.presence import FOR, Presence


@pytest.fixture
def there() -> Presence:
    found = Presence()
    found.note("session-1", "house", "m-1", "p-sam", at=0)
    return found


def test_somebody_elses_open_item_is_told(there: Presence) -> None:
    assert there.others("session-2", "house", "m-1", "p-kay", at=1) == ["p-sam"]


def test_ones_own_second_window_is_nobody_else(there: Presence) -> None:
    assert there.others("session-2", "house", "m-1", "p-sam", at=1) == []


def test_it_is_of_that_item_in_that_house_only(there: Presence) -> None:
    assert there.others("session-2", "house", "m-2", "p-kay", at=1) == []
    assert there.others("session-2", "sample", "m-1", "p-kay", at=1) == []


def test_half_a_minute_after_their_last_run_they_are_gone(there: Presence) -> None:
    assert there.others("session-2", "house", "m-1", "p-kay", at=FOR) == ["p-sam"]
    assert there.others("session-2", "house", "m-1", "p-kay", at=FOR + 1) == []
    there.note("session-2", "house", "m-1", "p-kay", at=FOR + 1)
    assert list(there.sessions) == ["session-2"]


def test_who_opens_another_item_has_left_the_first(there: Presence) -> None:
    there.note("session-1", "house", "m-2", "p-sam", at=1)
    assert there.others("session-2", "house", "m-1", "p-kay", at=2) == []
