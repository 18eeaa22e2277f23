"""Mailbox addresses: `imaps://USER@HOST[:PORT]/FOLDER`, and passwords by reference.

`imaps` is TLS from the first byte (RFC 8314, port 993); `imap` is STARTTLS (port 143), required but
on this machine itself: a server on an allowed loopback address that offers none is asked without.
The user is percent-encoded (`name%40company.example`), the folder too; without one it is INBOX.
A password is never part of an address, and never kept: what is kept says where it lies.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from collectors.errors import CollectError, FetchError, Problem
from collectors.links import full_host

_PORTS = {"imaps": 993, "imap": 143}
_LONGEST_PASSWORD = 10_000  # bytes: some services' passwords are tokens


def is_of_mailbox(url: str) -> bool:
    """Whether an address means a mailbox, even one that cannot be read."""
    return url.strip().lower().startswith(tuple(f"{scheme}:" for scheme in _PORTS))


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A folder of a mailbox on a server."""

    user: str
    host: str  # lower case, IDNA; an IPv6 address without brackets
    port: int
    folder: str  # as people write it, parts divided as the server divides them
    tls: bool  # from the first byte; else STARTTLS

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an address; FetchError (REFUSED_ADDRESS) says what is wrong with it."""
        try:
            parts = urlsplit(url.strip())
            port = parts.port
        except ValueError:
            raise _refused("it cannot be read") from None
        if parts.scheme not in _PORTS:
            raise _refused("it has to begin with imaps:// or imap://")
        if parts.password is not None:
            raise _refused("it must not hold the password; say where that lies instead")
        user = unquote(parts.username or "")
        folder = unquote(parts.path.removeprefix("/")) or "INBOX"
        host = (full_host(parts) or "").strip("[]")
        _check(user, "the user", f"write it like imaps://name%40company.example@{host or 'host'}/")
        _check(folder, "the folder", "check its name")
        if not host or port == 0 or parts.query or parts.fragment:
            raise _refused("write it like imaps://name%40company.example@mail.example/INBOX")
        return cls(user, host, port or _PORTS[parts.scheme], folder, parts.scheme == "imaps")

    def __str__(self) -> str:
        """The one spelling of it."""
        scheme = "imaps" if self.tls else "imap"
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[scheme] else f":{self.port}"
        return f"{scheme}://{quote(self.user, safe='')}@{host}{port}/{quote(self.folder)}"


def password_of(reference: str, environment: Mapping[str, str] | None = None) -> str:
    """The password that `env:NAME` or `file:/path` leads to.

    CollectError (NO_PASSWORD) says what to do where there is none, or where others may read it.
    """
    kind, _, place = reference.partition(":")
    if kind == "env" and place:
        known = os.environ if environment is None else environment
        return _usable(known.get(place, ""), f"The environment has no {place}")
    if kind == "file" and place:
        return _usable(_in_file(Path(place)), f"{place} is empty")
    raise _missing("The password is not written here: say env:NAME or file:/path/to/it.")


def _in_file(path: Path) -> str:
    try:
        # Opened first and asked afterwards, so that nobody can change it in between.
        with path.open("rb") as file:
            _check_private(path, os.fstat(file.fileno()).st_mode)
            return file.read(_LONGEST_PASSWORD).decode("utf-8").rstrip("\r\n")
    except OSError as error:
        raise _missing(f"The password file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise _missing(f"The password file {path} is no text; write it anew as UTF-8.") from None


def _check_private(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise _missing(f"{path} is no file that could hold a password.")
    if os.name == "posix" and mode & 0o077:  # other systems' modes say nothing about others
        sentence = f"Others on this machine may read {path}; run: chmod 600 {path}"
        raise _missing(sentence)


def _usable(password: str, if_none: str) -> str:
    if not password:
        raise _missing(f"{if_none}; put the mailbox's password there.")
    if not password.isprintable():
        raise _missing("The password holds a line break or another character that none can have.")
    return password


def _check(said: str, what: str, hint: str) -> None:
    if not said or not said.isprintable() or len(said) > 500:
        raise _refused(f"{what} is missing or holds characters that none can have; {hint}")


def _refused(why: str) -> FetchError:
    return FetchError(Problem.REFUSED_ADDRESS, f"This is no address of a mailbox: {why}.")


def _missing(sentence: str) -> CollectError:
    return CollectError(Problem.NO_PASSWORD, sentence)
