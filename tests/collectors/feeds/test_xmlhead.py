"""The head of an XML feed: any encoding is read, and nothing in it can grow, reach out or stall."""

import time
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest

from collectors.errors import UnreadableSource
from tests.collectors.reading import feed_in, posts_in, rss


def test_one_bad_byte_costs_one_character_and_not_every_accent() -> None:
    body = rss("<title>Café “naïve” and façade</title>").replace("ï".encode(), b"\xef")
    feed = feed_in(body)

    assert posts_in(feed)[0].title == "Café “na\ufffdve” and façade"
    assert "not UTF-8" in (feed.warning or "")


def test_windows_text_that_calls_itself_utf_8_is_read_and_the_lie_is_told() -> None:
    feed = feed_in(rss("<title>Café</title>").replace("é".encode(), b"\xe9"))
    assert posts_in(feed)[0].title == "Café"
    assert "windows-1252" in (feed.warning or "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "iso-8859-1"])
def test_an_encoding_that_is_named_is_read(encoding: str) -> None:
    named = encoding.removesuffix("-sig")
    text = rss("<title>Café</title>", before=f'<?xml version="1.0" encoding="{named}"?>').decode()
    feed = feed_in(text.encode(encoding))
    assert (posts_in(feed)[0].title, feed.warning) == ("Café", None)


def test_the_servers_word_on_the_encoding_counts() -> None:
    body = rss("<title>Café</title>").decode().encode("iso-8859-1")
    feed = feed_in(body, content_type="text/xml; charset=iso-8859-1")
    assert posts_in(feed)[0].title == "Café"


@pytest.mark.parametrize("name", ["\0tf-8", "\x80tf-8", "undefined", "no-such", "utf-8\0", ""])
def test_an_encoding_that_is_none_costs_nothing_but_a_word(name: str) -> None:
    declared = f'<?xml version="1.0" encoding="{name}"?>'.encode("latin-1")
    for content_type in (None, f"text/xml; charset={name}"):
        feed = feed_in(declared + rss("<title>Café</title>"), content_type=content_type)
        assert posts_in(feed)[0].title == "Café"


_LONG = 100_000


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        ("<?" + "encoding='" * _LONG + "\n", None),
        ("<?xml " + "encoding='x' " * _LONG + "?>", None),
        ("<!DOCTYPE x [ " + "<!--" * _LONG, None),
        ("<!DOCTYPE x [ " + "<?" * _LONG, None),
        ("<!DOCTYPE x [ " + "<!ENTITY a '" * _LONG, None),
        ("<" * _LONG, None),
        ('<?xml version="1.0" encoding="PunyCode"?>' + "x" * _LONG + "-" + "a" * _LONG, None),
        ("x" * _LONG + "-" + "a" * _LONG, "text/xml; charset=punycode"),
    ],
)
def test_a_head_that_is_made_to_be_slow_is_done_with_at_once(
    head: str, content_type: str | None
) -> None:
    began = time.process_time()
    with suppress(UnreadableSource):
        feed_in(head.encode() + rss("<title>x</title>") + b"-" + b"a" * _LONG, "", content_type)
    assert time.process_time() - began < 2


# Entities.


def _with_entities(declared: str, title: str) -> bytes:
    return rss(f"<title>{title}</title>", before=f'<?xml version="1.0"?><!DOCTYPE r [{declared}]>')


_LAUGHS = '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)


@pytest.mark.parametrize(
    "body",
    [
        _with_entities(_LAUGHS, "&a11;"),
        _with_entities(_LAUGHS.replace('"ha"', '"<ha"'), "&a11;"),
        _with_entities(_LAUGHS, "&a11;").decode().encode("utf-16"),
        _with_entities(f'<!ENTITY a "{"A" * 50_000}">', "&a;" * 50_000),
        _with_entities(f"\n<!ENTITY a '{'A' * 50_000}'>\n", "&a;" * 50_000),
    ],
)
def test_entities_that_would_explode_are_not_expanded(body: bytes) -> None:
    tracemalloc.start()
    began = time.perf_counter()
    feed = feed_in(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(posts_in(feed)[0].title or "") <= 20_000
    assert "entities" in (feed.warning or "")
    assert peak < 60_000_000
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("declared", ['<!ENTITY x SYSTEM "{}">', '<!ENTITY % p SYSTEM "{}"> %p;'])
def test_an_entity_reads_no_file(declared: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text('<!ENTITY x "hunter2">')
    for address in (str(secret), secret.as_uri()):
        feed = feed_in(_with_entities(declared.format(address), "a&x;b"))
        assert "hunter2" not in repr(feed)
        assert "entities" in (feed.warning or "")


def test_harmless_entities_are_read() -> None:
    feed = feed_in(_with_entities("<!ENTITY co 'Tom'><!ENTITY nbsp \"&#160;\">", "&co;&nbsp;Ltd"))
    assert (posts_in(feed)[0].title, feed.warning) == ("Tom Ltd", None)
