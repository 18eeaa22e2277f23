"""A restricted item on the screen: what the playbook says, and whether its danger is there."""

from earshot.rules.company import Role
from tests.pages.office import Office
from tests.pages.test_safeguarding import (
    Open,
    Shown,
    SignIn,
    kept,
    restricted_item,
    sign_in,
    somebody,
)

__all__ = ["sign_in"]


def test_conduct_escalation_what_stops_everything_stands_on_the_restricted_item(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    item, lead = restricted_item(office), somebody(office, Role.DSL)
    sign_in(lead)
    at = open_page("safeguarding", lead, item=item)
    assert "leave what was written where it is. (conduct.escalation)" in shown(at)


def test_conduct_escalation_the_lead_confirms_or_dismisses_the_danger_with_a_reason(
    office: Office, open_page: Open, shown: Shown, sign_in: SignIn
) -> None:
    item, lead = restricted_item(office), somebody(office, Role.DSL)
    sign_in(lead)
    at = open_page("safeguarding", lead, item=item)
    assert "Possible: " in shown(at)
    at = at.button(key="is_there_threat").click().run()
    assert "Confirmed:" in shown(at)
    at = at.text_input(key="is_not_why_threat").set_value("a song title").run()
    at = at.button(key="is_not_threat").click().run()
    assert "Not there:" in shown(at)
    assert "a song title" in shown(at)
    (found,) = kept(office)
    assert found.concern.value == "threat"  # restricted it stays until it is lifted
