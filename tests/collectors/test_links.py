"""Addresses: one spelling for one page, and its host."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.links import clean_url, host_of
from collectors.platforms import platform_of

_HOSTS = st.sampled_from(
    ["example.com", "EXAMPLE.com:443", "jo:pw@bücher.example", "x.com", "[::1]"]
)
_TAILS = st.text(st.sampled_from("ab/?&=#%é \\@:;utm_source=xfbclid-c1") | st.characters())
_ADDRESSES = st.builds("{}://{}/{}".format, st.sampled_from(["http", "HTTPS"]), _HOSTS, _TAILS)


@given(_ADDRESSES | st.text())
def test_cleaning_twice_changes_nothing(url: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        assert clean_url(cleaned) == cleaned
        assert cleaned.isascii()


@given(_ADDRESSES)
def test_cleaning_changes_neither_host_platform_nor_identity(url: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        assert host_of(cleaned) == host_of(url)
        assert platform_of(cleaned) is platform_of(url)


@given(
    st.lists(st.sampled_from(["a=1", "b", "c=%20x", "d=é", "utm_x=1", "FBCLID=2", "gclid"])),
    st.sampled_from(["http://e.example", "HTTP://jo:pw@E.Example:80", "http://e.example."]),
)
def test_only_what_identifies_the_page_is_left_and_in_its_order(
    given_pairs: list[str], place: str
) -> None:
    kept = [p for p in given_pairs if p in ("a=1", "b", "c=%20x", "d=é")]
    plain = "http://e.example/p" + ("?" + "&".join(kept) if kept else "")
    assert clean_url(f"{place}/p?{'&'.join(given_pairs)}") == clean_url(plain)


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("HTTPS://Example.COM:443", "https://example.com/"),
        ("http://example.com:8080/A", "http://example.com:8080/A"),
        ("https://jo:secret@example.com/", "https://example.com/"),
        ("https://bücher.example/ä b", "https://xn--bcher-kva.example/%C3%A4%20b"),
        ("https://e.example/?b=2&utm_source=x&a=1&fbclid=y#top", "https://e.example/?b=2&a=1"),
        ("https://e.example/p#comment-12", "https://e.example/p#comment-12"),
        ("https://e.example/p#issuecomment-9", "https://e.example/p#issuecomment-9"),
        ("https://e.example/p#c123", "https://e.example/p#c123"),
        ("https://e.example/p#contents", "https://e.example/p"),
        ("https://youtu.be/abcdefghijk?si=Zz&t=4", "https://youtu.be/abcdefghijk?t=4"),
        ("https://shop.example/?si=42", "https://shop.example/?si=42"),
        ("https://www.instagram.com/p/Ab_-1/?igsh=Zz", "https://www.instagram.com/p/Ab_-1/"),
        (" https://e.example/a\nb ", "https://e.example/ab"),
        ("https://x.com.evil.example/?t=1", "https://x.com.evil.example/?t=1"),
        ("https://mobile.x.com/jo?t=1&s=2&u=3", "https://mobile.x.com/jo?u=3"),
    ],
)
def test_one_page_has_one_spelling(url: str, cleaned: str) -> None:
    assert clean_url(url) == cleaned


@pytest.mark.parametrize(
    "url",
    [
        *("", "javascript:alert(1)", "ftp://e.example/", "//e.example/", "https://"),
        *("https://a..b/", "https://e.example:port/", "https://[::1/", "mailto:jo@e.example"),
        *("data:text/html,x", "https://e.example/" + "a" * 50_000),
    ],
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert clean_url(url) is None
    assert host_of(url) is None
