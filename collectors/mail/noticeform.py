"""Forms of notices: the sentences by which a service tells of a Post, and where one was found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from collectors.mail.lines import Line
from collectors.mail.message import Heads
from collectors.mail.senders import Service
from collectors.post import Kind, Platform

_LINES_LOOKED_AT = 400
# What was answered, where that is no Post: "your Marketplace message"; but "your post in the chat".
_PRIVATELY = re.compile(
    r"(?:\byour|['’]s|\ban?|\bthe)\s+"
    r"(?:(?!posts?\b|photos?\b|videos?\b|comments?\b|articles?\b|reviews?\b)[\w-]+\s+){0,3}?"
    r"(?:messages?|messenger|conversations?|chats?|inbox|inmails?|dms?)\b"
    r"|\breplied to (?:your|['’]s) (?:[\w-]+ )?(?:story|stories)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"„«]")


@dataclass(frozen=True, slots=True)
class Notice:
    """One message of a service, read."""

    service: Service
    heads: Heads
    lines: tuple[Line, ...]  # of the HTML part; of the plain one where there is none
    plain: tuple[Line, ...]  # of the plain part


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence by which a service tells of a Post. The groups `author`, `account` and `words`
    may be there."""

    sentence: re.Pattern[str]
    kind: Kind
    names_us: bool = False  # it mentions us, and may stand anywhere


@dataclass(frozen=True, slots=True)
class Form:
    """How one platform's notices read."""

    platform: Platform
    tellings: tuple[Telling, ...]
    messages: re.Pattern[str]  # subjects of private messages, which are left unread
    others: re.Pattern[str]  # subjects of what is no Post whatever links it holds: digests, log-ins
    several: re.Pattern[str] | None = None  # subjects that tell of several Posts at once
    name_above: bool = False  # the writer's whole name stands above the words; the subject cuts it


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences of one notice say, and after which line its words begin."""

    kind: Kind
    author: str | None
    account: str | None
    words: str
    after: int  # index in the lines; -1 where only the subject says it
    names_us: bool = False


# The sentence: in the subject, and again in the body, where it is whole and names more.


def told_by(form: Form, notice: Notice) -> Told | None:
    subject = matched(form, notice.heads.subject)
    body = next(
        ((found, i) for i, line in looked_at(notice.lines) if (found := matched(form, line.text))),
        None,
    )
    if subject is None and body is None:
        return None
    first = body[0] if body else subject
    assert first is not None
    said = [_groups(match) for _, match in filter(None, (body and body[0], subject))]
    return Told(
        kind=(subject or first)[0].kind,
        author=_named(said, "author"),
        account=_named(said, "account"),
        words=_named(said, "words") or "",
        after=body[1] if body else -1,
        names_us=(subject or first)[0].names_us,
    )


def looked_at(lines: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    for index, line in islice(enumerate(lines), _LINES_LOOKED_AT):
        if not line.quoted:  # a quoted sentence is somebody's, not the service's
            yield index, line


Matched = tuple[Telling, re.Match[str]]


def matched(form: Form, said: str) -> Matched | None:
    """The sentence that tells of a Post, if this is one."""
    found = _matched(form, said)
    return found if found and not _is_of_message(found[1]) else None


def tells_privately(form: Form, said: str) -> bool:
    """Whether it is such a sentence, but of a private message: "replied to your message"."""
    found = _matched(form, said)
    return found is not None and _is_of_message(found[1])


def _matched(form: Form, said: str) -> Matched | None:
    short = said[:1_000]
    found = ((telling, telling.sentence.search(short)) for telling in form.tellings)
    return next(((telling, match) for telling, match in found if match), None)


def _is_of_message(match: re.Match[str]) -> bool:
    """By the service's own words: those of the sentence without anybody's name or words."""
    sentence = match.string[match.start() : match.end()]
    for name in filter(None, map(match.groupdict().get, ("words", "account"))):
        sentence = sentence.replace(name, "", 1)
    author = match.groupdict().get("author") or ""
    said = _QUOTED.split(sentence.removeprefix(author))[0]
    return _PRIVATELY.search(said) is not None


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {name: value.strip() for name, value in match.groupdict().items() if value}


def _named(said: Sequence[dict[str, str]], name: str) -> str | None:
    return next((each[name] for each in said if each.get(name)), None)
