"""Plain text: what a reader would see of a piece of markup. No tags, no trickery, bounded.

Nothing here raises, whatever it is given. HTML is read by the standard library's parser, which is
lenient as browsers are; regular expressions only tidy characters, never markup.
"""

import re
import unicodedata
from html import unescape
from html.parser import HTMLParser

LIMIT = 20_000  # code points of one text
CUT_MARK = " […]"

# The parser's worst cases are quadratic before Python 3.11.14, so its input is bounded as well.
_MARKUP_LIMIT = 200_000


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_UNSEEN = _names("script style template")
_CELLS = _names("td th")
_BLOCKS = _names(
    "address article aside blockquote br caption center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol optgroup option p pre section"
    " summary table tbody tfoot thead title tr ul"
)
_INLINE = _names(
    "a abbr acronym applet area audio b base basefont bdi bdo big blink body button canvas cite"
    " code col colgroup data datalist del dfn dialog dir em embed font frame frameset g head html"
    " i iframe img input ins kbd label legend line link map mark marquee math menu meta meter nobr"
    " noscript object output param path picture progress q rb rp rt ruby s samp select slot small"
    " source span strike strong sub sup svg td textarea th time tt u use var video wbr"
)


def _character_table() -> dict[int, str | None]:
    """What becomes of characters that have no business in a stored text."""
    table: dict[int, str | None] = dict.fromkeys([*range(0x20), 0x7F])
    table |= {0x09: " ", 0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n"}
    # C1 controls are nearly always Windows-1252 that was called Latin-1; HTML reads them so too.
    table |= {c: bytes([c]).decode("cp1252", "ignore") or None for c in range(0x80, 0xA0)}
    # Zero-width and direction marks: they hide words from a search and swap what is read.
    table |= dict.fromkeys([0xAD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF])
    table |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC)])
    table |= dict.fromkeys([0xFFFE, 0xFFFF])
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # half a character; no file holds it
    return table


_CHARACTERS = _character_table()
# Joiners mean something inside emoji and in scripts from Arabic on; elsewhere they split words.
_IDLE_JOINER = re.compile(
    "(?<![\u0600-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0600-\U0010ffff])"
)
# Tag characters spell out a flag (England, Scotland, Wales) after a black flag; else they hide.
_IDLE_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")
_SPACES = re.compile(r"[^\S\n]+")
_SPACED_BREAK = re.compile(r" ?\n ?")
_MANY_BREAKS = re.compile(r"\n{3,}")


def plain_text(markup: str) -> str:
    """The text of a piece of HTML, or of a text that is no HTML at all.

    Breaks stand where blocks ended. A text that was escaped twice is unescaped twice, but only
    if nothing in it was markup at first: `<code>&lt;b&gt;</code>` means to show the tag.
    At most LIMIT code points; what is cut ends with CUT_MARK.
    """
    text, had_tags = _read(markup)
    if not had_tags and _looks_escaped(text):
        text, _ = _read(text)
    return _bounded(_settled(text), cut=len(markup) > _MARKUP_LIMIT)


def tidy(text: str) -> str:
    """A text that is plain already, with stray characters and white space put right, bounded."""
    start = text[: 2 * LIMIT]
    return _bounded(_settled(start), cut=len(text) > len(start))


def one_line(text: str) -> str | None:
    """A plain text on one line, such as a name or an identifier; None if nothing is left."""
    return " ".join(tidy(text).split()) or None


def plain_line(markup: str) -> str | None:
    """The text of a piece of HTML on one line, such as a title; None if nothing is left."""
    return " ".join(plain_text(markup).split()) or None


def _settled(text: str) -> str:
    # Most titles and cells are fine already: no character that is dealt with below is printable.
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CHARACTERS)
        text = _IDLE_TAGS.sub("", _IDLE_JOINER.sub("", text)) if not text.isascii() else text
        text = _MANY_BREAKS.sub("\n\n", _SPACED_BREAK.sub("\n", _SPACES.sub(" ", text)))
    elif "  " in text:
        text = _SPACES.sub(" ", text)
    return text.strip()


