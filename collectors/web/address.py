"""Addresses: which places may be fetched, and a connection to the very address that was checked.

A name is looked up once, by the operating system; every address it gives is judged, and the
connection goes to one of those. So neither a name that answers differently the second time, nor
another spelling of 127.0.0.1 (127.1, 0x7f000001, 2130706433, ::ffff:7f00:1), leads inside.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from time import monotonic
from typing import Self

import httpcore
import httpx

from collectors.errors import FetchError, Problem

Address = IPv4Address | IPv6Address

# What `ipaddress` of Python 3.11 takes for the open Internet, and is not:
INSIDE_TOO = (
    ip_network("192.0.0.0/24"),  # protocol assignments; one cloud's metadata service lives there
    ip_network("192.88.99.0/24"),  # 6to4 relays, withdrawn by RFC 7526
    ip_network("168.63.129.16/32"),  # Azure's host, seen from its guests
    ip_network("3fff::/20"),  # documentation, RFC 9637
)
GLOBAL_UNICAST = ip_network("2000::/3")  # all of IPv6 that has been given out
NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits

ENTRY = re.compile(r"(\[[^\[\]]+\]|[^\s\[\]:/@?#%\\*]+)(?::(\d{1,5}))?", re.ASCII)
TRIED = 4  # addresses of one host that a connection is tried to

Resolve = Callable[[str, int], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Hosts that may be fetched although they are inside; compared exactly, never by lookup."""

    entries: frozenset[tuple[str, int | None]] = frozenset()  # (host, port; None is any port)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "127.0.0.1:8123, intranet.example"; ValueError names the entry it cannot read."""
        return cls(frozenset(_entry(part.strip()) for part in text.split(",") if part.strip()))

    def permits(self, host: str, port: int) -> bool:
        """Whether this host, as the address spells it in ASCII, is in the list for this port."""
        name = _canonical(host)
        return (name, port) in self.entries or (name, None) in self.entries


def is_inside(address: Address) -> bool:
    """Whether an address leads to this machine, a private network, or no single public host."""
    if isinstance(address, IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return is_inside(carried)
        if address not in GLOBAL_UNICAST:
            return True
    return (
        not address.is_global
        or address.is_multicast
        or address.is_reserved
        or any(address in network for network in INSIDE_TOO)
    )


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to this IPv6 address end up at, if it carries one."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def checked_url(url: str | httpx.URL) -> httpx.URL:
    """An http or https address with a host; FetchError (refused_address) for anything else."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        sentence = f"“{str(url)[:200]}” cannot be read as a web address; check its spelling."
        raise FetchError(Problem.REFUSED_ADDRESS, sentence) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        sentence = f"“{str(url)[:200]}” is no web address; it has to begin with https:// or http://"
        raise FetchError(Problem.REFUSED_ADDRESS, sentence)
    if parsed.port is not None and not 0 < parsed.port < 65536:
        sentence = f"{parsed.host} has no port {parsed.port}; check the address."
        raise FetchError(Problem.REFUSED_ADDRESS, sentence)
    return parsed


async def resolve(host: str, port: int) -> list[str]:
    """The addresses the operating system gives for a host, in its order; OSError if it has none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


async def addresses_of(
    host: str, port: int, allowed: AllowedHosts, resolve: Resolve = resolve
) -> list[str]:
    """The addresses that may be connected to for a host: all of its own, or FetchError.

    One inside address among several refuses the whole host: an outside name has no business there.
    """
    addresses = [host] if _literal(host) else await _looked_up(host, port, resolve)
    if not allowed.permits(host, port):
        for address in addresses:
            if is_inside(ip_address(address)):
                raise _refused(host, port, address)
    return addresses


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore, to checked addresses only.

    TLS and the Host header still use the name, since only the connection is made here.
    """

    def __init__(self, allowed: AllowedHosts, resolve: Resolve = resolve) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # seconds, for the lookup and every attempt together
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        ends = monotonic() + (60.0 if timeout is None else timeout)
        try:
            async with asyncio.timeout(ends - monotonic()):
                found = await addresses_of(host, port, self._allowed, self._resolve)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"looking up {host}") from error
        return await self._first_that_answers(found[:TRIED], port, ends)

    async def _first_that_answers(
        self, addresses: list[str], port: int, ends: float
    ) -> httpcore.AsyncNetworkStream:
        for left in range(len(addresses), 1, -1):
            share = (ends - monotonic()) / left  # so that one silent address leaves time for others
            try:
                return await self._network.connect_tcp(addresses[-left], port, max(share, 0.01))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(addresses[-1], port, max(ends - monotonic(), 0.01))

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _looked_up(host: str, port: int, resolve: Resolve) -> list[str]:
    try:
        found = await resolve(host, port)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            sentence = f"The name {host} could not be looked up just now; is this machine online?"
            raise FetchError(Problem.UNREACHABLE, sentence) from error
        raise _no_such(host) from error
    except UnicodeError as error:  # a part of the name is empty or longer than 63 characters
        raise _no_such(host) from error
    if not found:
        raise _no_such(host)
    return found


def _no_such(host: str) -> FetchError:
    sentence = f"There is no host called {host}; check the address for a slip of the pen."
    return FetchError(Problem.NO_SUCH_HOST, sentence)


def _refused(host: str, port: int, address: str) -> FetchError:
    via = "" if host == address else f" (it leads to {address})"
    return FetchError(
        Problem.REFUSED_ADDRESS,
        f"{host} is inside this machine or network{via}, and such addresses are not fetched. "
        f"If it is meant, add {_spelt(host)}:{port} to EARSHOT_ALLOW_HOSTS.",
    )


def _entry(part: str) -> tuple[str, int | None]:
    if _literal(part):  # a bare IPv6 address holds colons that begin no port
        return _canonical(part), None
    found = ENTRY.fullmatch(part)
    host = _ascii(found[1].strip("[]")) if found else None
    if found is None or host is None or int(found[2] or 1) not in range(1, 65536):
        raise ValueError(
            f"EARSHOT_ALLOW_HOSTS: {part!r} is no host or address; "
            "write it like intranet.example or 127.0.0.1:8123, without http:// or a path."
        )
    return host, int(found[2]) if found[2] else None


def _ascii(host: str) -> str | None:
    """A host as it will stand in a question: a name of any script in its ASCII form."""
    try:
        return _canonical(httpx.URL(scheme="http", host=host).raw_host.decode("ascii"))
    except httpx.InvalidURL:
        return None


def _canonical(host: str) -> str:
    """One spelling for one host: IPv6 shortened, names in lower case."""
    return str(_literal(host) or host.lower())


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _spelt(host: str) -> str:
    return f"[{host}]" if ":" in host else host
