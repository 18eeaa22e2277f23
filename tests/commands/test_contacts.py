"""Public contacts on the command line: given at the start, changed later, known to `judge`."""

from tests.commands.conftest import Command


def test_a_public_contact_is_no_private_detail_and_can_be_taken_away(earshot: Command) -> None:
    words = ("init", "--company", "Example Training", "--contact", "0113 496 0177")
    assert earshot(*words).status == 0
    (more,) = earshot("contacts", "add", "@example.org", "--json").lines[1:]
    assert more == {"contact": "@example.org"}
    text = "it is 0113 496 0177 now"
    (judged,) = earshot("judge", text, "--json").lines
    assert judged["concerns"] == []
    left = earshot("contacts", "remove", "0113 496 0177", "--json").lines
    assert left == [{"contact": "@example.org"}] == earshot("contacts", "list", "--json").lines
    (judged,) = earshot("judge", text, "--json").lines
    assert [each["concern"] for each in judged["concerns"]] == ["data_protection"]
    refused = earshot("contacts", "remove", "0113 496 0177")
    assert refused.status == 1
    assert "contacts list" in refused.err
