"""Folder names as IMAP writes them: modified UTF-7 (RFC 3501, 5.1.3), in quotation marks."""

import base64
import re

_CODED = re.compile(r"&([A-Za-z0-9+,]*)-")
_OUTSIDE = re.compile(r"[^\x20-\x7e]+")


def coded(folder: str) -> str:
    """A folder's name as it is sent, without quotation marks."""
    return _OUTSIDE.sub(lambda match: _shifted(match[0]), folder.replace("&", "&-"))


def decoded(sent: str) -> str:
    """A folder's name as people write it; what is coded wrongly stays as it is."""
    return _CODED.sub(_unshifted, sent)


def in_quotes(folder: str) -> str:
    """A folder's name as an argument. ValueError for one with a control character, which could
    begin another command."""
    if any(character < " " or character == "\x7f" for character in folder):
        raise ValueError("a folder's name holds no control characters")
    escaped = coded(folder).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _shifted(text: str) -> str:
    packed = base64.b64encode(text.encode("utf-16-be")).decode("ascii")
    return f"&{packed.rstrip('=').replace('/', ',')}-"


def _unshifted(match: re.Match[str]) -> str:
    if not match[1]:
        return "&"
    packed = match[1].replace(",", "/")
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-16-be")
    except ValueError:
        return match[0]
