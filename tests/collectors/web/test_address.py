"""Which addresses may be fetched, and that a connection goes where the check looked."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import FetchError, Problem
from collectors.web.address import (
    AllowedHosts,
    CheckedBackend,
    addresses_of,
    checked_url,
    is_inside,
)
from tests.collectors.server import FeedServer

NOBODY = AllowedHosts()


def refusal(host: str, port: int = 80, allowed: AllowedHosts = NOBODY) -> FetchError:
    with pytest.raises(FetchError) as caught:
        asyncio.run(addresses_of(host, port, allowed))
    return caught.value


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",  # a cloud's metadata
        "100.64.0.1",  # carrier-grade NAT
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.88.99.1",
        "198.18.0.1",
        "224.0.0.251",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "fe80::1",
        "fe80::1%2",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "2001::1",  # Teredo
        "3fff::1",
        "64:ff9b:1::808:808",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "2002:7f00:1::1",  # 6to4 of 127.0.0.1
        "2002:c0a8:101::1",
        "64:ff9b::7f00:1",  # NAT64 of 127.0.0.1
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_an_address_inside_is_refused(address: str) -> None:
    assert is_inside(ip_address(address))
    assert refusal(address).problem is Problem.REFUSED_ADDRESS


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808", "2002:808::1"],
)
def test_a_public_address_is_not(address: str) -> None:
    assert not is_inside(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_inside_stays_inside_however_ipv6_wraps_it(address: IPv4Address) -> None:
    number = int(address)
    wrapped = [
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address((0x2002 << 112) | (number << 80) | 1),
        IPv6Address((0x64FF9B << 96) | number),
    ]
    assert {is_inside(address)} == {is_inside(each) for each in wrapped}


@pytest.mark.parametrize(
    "host", ["127.1", "0x7f000001", "0x7f.1", "2130706433", "017700000001", "0177.0.0.1"]
)
def test_other_spellings_of_loopback_are_refused_for_what_they_lead_to(host: str) -> None:
    assert "127.0.0.1" in str(refusal(host))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1.", "localhost.", "LOCALHOST"])
def test_names_of_this_machine_are_never_connected_to(host: str) -> None:
    unknown = (Problem.NO_SUCH_HOST, Problem.UNREACHABLE)  # as the machine's own lookup has it
    assert refusal(host).problem in (Problem.REFUSED_ADDRESS, *unknown)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/a.xml",
        "feed://news.example/a.xml",
        "news.example/a.xml",
        "http:///a.xml",
        "http://news.example:99999/",
        "http://news.example:0/",
        "http://１２７.0.0.1/",
        "http://[::1/",
        "javascript:alert(1)",
        "",
        "http://a\nb/",
    ],
)
def test_what_is_no_web_address_is_refused_before_anything_is_asked(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        checked_url(url)
    assert caught.value.problem is Problem.REFUSED_ADDRESS


def test_the_full_stop_of_another_script_does_not_hide_loopback() -> None:
    assert checked_url("http://127。0。0。1/").host == "127.0.0.1"


@given(st.text(max_size=40))
def test_any_text_at_all_is_read_as_an_address_or_refused_in_words(text: str) -> None:
    for url in (text, f"http://{text}", f"https://news.example{text}"):
        with suppress(FetchError):  # and no other error
            assert not NOBODY.permits(checked_url(url).raw_host.decode("ascii"), 80)


def test_an_allowed_host_is_allowed_on_its_port_alone() -> None:
    allowed = AllowedHosts.parse("127.0.0.1:8123, intranet.example")
    assert allowed.permits("127.0.0.1", 8123)
    assert not allowed.permits("127.0.0.1", 8124)
    assert allowed.permits("intranet.example", 1)
    assert allowed.permits("INTRANET.example", 443)
    assert not allowed.permits("sub.intranet.example", 443)
    assert not allowed.permits("localhost", 8123)
    assert not allowed.permits("127.1", 8123)
    assert not NOBODY.permits("127.0.0.1", 80)


def test_ipv6_addresses_and_names_in_any_script_can_be_allowed() -> None:
    allowed = AllowedHosts.parse("[0:0::1]:8080,fd00::5, münchen.example:443,")
    assert allowed.permits("::1", 8080)
    assert not allowed.permits("::1", 80)
    assert allowed.permits("fd00:0::5", 9)
    assert allowed.permits("xn--mnchen-3ya.example", 443)


@pytest.mark.parametrize(
    "text", ["http://a.example", "a.example/path", "*.example", "a:99999", "a:", "a b", "a:٣", "@"]
)
def test_a_mistake_in_the_list_names_the_setting_and_the_entry(text: str) -> None:
    with pytest.raises(ValueError, match="EARSHOT_ALLOW_HOSTS") as caught:
        AllowedHosts.parse(f"127.0.0.1, {text}")
    assert repr(text) in str(caught.value)


def test_the_refusal_says_what_to_add_where_the_address_is_meant() -> None:
    error = refusal("127.0.0.1", 8123)
    assert "127.0.0.1:8123" in str(error)
    entry = str(error).split("add ")[1].split(" to ")[0]
    assert AllowedHosts.parse(entry).permits("127.0.0.1", 8123)


def test_one_inside_address_among_public_ones_refuses_the_host() -> None:
    async def mixed(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "192.168.0.7"]

    with pytest.raises(FetchError, match=r"192\.168\.0\.7"):
        asyncio.run(addresses_of("news.example", 80, NOBODY, mixed))


def test_a_name_that_nobody_has_is_told_apart_from_a_broken_lookup() -> None:
    async def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    async def offline(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    for lookup, problem in ((unknown, Problem.NO_SUCH_HOST), (offline, Problem.UNREACHABLE)):
        with pytest.raises(FetchError, match=r"news\.example") as caught:
            asyncio.run(addresses_of("news.example", 80, NOBODY, lookup))
        assert caught.value.problem is problem
    assert refusal("a..example").problem is Problem.NO_SUCH_HOST
    assert refusal("a" * 64 + ".example").problem is Problem.NO_SUCH_HOST


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


def lookups(answers: list[list[str]]) -> tuple[CheckedBackend, list[str]]:
    """A backend whose lookups answer in turn, and the names that were looked up."""
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    return CheckedBackend(AllowedHosts.parse("feeds.example"), resolve), asked


async def peer(backend: CheckedBackend, port: int) -> tuple[str, int]:
    stream = await backend.connect_tcp("feeds.example", port, timeout=5)
    address: tuple[str, int] = stream.get_extra_info("server_addr")
    await stream.aclose()
    return address


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_mind(server: FeedServer) -> None:
    backend, asked = lookups([["127.0.0.1"], ["127.0.0.2"]])
    assert asyncio.run(peer(backend, server.port)) == ("127.0.0.1", server.port)
    assert asked == ["feeds.example"]


def test_where_one_address_does_not_answer_the_next_one_is_tried(server: FeedServer) -> None:
    backend, _ = lookups([["127.0.0.9", "127.0.0.1"]])
    assert asyncio.run(peer(backend, server.port)) == ("127.0.0.1", server.port)


def test_a_lookup_that_hangs_ends_with_the_connections_time() -> None:
    async def hanging(host: str, port: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    async def attempt() -> None:
        await CheckedBackend(NOBODY, hanging).connect_tcp("slow.example", 80, timeout=0.05)

    with pytest.raises(httpcore.ConnectTimeout):
        asyncio.run(attempt())
