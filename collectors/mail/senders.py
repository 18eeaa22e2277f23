"""Senders: which platform's notices a message may hold, by who sent it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from collectors.mail.authentication import Proof, lies_on, proof_of
from collectors.mail.message import Heads


class Service(StrEnum):
    """Who sends notices, by the name that people know it by."""

    GOOGLE_ALERTS = "Google Alerts"
    GOOGLE_BUSINESS = "Google Business"
    FACEBOOK = "Facebook"
    INSTAGRAM = "Instagram"
    LINKEDIN = "LinkedIn"
    X = "X"
    YOUTUBE = "YouTube"
    TRUSTPILOT = "Trustpilot"


# An address is meant exactly; a domain with all that lies below it.
SENDERS = {
    "googlealerts-noreply@google.com": Service.GOOGLE_ALERTS,
    "businessprofile-noreply@google.com": Service.GOOGLE_BUSINESS,
    "googlemybusiness-noreply@google.com": Service.GOOGLE_BUSINESS,
    "facebookmail.com": Service.FACEBOOK,
    "instagram.com": Service.INSTAGRAM,
    "linkedin.com": Service.LINKEDIN,
    "x.com": Service.X,
    "twitter.com": Service.X,
    "youtube.com": Service.YOUTUBE,
    "trustpilot.com": Service.TRUSTPILOT,
    "trustpilotmail.com": Service.TRUSTPILOT,
}


@dataclass(frozen=True, slots=True)
class Foreign:
    """Anybody else: no more than the headers is looked at, and nothing kept."""


@dataclass(frozen=True, slots=True)
class Unproven:
    """It says that a service sent it, and the receiving mail server says otherwise."""

    service: Service


@dataclass(frozen=True, slots=True)
class Known:
    """A service's own message, as far as can be told."""

    service: Service
    proof: Proof  # PASSED or NOT_STATED


def sender_of(heads: Heads, servers: Collection[str] = ()) -> Known | Unproven | Foreign:
    """Who sent a message. `servers`: see `proof_of`."""
    named = next((key for key in SENDERS if _is(heads, key)), None)
    if named is None:
        return Foreign()
    service, site = SENDERS[named], named.rpartition("@")[2]
    proof = proof_of(heads.results, site, servers)
    return Unproven(service) if proof is Proof.FAILED else Known(service, proof)


def _is(heads: Heads, named: str) -> bool:
    return heads.address == named if "@" in named else lies_on(heads.domain, named)
