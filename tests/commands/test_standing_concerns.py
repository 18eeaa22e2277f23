"""Concerns as other programs read them: those that stand, whatever the machine had said."""

from tests.commands.conftest import Command

THREAT = "I know which car park you use, Example Training. I will hurt you on Thursday."
PERIOD = ("--from", "2026-01-01", "--to", "2027-12-31")


def test_what_the_safeguarding_lead_has_lifted_is_named_for_no_danger_any_more(
    earshot: Command,
) -> None:
    earshot("init", "--company", "Example Training")
    earshot("accounts", "add", "Our page", "--platform", "facebook")
    earshot("people", "add", "Dana Example", "--role", "dsl")
    place = ("--url", "https://page.example/1", "--account", "Our page")
    earshot("add", *place, "--text", THREAT, "--at", "2026-11-16T09:00:00Z")
    (line,) = earshot("restricted", "--json").lines
    assert line["concern"] == "threat"
    lifted = earshot("restricted", "lift", line["id"], "--reason", "a film", "--by", "Dana Example")
    assert lifted.status == 0
    told = earshot("mentions", "--json").out + earshot("queue", "--json").out
    told += earshot("export", "mentions", *PERIOD, "--out", "-").out
    assert line["id"] in told
    assert "threat" not in told
