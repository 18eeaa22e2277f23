"""Words in notices: what is quoted of a Post, told apart from buttons, names and small print."""

import re
from collections.abc import Iterator, Sequence

from collectors.mail.lines import Line
from collectors.mail.noticeform import Form, Notice, Told, looked_at, matched

# What buttons and small print say around the words of a notice, in any of the platforms.
_BUTTON = re.compile(
    r"(?:view|see|read|reply|respond|like|love|go to|open|manage|report|show|visit|write|check)\b"
    r".{0,50}|(?:comment|share|more|follow|facebook|instagram|linkedin|youtube|x|twitter"
    r"|trustpilot|google(?: business profile)?|hide)",
    re.IGNORECASE,
)
_SMALL_PRINT = re.compile(
    r"(?:this (?:message|e-?mail) was (?:sent|intended)|you(?:'re| are|’re) receiving|unsubscribe"
    r"|to stop receiving|don['’]t want|if you no longer|was this e-?mail|© ?\d{4}|\(c\) \d{4}"
    r"|meta platforms|linkedin corporation|linkedin ireland|google (?:llc|ireland)|x corp"
    r"|trustpilot a/s|help cent(?:re|er)|help\b.{0,20}not my account|from:? facebook|- ?- ?- ?-)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:(?:just now|yesterday|today|\d+ ?(?:s|m|h|d|w|min|mins|minutes?|hours?|hrs?|days?|weeks?)"
    r"(?: ago)?)|\d{1,2} \w+(?: \d{4})?(?:,? at \d\d?[:.]\d\d.{0,6})?"
    r"|\w+ \d{1,2}(?:, \d{4})?(?:,? at \d\d?[:.]\d\d.{0,6})?|[·•|\W]+)",
    re.IGNORECASE,
)
_MARKS = {"“": "”", '"': '"', "„": "“", "«": "»", "‘": "’"}
_CUT = re.compile(r"(?:…|\.\.\.)$")
MORE = re.compile(r"[\s….]*\b(?:see|read|view|show) more\.?$", re.IGNORECASE)
_NAMES = 5  # of one person
_MOST_WORDS_LINES = 60


def is_cut(words: str) -> bool:
    """Whether a quotation ends before what it quotes does."""
    return bool(_CUT.search(words) or MORE.search(words))


def is_whole(words: str, rating: float | None) -> bool:
    """A review may be stars alone; anything else that has no words has them elsewhere."""
    return not is_cut(words) if words else rating is not None


# The words: what is set apart as quoted, else what stands between the sentence and a button.


def words_of(form: Form, notice: Notice, told: Told | None) -> str:
    if told and told.words:
        return _unquoted(told.words)
    quoted = [line.text for line in notice.lines if line.quoted and line.text]
    if quoted:
        return "\n".join(quoted[:_MOST_WORDS_LINES])
    if told is None:
        return ""
    following = notice.lines[told.after + 1 :]
    marked = next((inner for line in following if (inner := _in_marks(line.text))), None)
    return marked or "\n".join(_until_button(form, following, told))


def name_above(author: str, words: str) -> tuple[str, str]:
    """Takes the writer's whole name off the top of the words, where it is there."""
    first, _, rest = words.partition("\n")
    is_name = first.casefold().startswith(author.casefold()) and len(first.split()) <= _NAMES
    return (first, rest) if is_name else (author, words)


def _until_button(form: Form, lines: Sequence[Line], told: Told) -> Iterator[str]:
    begun = 0
    for line in lines:
        ends = _is_around(line)
        if _SMALL_PRINT.match(line.text) or (ends and begun) or begun > _MOST_WORDS_LINES:
            return
        if line.text and not ends and not _repeats(form, line.text, told):
            begun += 1
            yield line.text


def _is_around(line: Line) -> bool:
    """Whether a line is a button, or a link of some other sort, rather than anybody's words."""
    return line.is_link or bool(_BUTTON.fullmatch(line.text))


def _repeats(form: Form, said: str, told: Told) -> bool:
    names = {name.casefold() for name in (told.author, told.account) if name}
    if said.casefold() in names or _TIME.fullmatch(said):
        return True
    stars = form.stars.search(said) if form.stars else None
    return bool(stars and len(said) <= 60) or matched(form, said) is not None


def _in_marks(said: str) -> str | None:
    """What stands in quotation marks, if that is all there is of a line."""
    end = _MARKS.get(said[:1])
    closed = said.rstrip("….")
    return said[1:].rstrip(end or "") if end and len(said) > 2 and end in closed[-1:] else None


def _unquoted(said: str) -> str:
    return _in_marks(said) or said


def rating_of(form: Form, notice: Notice) -> float | None:
    lines = [notice.heads.subject, *(line.text for _, line in looked_at(notice.lines))]
    found = (form.stars.search(line[:300]) for line in lines) if form.stars else ()
    match = next(filter(None, found), None)
    if match is None:
        return None
    said = match.groupdict()
    return float(said.get("stars") or len(said.get("drawn") or ""))
