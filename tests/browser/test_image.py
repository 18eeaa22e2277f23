"""No picture gets in: refused before it is handed over, and by what it is, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Dashboard
from tests.browser.test_import import founded, upload

pytestmark = pytest.mark.browser

# One dark dot. Kept nowhere, its bytes must be in no file afterwards.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763606060000000040001274c3b7e0000000049454e44ae426082"
)


def test_who_is_not_sure_is_told_to_stop_and_has_no_place_to_upload_it(
    dashboard: Dashboard, open_window: Callable[..., Page]
) -> None:
    founded(dashboard.data)
    window = open_window()
    window.goto(dashboard.page("sources"))
    window.get_by_role("tab", name="Downloads and tables").click()
    panel = window.get_by_role("tabpanel").filter(visible=True)
    panel.get_by_role("radio", name="Yes, or I am not sure").check(force=True)
    expect(panel.get_by_text("Stop: do not upload it.")).to_be_visible()
    expect(panel.locator('input[type="file"]')).to_have_count(0)


def test_a_picture_that_is_handed_over_all_the_same_is_refused_and_kept_nowhere(
    dashboard: Dashboard, open_window: Callable[..., Page]
) -> None:
    founded(dashboard.data)
    window = open_window()
    window.goto(dashboard.page("sources"))
    upload(window, "photo.png", PICTURE)
    window.get_by_role("button", name="Import it").click()
    expect(window.get_by_text("photo.png", exact=False).first).to_be_visible()
    expect(window.get_by_text("is a picture", exact=False).first).to_be_visible()
    files = [path for path in dashboard.data.rglob("*") if path.is_file()]
    assert [path.name for path in files if PICTURE in path.read_bytes()] == []
