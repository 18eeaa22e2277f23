"""The closed sets of words that the product uses, in the store, on the screen and in `--json`."""

from enum import StrEnum


class Sentiment(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    NOT_SCORED = "not_scored"  # in a language that the scorer does not know


class Intent(StrEnum):
    QUERY = "query"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    COMMENT = "comment"
    PRESS = "press"
    DATA_REQUEST = "data_request"
    SPAM = "spam"


class State(StrEnum):
    """Where a Case stands."""

    HISTORY = "history"
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    NO_REPLY_NEEDED = "no_reply_needed"
    OUT_OF_SCOPE = "out_of_scope"
    CLOSED = "closed"


class Clock(StrEnum):
    """Whose promise a deadline is."""

    POLICY = "policy"  # on the company's own accounts
    AIM = "aim"  # said elsewhere: the company's own aim


class Verdict(StrEnum):
    """How a promise ended, or stands."""

    MET_WITH_EVIDENCE = "met_with_evidence"
    MET_ON_WORD = "met_on_word"
    MISSED = "missed"
    CANNOT_BE_TOLD = "cannot_be_told"


class Nation(StrEnum):
    """Whose bank holidays count."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class ConcernName(StrEnum):
    """A category of the policy that a text may fall into; the machine only ever says "possible"."""

    HARASSING = "harassing"
    BULLYING = "bullying"
    DISCRIMINATORY = "discriminatory"
    OFFENSIVE = "offensive"
    DEFAMATORY = "defamatory"
    THREAT = "threat"
    SELF_HARM = "self_harm"
    ABUSE_DISCLOSURE = "abuse_disclosure"
    STAFF_ALLEGATION = "staff_allegation"
    SEXUAL = "sexual"
    EXTREMISM = "extremism"
    MISSING_PERSON = "missing_person"
    DATA_PROTECTION = "data_protection"
    CONFIDENTIALITY = "confidentiality"
    COPYRIGHT = "copyright"
    IMAGES = "images"
    IDENTITY = "identity"
    JOURNALIST = "journalist"
    MALPRACTICE = "malpractice"
    DISCLAIMER = "disclaimer"
