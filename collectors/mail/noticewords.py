"""Words in notices: what is quoted of a Post, told apart from buttons, names and small print."""

import re
from collections.abc import Iterator, Sequence

from collectors.mail.lines import Line
from collectors.mail.noticeform import Form, Notice, Told, matched
from collectors.mail.noticereview import below_heading, is_name, name_in, said_of
from collectors.mail.noticestars import stars_at_top
from collectors.post import Kind

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
# What Google says of a writer beside the name.
_STANDING = re.compile(r"(?:local guide\b.{0,40}|\d+ (?:reviews?|photos?)\b.{0,40})", re.IGNORECASE)
_MARKS = {"“": "”", '"': '"', "„": "“", "«": "»", "‘": "’"}
_CUT = re.compile(r"(?:…|\.\.\.)$")
MORE = re.compile(r"[\s….]*\b(?:see|read|view|show) more\.?$", re.IGNORECASE)
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
        return "\n".join(_without_stars(quoted[:_MOST_WORDS_LINES], told))
    if told is None:
        return ""
    shown = _shown(form, notice, told)
    if told.kind is Kind.REVIEW:
        whole = name_in(shown, told.author or "") if form.name_above else told.author
        lines = below_heading(shown, whole, lambda said: not _repeats(form, said, told))
    else:
        lines = [said for said in shown if not _repeats(form, said, told)]
    marked = next((inner for said in lines if (inner := _in_marks(said))), None)
    return marked or "\n".join(lines)


def author_of(form: Form, notice: Notice, told: Told | None) -> str | None:
    """Who wrote it: the whole name, where a form has it above the words."""
    if told is None or not told.author or not form.name_above:
        return told.author if told else None
    return name_in(_shown(form, notice, told), told.author)


def _shown(form: Form, notice: Notice, told: Told) -> list[str]:
    return list(_until_button(form, notice.lines[told.after + 1 :], told))


def _until_button(form: Form, lines: Sequence[Line], told: Told) -> Iterator[str]:
    """Names, times and stars too; a button ends it only below some words."""
    begun = 0
    for line in lines:
        ends, said = _is_around(line), said_of(line)
        if _SMALL_PRINT.match(said) or (ends and begun) or begun > _MOST_WORDS_LINES:
            return
        if said and not ends:
            begun += not _repeats(form, said, told)
            yield said


def _is_around(line: Line) -> bool:
    """Whether a line is a button, or a link of some other sort, rather than anybody's words."""
    return line.is_link or bool(_BUTTON.fullmatch(line.text))


def _repeats(form: Form, said: str, told: Told) -> bool:
    """Whether a line says again who, where, when or how many stars."""
    names = {name.casefold() for name in (told.author, told.account) if name}
    if said.casefold() in names or _TIME.fullmatch(said) or matched(form, said):
        return True
    if form.name_above and is_name(said, told.author):
        return True
    return told.kind is Kind.REVIEW and (_is_stars(said) or bool(_STANDING.fullmatch(said)))


def _is_stars(said: str) -> bool:
    stars, rest = stars_at_top(said)
    return stars is not None and (not rest or bool(_TIME.fullmatch(rest)))


def _without_stars(quoted: list[str], told: Told | None) -> list[str]:
    """A review's words without the stars that are drawn above them."""
    if told is None or told.kind is not Kind.REVIEW:
        return quoted
    rest = stars_at_top(quoted[0])[1]
    return [rest, *quoted[1:]] if rest else quoted[1:]


def _in_marks(said: str) -> str | None:
    """What stands in quotation marks, if that is all there is of a line."""
    end = _MARKS.get(said[:1])
    closed = said.rstrip("….")
    return said[1:].rstrip(end or "") if end and len(said) > 2 and end in closed[-1:] else None


def _unquoted(said: str) -> str:
    return _in_marks(said) or said
