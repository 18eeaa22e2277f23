"""Hostile mail: whatever a message is made of, it costs no more than itself."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.mail.lines import lines_of_html
from collectors.mail.message import read_heads
from collectors.post import Post, Rejected
from tests.collectors.mail.letters import FACEBOOK, NOW, only_post, passed, read

HEADS = (
    f"Authentication-Results: {passed('facebookmail.com')}\r\nFrom: {FACEBOOK}\r\n"
    "Subject: Robin Sample commented on your post\r\nMessage-ID: <b2@mail.example>\r\n"
).encode()


def nested(depth: int) -> bytes:
    begin = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(depth)
    )
    return HEADS + begin + b"Content-Type: text/plain\r\n\r\nHello\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        nested(2_000),
        HEADS + b"Content-Type: multipart/mixed" + b';a="' + b";" * 3_000_000 + b"\r\n\r\nHello",
        HEADS + b"Content-Type: text/html; charset=punycode\r\n\r\n" + b"a" * 1_000_000,
        HEADS + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 400_000,
        HEADS + b"Content-Type: text/html\r\n\r\n" + b"<a href=x" * 400_000,
        HEADS + b"Content-Type: text/plain\r\n\r\n" + b"> " * 2_000_000,
        HEADS + b"Content-Type: text/plain\r\n\r\n" + b"Robin Sample " * 200_000,
        HEADS + b"Content-Type: text/plain\r\n\r\n" + b"http://" * 400_000,
        HEADS + b"Content-Type: text/plain\r\n\r\n" + "“".encode() * 1_000_000,
        HEADS + b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nx",
        HEADS.replace(b"Facebook <", b"(" * 100_000 + b"<") + b"\r\nx",
        HEADS.replace(b"mx.", b"(" * 1_000_000) + b"\r\nx",
    ],
    ids=lambda raw: f"{len(raw)} bytes",
)
def test_mail_that_is_built_to_keep_a_reader_busy_does_not(raw: bytes) -> None:
    begun = time.perf_counter()
    read(raw)
    assert time.perf_counter() - begun < 3


def test_parts_within_parts_without_end_are_rejected_with_their_place() -> None:
    (entry,) = read(nested(500)).entries
    assert isinstance(entry, Rejected)
    assert "b2@mail.example" in entry.where


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-8", b"caf\xe9 open"),
        ("x-unknown", "café open".encode()),
        ("base64", "café open".encode()),
    ],
)
def test_words_in_a_charset_that_is_told_wrongly_are_read(charset: str, words: bytes) -> None:
    raw = HEADS + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + words
    assert only_post(raw).text == "café open"


def test_broken_base64_costs_no_more_than_its_words() -> None:
    raw = HEADS + b"Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8!!=\r\n"
    (entry,) = read(raw).entries
    assert isinstance(entry, Post | Rejected)


def test_a_subject_cannot_bring_headers_along() -> None:
    raw = b"From: a@b.example\r\nSubject: =?utf-8?q?Hello=0D=0AFrom:_c=40d.example?=\r\n\r\n"
    heads = read_heads(raw, NOW)
    assert heads.subject == "Hello From: c@d.example"
    assert heads.address == "a@b.example"


def test_signs_that_turn_the_reading_direction_are_taken_out() -> None:
    raw = b"From: =?utf-8?b?4oCuRmFjZWJvb2s=?= <a@b.example>\r\n\r\n"
    assert read_heads(raw, NOW).name == "Facebook"


def test_attached_messages_are_not_read() -> None:
    inner = b"From: x@y.example\r\n\r\nPrivate words"
    raw = (
        HEADS + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    assert "Private words" not in str(read(raw).entries)


def test_hidden_and_scripted_words_are_not_seen() -> None:
    page = """<p style="display: none">a</p><script>b</script><p>seen<span
      style="visibility:hidden">c</span> and <b>bold</b></p><!-- d --><div hidden></div>"""
    assert [line.text for line in lines_of_html(page)] == ["seen and bold"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reading(start: bytes, rest: bytes) -> None:
    read(start + rest)
    read(HEADS + start + b"\r\n\r\n" + rest)
