"""Identity: who somebody is by what their provider says of them, and until when. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from string import ascii_lowercase, ascii_uppercase
from typing import Any
from unicodedata import category

from earshot.rules.company import Person, Role
from earshot.rules.sign_in_settings import SignIn
from earshot.words.errors import Refused

LONGEST_NAME = 120  # characters


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who has signed in. One sign-in is issuer, subject and the moment of issue."""

    issuer: str
    subject: str  # the provider's own id of them, never given to anybody else
    email: str  # casefolded; "" where there is none that the provider stands for
    name: str
    issued_at: datetime  # aware, UTC
    ends_at: datetime  # aware, UTC
    roles: tuple[Role, ...] | None  # by the claim; None where the people set up here have theirs
    one_of_several: bool = False  # providers: another may give the same id to somebody else

    @property
    def key(self) -> tuple[str, str, datetime]:
        """What is the same in every tab of one sign-in, and different in the next."""
        return self.issuer, self.subject, self.issued_at

    @property
    def own_id(self) -> str:
        """What nobody else is called: the provider's id, with the provider where there are more."""
        return f"{self.issuer}#{self.subject}" if self.one_of_several else self.subject

    @property
    def called(self) -> str:
        """What somebody who sets them up writes down as what sign-in calls them."""
        return self.email or self.own_id

    @property
    def comes_in(self) -> bool:
        """Not somebody whose groups have no role here, whatever role is kept for them."""
        return self.roles != ()


def identify(claims: Mapping[str, Any], settings: SignIn) -> Identity:
    """Whom the claims of a checked ID token name.

    A sign-in ends with its token unless the settings give it a length of its own: many providers
    issue tokens for five minutes, which say nothing of how long somebody may work.

    Raises:
        Refused: they do not say who it is, or when they were issued and end.
    """
    issuer, subject = _text(claims, "iss"), _text(claims, "sub")
    issued_at, ends_at = _time(claims, "iat"), _time(claims, "exp")
    several = len(settings.providers) > 1
    email = _email(claims, vouched=several)
    if not issuer or not subject or issued_at is None or ends_at is None:
        raise Refused(
            "The sign-in service did not say who you are and until when (claims iss, sub, iat, "
            "exp). Whoever looks after Earshot has to look into its settings."
        )
    return Identity(
        issuer,
        subject,
        email,
        _name(claims) or email or subject,
        issued_at,
        issued_at + settings.session if settings.session else ends_at,
        _roles(claims, settings) if settings.role_claim else None,
        several,
    )


def known_as(found: Identity, people: Iterable[Person]) -> Person | None:
    """Who of these people it is: by the provider's id or by the e-mail address; of two who go by
    it, the one who is still here.

    Raises:
        Refused: it could be two who are; or, of several providers, it is not said whose id it is.
    """
    people = list(people)
    those = [person for person in people if _goes_by(person.sign_in, found)]
    here = [person for person in those if person.active]
    if len(here) > 1:
        raise Refused(f"{_TWO} ({' and '.join(person.name for person in here)}). {_MEND}")
    if (
        found.one_of_several
        and not those
        and any(found.subject == person.sign_in for person in people)
    ):
        raise Refused(f"{_WHOSE_ID} {found.own_id}. {_MEND}")
    return next(iter(here or those), None)


_TWO = "What sign-in calls you is written down here for two people"
_WHOSE_ID = (
    "Somebody is set up here by the id that your sign-in provider gives you, but not by which of "
    "the providers. If it is you, what sign-in calls you has to be written as"
)
_MEND = "Ask the senior team, or whoever looks after Earshot, to put it right in Settings."


def _goes_by(sign_in: str, found: Identity) -> bool:
    if not sign_in:
        return False
    if "@" in sign_in and "#" not in sign_in:
        # Only as an address: an id may be chosen to look like somebody's. Only A to Z are
        # made lower case: of other letters some would become plain ones.
        return _lower(sign_in.strip()) == found.email
    return sign_in in (found.own_id, f"{found.issuer}#{found.subject}")


def _email(claims: Mapping[str, Any], *, vouched: bool) -> str:
    """None that the provider itself does not vouch for: anybody could have typed it there. Of
    several providers each has to say so (`vouched`); of the only one it is taken for granted."""
    verified = claims.get("email_verified", not vouched)
    is_so = verified is True or verified in ("true", "True")
    return _lower(_text(claims, "email")) if is_so else ""


def _lower(address: str) -> str:
    return address.translate(_PLAIN)


_PLAIN = str.maketrans(ascii_uppercase, ascii_lowercase)


def _name(claims: Mapping[str, Any]) -> str:
    """Without what is not seen, or turns the direction of what is."""
    said = "".join(" " if category(c) in ("Cc", "Cf", "Co") else c for c in _text(claims, "name"))
    return " ".join(said.split())[:LONGEST_NAME]


def _roles(claims: Mapping[str, Any], settings: SignIn) -> tuple[Role, ...]:
    groups = _groups(claims, settings.role_claim)
    given = {settings.roles[group] for group in groups if group in settings.roles}
    return tuple(role for role in Role if role in given)


def _groups(claims: Mapping[str, Any], name: str) -> list[str]:
    """A claim by its name, dots and all (https://us.example/roles); else by steps into it, as
    Keycloak's realm_access.roles."""
    value: Any = claims
    for step in [name] if name in claims else name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    said = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [each for each in said if isinstance(each, str)]


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _time(claims: Mapping[str, Any], name: str) -> datetime | None:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None
