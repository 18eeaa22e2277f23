"""Identity: who somebody is by what their provider says of them, and until when. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

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

    @property
    def key(self) -> tuple[str, str, datetime]:
        """What is the same in every tab of one sign-in, and different in the next."""
        return self.issuer, self.subject, self.issued_at

    @property
    def called(self) -> str:
        """What somebody who sets them up writes down as what sign-in calls them."""
        return self.email or self.subject


def identify(claims: Mapping[str, Any], settings: SignIn) -> Identity:
    """Whom the claims of a checked ID token name.

    A sign-in ends with its token unless the settings give it a length of its own: many providers
    issue tokens for five minutes, which say nothing of how long somebody may work.

    Raises:
        Refused: they do not say who it is, or when they were issued and end.
    """
    issuer, subject = _text(claims, "iss"), _text(claims, "sub")
    issued_at, ends_at = _time(claims, "iat"), _time(claims, "exp")
    if not issuer or not subject or issued_at is None or ends_at is None:
        raise Refused(
            "The sign-in service did not say who you are and until when (claims iss, sub, iat, "
            "exp). Whoever looks after Earshot has to look into its settings."
        )
    return Identity(
        issuer,
        subject,
        _email(claims),
        _name(claims) or _email(claims) or subject,
        issued_at,
        issued_at + settings.session if settings.session else ends_at,
        _roles(claims, settings) if settings.role_claim else None,
    )


def known_as(found: Identity, people: Iterable[Person]) -> Person | None:
    """Who of these people it is: by the provider's id or by the e-mail address; of two who go by
    it, the one who is still here."""
    those = [person for person in people if _goes_by(person.sign_in, found)]
    return next((p for p in those if p.active), those[0] if those else None)


def _goes_by(sign_in: str, found: Identity) -> bool:
    if not sign_in:
        return False
    return sign_in == found.subject or sign_in.strip().casefold() == found.email


def _email(claims: Mapping[str, Any]) -> str:
    """None that the provider itself does not vouch for: anybody could have typed it there."""
    if str(claims.get("email_verified", True)).casefold() == "false":
        return ""
    return _text(claims, "email").casefold()


def _name(claims: Mapping[str, Any]) -> str:
    return " ".join(_text(claims, "name").split())[:LONGEST_NAME]


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
