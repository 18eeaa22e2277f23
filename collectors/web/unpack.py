"""Unpacking: what a Content-Encoding packed, up to a size that is set beforehand.

Formats: RFC 1950 to 1952 (deflate, gzip), RFC 7932 (br).
"""

import zlib

import brotli  # type: ignore[import-untyped]

MEMBERS = 64  # parts of one gzip answer; each costs a copy of what follows it


class UnknownCoding(ValueError):
    """A Content-Encoding that was not asked for."""


BROKEN = (zlib.error, brotli.error, UnknownCoding)  # what `unpack` raises


def unpack(packed: bytes, coding: str, most: int) -> tuple[bytes, bool]:
    """At most about `most` bytes of what was packed, and whether its end was reached.

    `coding` as in Content-Encoding: gzip, deflate (with or without its header), br, or none.
    Raises zlib.error, brotli.error, UnknownCoding.
    """
    if coding in ("", "identity", "none"):
        return packed, True
    if coding in ("gzip", "x-gzip"):
        return _gunzip(packed, most)
    if coding == "deflate":
        return _inflate(packed, most)
    if coding == "br":
        return _unbrotli(packed, most)
    raise UnknownCoding(coding)


def _gunzip(packed: bytes, most: int) -> tuple[bytes, bool]:
    """RFC 1952: members one after another; zeros and rubbish after the last are passed over."""
    body = b""
    for _ in range(MEMBERS):
        member = zlib.decompressobj(wbits=31)
        body += member.decompress(packed, most - len(body))
        packed = member.unused_data
        if not member.eof or len(body) >= most:
            return body, member.eof
        if not packed.startswith(b"\x1f\x8b"):
            return body, True
    raise zlib.error(f"more than {MEMBERS} members")


def _inflate(packed: bytes, most: int) -> tuple[bytes, bool]:
    """RFC 1950, or bare RFC 1951, which some servers send under the same name."""
    try:
        stream = zlib.decompressobj()
        return stream.decompress(packed, most), stream.eof
    except zlib.error:
        stream = zlib.decompressobj(wbits=-15)
        return stream.decompress(packed, most), stream.eof


def _unbrotli(packed: bytes, most: int) -> tuple[bytes, bool]:
    stream = brotli.Decompressor()
    body: bytes = stream.process(packed, output_buffer_limit=most)
    return body, stream.is_finished()
