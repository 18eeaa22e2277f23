"""Reviews in notices: how many stars, and what stands above the words: place, address, name.

Layouts differ in their order; so the words are what follows the writer's name and the stars.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import dropwhile

from collectors.mail.lines import Line
from collectors.mail.noticeform import Form, Notice, looked_at, matched
from collectors.mail.noticestars import stars_at_top, stars_within

_NAMES = 5  # of one person
_ADDRESS = re.compile(
    r"\d+\w?(?:[-–/]\d+\w?)?,? (?:[\w'’.-]+ ){1,4}?(?:street|st|road|rd|lane|ln|avenue|ave|way"
    r"|drive|dr|square|sq|place|pl|court|ct|close|house|row|terrace|hill|park|quay|parade|crescent"
    r"|gardens|yard)\b\.?(?:,.{0,80})?|[^.!?]{0,100}\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}",
    re.IGNORECASE,
)


def rating_of(form: Form, notice: Notice) -> float | None:
    """1 to 5; the first that the service says or draws. Not what the writer says of stars."""
    unquoted = (line for _, line in looked_at(notice.lines))
    quoted = next((line for line in notice.lines if line.quoted), None)
    found = (
        _in_sentence(form, notice.heads.subject),
        *(_of_line(form, line) for line in unquoted),
        stars_at_top(quoted.text)[0] if quoted else None,
    )
    return next((stars for stars in found if stars is not None), None)


def said_of(line: Line) -> str:
    """A line's words; where stars are pictures alone, what stands for them."""
    drawn = " ".join(line.alts)
    return line.text or (drawn if stars_at_top(drawn)[0] else "")


def name_in(said: Sequence[str], author: str) -> str:
    """The writer's whole name, where it stands above the words; a subject may cut it."""
    return next((line for line in said if is_name(line, author)), author)


def is_name(said: str, author: str | None) -> bool:
    begins = bool(author) and f"{said} ".casefold().startswith(f"{author} ".casefold())
    return begins and len(said.split()) <= _NAMES


def below_heading(
    shown: Sequence[str], author: str | None, is_words: Callable[[str], bool]
) -> list[str]:
    """What follows the name and the stars; the name may stand below as well, as a signature."""
    lines = list(_stars_apart(shown))
    name = next((i for i, said in enumerate(lines) if is_name(said, author)), -1)
    stars = next((i for i, said in enumerate(lines) if stars_at_top(said)[0]), -1)
    for end in sorted((name, stars), reverse=True):
        below = [said for said in lines[end + 1 :] if is_words(said)]
        if end >= 0 and below:
            return below
    words = filter(is_words, lines)
    return list(dropwhile(lambda said: _ADDRESS.fullmatch(said) is not None, words))


def _stars_apart(shown: Sequence[str]) -> Iterator[str]:
    """The lines; the first that begins with stars is parted after them."""
    parted = False
    for said in shown:
        stars, rest = stars_at_top(said)
        if stars and rest and not parted:
            yield said.removesuffix(rest)
            yield rest
        else:
            yield said
        parted |= stars is not None


def _of_line(form: Form, line: Line) -> float | None:
    pictured = stars_at_top(" ".join(line.alts))[0]
    return _in_sentence(form, line.text) or stars_at_top(line.text)[0] or pictured


def _in_sentence(form: Form, said: str) -> float | None:
    """A figure in the service's sentence, before the words that it may quote."""
    found = matched(form, said)
    if found is None:
        return None
    match = found[1]
    end = match.start("words") if match.groupdict().get("words") else None
    return stars_within(match.string[:end])
