"""Language: what a text is written in, and whether the English scorer may read it.

lingua's quick models guess from letters and take a Welsh name in an English sentence for Welsh,
"ok thanks" for Lithuanian. So another language is believed only with confidence: from a script
that English does not use, or where lingua is sure and few of the words are everyday English.
What is too short to tell is left to the scorer.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from lingua import Language as Tongue
from lingua import LanguageDetector, LanguageDetectorBuilder

from earshot.judging import everyday_words

# Those spoken or written to British companies. More would make English be mistaken more often:
# Afrikaans, Danish, Latin or Tswana are near it and rare here.
_TONGUES = """
    ENGLISH WELSH IRISH POLISH ROMANIAN PORTUGUESE SPANISH FRENCH GERMAN ITALIAN DUTCH HUNGARIAN
    CZECH SLOVAK LITHUANIAN LATVIAN BULGARIAN RUSSIAN UKRAINIAN GREEK TURKISH ALBANIAN ARABIC
    PERSIAN URDU PUNJABI GUJARATI HINDI BENGALI TAMIL TELUGU CHINESE JAPANESE KOREAN HEBREW THAI
    ARMENIAN GEORGIAN SOMALI SWAHILI TAGALOG VIETNAMESE YORUBA SWEDISH
"""

# Everyday words that other languages written in Latin letters do not share.
_ENGLISH = frozenset(everyday_words.ENGLISH.split())
_SHARED = frozenset(everyday_words.SHARED.split())
# Which languages write a word: each word of a text is looked up once, not in every list.
_WRITTEN_IN = {
    word: tuple(code for code, words in everyday_words.OTHERS.items() if word in words.split())
    for words in everyday_words.OTHERS.values()
    for word in words.split()
}

_NOT_PROSE = re.compile(r"@[\w.]+|https?\S*|www\.\S+|\S+@\S+\.\w+|#\w+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

MIN_LETTERS = 8
SURE = 0.6  # lingua's confidence, 0 to 1
SURE_GERMAN = 0.7  # among all the tongues, for words none of which is everyday English
DOUBT = 0.25  # taken off it where names in capitals make the text look like something else
ENGLISH_SHARE = 0.3  # of the words: with as many everyday English ones, it is English


@dataclass(frozen=True, slots=True)
class Language:
    code: str  # ISO 639-1, or "und" where it cannot be told
    scored: bool  # whether the English scorer may read it


ENGLISH = Language("en", True)
UNKNOWN = Language("und", True)


def detect(text: str) -> Language:
    """The language of a text. Not scored: another language, with confidence."""
    prose = _NOT_PROSE.sub(" ", unicodedata.normalize("NFKC", text))
    words = _WORD.findall(prose)
    letters = sum(map(len, words))
    beyond = [word for word in words if not word.isascii()]
    foreign = sum(not _is_latin(char) for word in beyond for char in word)
    if foreign * 2 > letters and _is_enough(words, foreign):
        return Language(_named(prose), False)
    return _in_latin([word for word in words if _is_latin(word[0])])


def _in_latin(words: list[str]) -> Language:
    common = _without_names(words)
    share = _english_share(common)
    if told := _told_by_words(words, share * len(common)):
        return Language(told, False)
    if share >= ENGLISH_SHARE:
        return ENGLISH
    if len(words) < 2 or sum(map(len, words)) < MIN_LETTERS:
        return UNKNOWN
    if _is_german(words):
        return Language("de", False)
    if not common:
        return UNKNOWN
    code, confidence = _agreed(_guess(" ".join(common)), _guess(" ".join(words)))
    if code == "en":
        return ENGLISH
    return Language(code, False) if confidence >= SURE + share else UNKNOWN


def _told_by_words(words: list[str], english: float) -> str | None:
    small = [word.lower().replace("’", "'") for word in words]
    counts = dict.fromkeys(everyday_words.OTHERS, 0)
    for word in small:
        for code in _WRITTEN_IN.get(word, ()):
            counts[code] += 1
    code = max(counts, key=lambda key: counts[key])
    return code if counts[code] >= 2 and counts[code] > english else None


def _is_german(words: list[str]) -> bool:
    """German writes its nouns with capitals, which are names elsewhere: so it is asked apart."""
    if any(word.lower().replace("’", "'") in _ENGLISH - _SHARED for word in words):
        return False
    code, confidence = _guess(" ".join(words).lower())
    return code == "de" and confidence >= SURE_GERMAN


def _agreed(small: tuple[str, float], whole: tuple[str, float]) -> tuple[str, float]:
    """What the words in small letters and the whole text both look like, else only the former."""
    if small[0] == whole[0]:
        return small[0], (small[1] + whole[1]) / 2
    return small[0], small[1] - DOUBT


def _without_names(words: list[str]) -> list[str]:
    """Words in small letters, where there are any: capitals are mostly names, and names mislead."""
    small = [word for word in words if not word[0].isupper()]
    if small:
        return [word.lower() for word in small]
    shouted = words and all(word.isupper() for word in words)
    return [word.lower() for word in words] if shouted or len(words) == 1 else []


def _english_share(words: list[str]) -> float:
    """The share of everyday English words; those that other languages write too count half."""
    plain = [word.replace("’", "'") for word in words]
    known = sum(0.5 if word in _SHARED else 1.0 for word in plain if word in _ENGLISH)
    return known / len(words) if words else 0.0


def _is_enough(words: list[str], foreign: int) -> bool:
    """Faces such as "ಠ_ಠ" are no words; but two Chinese characters may be a sentence."""
    dense = any("CJK" in _script(char) or "HANGUL" in _script(char) for char in "".join(words))
    return foreign >= (2 if dense else 3)


@lru_cache(maxsize=16384)
def _script(char: str) -> str:
    return unicodedata.name(char, "")


def _is_latin(char: str) -> bool:
    return char.isascii() or _script(char).startswith(("LATIN", "FEMININE", "MASCULINE"))


def _named(prose: str) -> str:
    code, _ = _guess(prose)
    return code if code != "en" else "und"


def _guess(prose: str) -> tuple[str, float]:
    """lingua's first choice, as ISO 639-1, and its confidence from 0 to 1."""
    first = _detector().compute_language_confidence_values(prose)[0]
    if not first.value:
        return "und", 0.0
    return first.language.iso_code_639_1.name.lower(), first.value


_lock = Lock()
_built: list[LanguageDetector] = []


def _detector() -> LanguageDetector:
    """lingua's models, loaded at the first need, once: 0.2 s and 42 MB."""
    with _lock:
        if not _built:
            tongues = [getattr(Tongue, name) for name in _TONGUES.split()]
            builder = LanguageDetectorBuilder.from_languages(*tongues)
            _built.append(builder.with_low_accuracy_mode().build())
    return _built[0]
