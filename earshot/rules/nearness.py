"""Nearness: whether somebody asks from this very machine. Pure, over what a request says."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

# What a proxy adds: whoever asks through one may be anybody, though the proxy itself is near.
PASSED_ON = frozenset(
    "forwarded via x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-server "
    "x-real-ip x-client-ip true-client-ip cf-connecting-ip".split()
)


def is_near(host: str | None) -> bool:
    """Whether this name or IP address can be no other machine than this."""
    if not host:
        return False
    if host.casefold().rstrip(".") == "localhost":
        return True
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def asks_from_near(headers: Mapping[str, str], client: str | None) -> bool:
    """Whether a request with these headers, names in small letters, began on this machine.

    `client` is the address that it came from; None where the server was told none. A page of
    somebody else's that has this server's name point to it is given away by Host and Origin.
    """
    if PASSED_ON & headers.keys():
        return False
    origin = headers.get("origin")
    if origin is not None and not is_near(_host("", origin)):
        return False
    return is_near(_host("//", headers.get("host", ""))) and (client is None or is_near(client))


def _host(before: str, address: str) -> str | None:
    try:
        return urlsplit(before + address).hostname
    except ValueError:
        return None
