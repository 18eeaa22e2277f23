"""People on the command line: several roles, what sign-in calls them, on duty, and who has left."""

from tests.commands.conftest import Command

KEYS = ["id", "name", "role", "roles", "sign_in", "on_duty", "active"]


def set_up(earshot: Command) -> None:
    assert earshot("init", "--company", "Example Training").status == 0


def test_one_person_may_have_several_roles_and_the_first_stands_for_them(earshot: Command) -> None:
    set_up(earshot)
    words = ("--role", "smt", "--role", "dsl", "--sign-in", "kay@example.org", "--json")
    (added,) = earshot("people", "add", "Kay Example", *words).lines
    assert list(added) == KEYS
    assert (added["role"], added["roles"]) == ("smt", ["smt", "dsl"])
    assert earshot("people", "list", "--json").lines == [added]


def test_a_change_says_what_it_changed_and_leaves_the_rest(earshot: Command) -> None:
    set_up(earshot)
    (before,) = earshot("people", "add", "Sam Sample", "--json").lines
    done = earshot("people", "change", "sam sample", "--on-duty", "--json")
    assert "on duty from “no” to “yes”" in done.err
    assert done.lines == [before | {"on_duty": True}]
    roles = ("--role", "moderator", "--role", "deputy")
    (after,) = earshot("people", "change", before["id"], *roles, "--json").lines
    assert after == before | {"on_duty": True, "roles": ["moderator", "deputy"]}


def test_whoever_has_left_is_listed_only_when_asked_for(earshot: Command) -> None:
    set_up(earshot)
    earshot("people", "add", "Kay Example", "--role", "smt")
    earshot("people", "add", "Sam Sample")
    (gone,) = earshot("people", "change", "Sam Sample", "--left", "--json").lines
    assert not gone["active"]
    listed = [line["name"] for line in earshot("people", "list", "--json").lines]
    assert listed == ["Kay Example"]
    assert gone in earshot("people", "list", "--all", "--json").lines


def test_what_cannot_be_is_refused_in_words(earshot: Command) -> None:
    set_up(earshot)
    earshot("people", "add", "Kay Example", "--role", "smt", "--sign-in", "kay@example.org")
    for words, told in (
        (("change", "Kay Example", "--left"), "last of the senior team"),
        (("add", "Sam Sample", "--sign-in", "KAY@example.org"), "calls Kay Example so already"),
        (("change", "Kay Example", "--on-duty"), "Only moderators are on duty"),
        (("change", "Nobody", "--left"), "Nobody is called 'Nobody'"),
    ):
        done = earshot("people", *words)
        assert (done.status, done.out) == (1, "")
        assert told in done.err
    assert earshot("people", "add", "Sam Sample", "--role", "king").status == 2
