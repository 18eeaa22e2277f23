"""Lettering: which plain letters and words the look-alike characters and emoji of a text stand for.

Look-alike letters come from Unicode's table of confusable characters (confusable-homoglyphs).
"""

import unicodedata
from functools import lru_cache

# What attackers put for words; the names are the words that rules use. Not here, because they are
# mostly friendly or mean several things: fire, skull, laughing faces, hearts, raised hands.
EMOJI = {
    "🖕": "middle_finger",
    "🔪": "knife",
    "🗡": "knife",
    "🔫": "gun",
    "💣": "bomb",
    "🧨": "bomb",
    "🪓": "axe",
    "🐒": "monkey",
    "🐵": "monkey",
    "🙈": "monkey",
    "🦍": "gorilla",
    "🦧": "gorilla",
    "🐷": "pig",
    "🐖": "pig",
    "🐽": "pig",
    "🐮": "cow",
    "🐄": "cow",
    "🐳": "whale",
    "🐋": "whale",
    "🐀": "rat",
    "🐁": "rat",
    "🐍": "snake",
    "🤡": "clown",
    "💩": "poo",
    "🍆": "aubergine",
    "🍑": "peach",
    "🍌": "banana",
    "💊": "pill",
    "💉": "syringe",
    "⚰": "coffin",
    "🪦": "gravestone",
    "🩸": "blood",
    "🚮": "litter",
    "🗑": "bin",
    "🤮": "vomit",
    "🤢": "vomit",
}
# What may follow an emoji and belongs to it: the variation selector and the colours of skin.
FOLLOWERS = frozenset("\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
# Letters without a picture, and fillers that are drawn as nothing.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe0e\ufe0f")
# Confusable by eye, though Unicode's table leads elsewhere (small capitals, other letters).
_ALSO = {"н": "h", "в": "b", "к": "k", "м": "m", "т": "t", "п": "n", "и": "u", "ѵ": "v", "ɡ": "g"}
_LATIN = "LATIN"


def is_invisible(char: str) -> bool:
    """Zero-width spaces and joiners, the soft hyphen, tags, fillers: nobody sees them."""
    return char in _BLANK or unicodedata.category(char) == "Cf"


@lru_cache(maxsize=4096)
def plain_form(char: str) -> str:
    """The ASCII letter or digit that a fullwidth, mathematical, ringed or squared one draws; the
    character itself where it draws none."""
    form = unicodedata.normalize("NFKC", char).strip("()")
    if form.isascii() and form.isalnum():
        return form
    name = unicodedata.name(char, "")
    if name.startswith(("NEGATIVE CIRCLED LATIN", "NEGATIVE SQUARED LATIN", "SQUARED LATIN")):
        return name[-1]
    return char


@lru_cache(maxsize=4096)
def latin_twin(char: str) -> str:
    """The ASCII letter that a letter of another script looks like; "" where there is none."""
    if char.isascii():
        return char
    from confusable_homoglyphs import (  # type: ignore[import-untyped]  # 40 ms, seldom needed
        confusables,
    )

    if char.lower() in _ALSO:
        return _ALSO[char.lower()]
    twins = [str(twin["c"]) for twin in confusables.confusables_data.get(char, ())]
    return next((twin for twin in twins if twin.isascii() and twin.isalpha()), "")


@lru_cache(maxsize=4096)
def is_latin(char: str) -> bool:
    """Whether a letter is of the Latin script, with accents or without."""
    return char.isascii() or unicodedata.name(char, "").startswith(_LATIN)


def bare(word: str) -> str:
    """A word without accents, letter by letter; a letter that is none without stays as it is."""
    return "".join(unicodedata.normalize("NFD", char)[0] for char in word)