def _bounded(text: str, *, cut: bool) -> str:
    if len(text) <= LIMIT and not cut:
        return text
    end = LIMIT - len(CUT_MARK)
    while 0 < end < len(text) and _continues(text[end]):
        end -= 1  # never between a letter and its accent, or inside an emoji
    return (text[:end].rstrip() + CUT_MARK).lstrip()


def _continues(character: str) -> bool:
    return unicodedata.combining(character) > 0 or character in "\u200d\ufe0f"


def _looks_escaped(text: str) -> bool:
    """Whether unescaping once left markup behind, as in `&amp;lt;b&amp;gt;` or `&amp;amp;`."""
    return ("<" in text and ("</" in text or "/>" in text)) or ("&" in text and ";" in text)


def _read(markup: str) -> tuple[str, bool]:
    """The visible text of some markup, and whether there was any tag in it."""
    if "<" not in markup and "&" not in markup:
        return markup[: 2 * LIMIT], False
    reader = _Reader()
    whole, tail = _split_open_tag(_without_comments(markup[:_MARKUP_LIMIT]))
    try:
        reader.feed(whole)
        reader.close()
        reader.handle_data(unescape(tail))
    except (AssertionError, ValueError):  # a broken `<![`, or a character number of 5,000 digits
        return markup[: 2 * LIMIT], False
    return reader.text(), reader.had_tags


def _without_comments(markup: str) -> str:
    if "<!--" not in markup:
        return markup
    first, *rest = markup.split("<!--")
    return first + "".join(piece.partition("-->")[2] for piece in rest)


def _split_open_tag(markup: str) -> tuple[str, str]:
    """Sets apart what follows the last `>`: no tag can end there, so a `<` in it is a character.

    The parser would look for the end of each, through the whole rest, again and again.
    """
    end = markup.rfind(">") + 1
    start = markup.find("<", end)
    return (markup, "") if start < 0 else (markup[:start], markup[start:])


class _Reader(HTMLParser):
    """Collects what would be seen, with a line break wherever a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.had_tags = False
        self._pieces: list[tuple[str, bool]] = []  # text, and whether its line breaks are meant
        self._unseen = 0  # depth
        self._as_it_is = 0  # depth of <pre>

    def text(self) -> str:
        """What was seen. In markup a line break is a space; in a text without any, a break."""
        if not self.had_tags:
            return "".join(text for text, _ in self._pieces)
        return "".join(
            text if breaks_meant else text.replace("\n", " ") for text, breaks_meant in self._pieces
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not _is_element(tag, attrs):
            self.handle_data(self.get_starttag_text() or "")
            return
        self._meet(tag)
        self._unseen += tag in _UNSEEN
        self._as_it_is += tag == "pre"
        if tag == "img":
            self.handle_data(_emoji_of(dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._leave(tag)

    def handle_endtag(self, tag: str) -> None:
        if _is_element(tag, []):
            self._meet(tag)
            self._leave(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._pieces.append((data, self._as_it_is > 0))

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))

    def _meet(self, tag: str) -> None:
        self.had_tags = True
        if tag in _BLOCKS:
            self._pieces.append(("\n", True))
        elif tag in _CELLS:
            self._pieces.append((" ", True))

    def _leave(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._as_it_is = max(0, self._as_it_is - (tag == "pre"))


def _is_element(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    """Whether `<tag ...>` is markup, and not words in angle brackets such as `<shrug>`."""
    if tag in _BLOCKS or tag in _INLINE or tag in _UNSEEN:
        return True
    return "@" not in tag and (bool(attrs) or "-" in tag or ":" in tag)


def _emoji_of(attrs: dict[str, str | None]) -> str:
    """The emoji that a picture stands for, as WordPress and others draw them."""
    alt = attrs.get("alt") or ""
    return alt if len(alt) <= 8 and not any(map(str.isalnum, alt)) else ""
