"""Who asks from this very machine, and who only seems to."""

import pytest

from earshot.rules.nearness import asks_from_near, is_near

HOST = {"host": "localhost:8501"}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.8.8.8", "::1"])
def test_a_loopback_address_is_this_machine(host: str) -> None:
    assert is_near(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        None,
        "0.0.0.0",
        "::",
        "192.168.1.4",
        "localhost.example",
        "127.0.0.1.example",
        "2130706433",
    ],
)
def test_any_other_address_may_be_another_machine(host: str | None) -> None:
    assert not is_near(host)


def test_an_address_of_the_old_kind_written_in_the_new_way_is_the_same_address() -> None:
    assert is_near("::ffff:127.0.0.1")
    assert not is_near("::ffff:192.168.1.4")


def test_a_browser_on_the_machine_asks_from_near() -> None:
    assert asks_from_near(HOST | {"origin": "http://localhost:8501"}, "127.0.0.1")
    assert asks_from_near({"host": "[::1]:8501"}, "::1")


@pytest.mark.parametrize(
    "name", ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host"]
)
def test_what_came_through_a_proxy_does_not_though_the_proxy_is_near(name: str) -> None:
    assert not asks_from_near(HOST | {name: "127.0.0.1"}, "127.0.0.1")


def test_another_machine_does_not_whatever_it_says() -> None:
    assert not asks_from_near(HOST, "192.168.1.4")


@pytest.mark.parametrize("host", ["monitor.example", "localhost@evil.example", "", "[", "evil:1:2"])
def test_a_name_that_others_may_have_pointed_here_does_not(host: str) -> None:
    assert not asks_from_near({"host": host}, "127.0.0.1")
    assert not asks_from_near({}, "127.0.0.1")


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://["])
def test_another_sites_page_in_a_browser_on_the_machine_does_not(origin: str) -> None:
    assert not asks_from_near(HOST | {"origin": origin}, "127.0.0.1")
