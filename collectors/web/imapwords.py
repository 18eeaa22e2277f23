"""Failures of a mail server, in words that need no knowledge of IMAP or TLS."""

import base64
import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from collectors.errors import FetchError, Problem
from collectors.mail.address import MailAddress

_SAID = 300  # characters of a server's own words that are passed on


class TooMuch(Exception):
    """A server sends more than was asked for."""


class Closed(ConnectionError):
    """A server hung up."""


_BREAKS_RULES = "gave an answer that breaks the rules of IMAP"
# What a connection that breaks raises, and what imaplib raises over an answer that is none.
BROKEN = (OSError, TooMuch)
GARBLED = (imaplib.IMAP4.error, ValueError, IndexError, AttributeError, TypeError, KeyError)


@contextmanager
def in_words(address: MailAddress, *, beginning: bool = False) -> Iterator[None]:
    """Turn what goes wrong below into a FetchError; imaplib's own refusals of log-in pass."""
    try:
        yield
    except FetchError:
        raise
    except imaplib.IMAP4.abort as error:
        if "unexpected" in str(error):  # imaplib's word; else the server said good-bye
            raise failure(Problem.BAD_ANSWER, address, _BREAKS_RULES) from None
        raise failure(Problem.TRUNCATED, address, "broke off in the middle") from None
    except TooMuch:
        words = "sends more than it was asked for"
        raise failure(Problem.TOO_LARGE, address, words) from None
    except ssl.SSLCertVerificationError as error:
        words = f"cannot prove that it is itself: {error.verify_message.rstrip('.')}"
        raise failure(Problem.BAD_CERTIFICATE, address, words) from None
    except ssl.SSLError:
        words = "does not encrypt in this way; try imap:// for imaps://, or the other way round"
        raise failure(Problem.UNREACHABLE, address, words) from None
    except TimeoutError:
        words = "did not take the call in time" if beginning else "did not answer in time"
        raise failure(Problem.TIMED_OUT, address, words) from None
    except OSError:
        problem = Problem.UNREACHABLE if beginning else Problem.TRUNCATED
        words = "does not take calls at this address" if beginning else "hung up in the middle"
        raise failure(problem, address, words) from None
    except GARBLED:
        raise failure(Problem.BAD_ANSWER, address, _BREAKS_RULES) from None


def failure(problem: Problem, address: MailAddress, words: str) -> FetchError:
    return FetchError(problem, f"{address.host} {words}.")


def text_of(said: object) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


@dataclass(frozen=True, slots=True)
class Secret:
    """A password, known only so that no sentence repeats it after the server."""

    user: str = ""
    password: str = field(default="", repr=False)

    def hidden_in(self, text: str) -> str:
        """A text without the password, in each form in which it went over the wire."""
        if not self.password:
            return text
        return re.sub("|".join(map(re.escape, self._forms())), "…", text, flags=re.IGNORECASE)

    def _forms(self) -> list[str]:
        given = (f"\0{self.user}\0{self.password}", self.password)
        coded = [base64.b64encode(each.encode()).decode().rstrip("=") for each in given]
        forms = [*coded, quoted(self.password)[1:-1], self.password]
        return sorted(forms, key=len, reverse=True)


def quoted(text: str) -> str:
    """A quoted string of RFC 3501."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def said_by(words: Sequence[object], secret: Secret) -> str:
    """A server's own words, to go behind ours. Hidden before they are cut: no half stays."""
    said = "".join(filter(str.isprintable, " ".join(text_of(each) for each in words if each)))
    said = secret.hidden_in(said)[:_SAID].strip(". ")
    return f": {said}" if said else ""
