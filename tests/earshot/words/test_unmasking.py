"""Unmasking: disguises come off, plain writing stays, and every character keeps its place."""

import time

import pytest

from earshot.words.unmasking import Lexicon, unmasked

LEXICON = Lexicon(
    ("fuck", "fucking", "cunts", "bitch", "paki", "wankers", "dickhead", "nudes", "retard", "ass"),
    frozenset("kill die dead you all off fat like the good are stab loser neck did dad".split()),
)


def plain(text: str) -> str | None:
    found = unmasked(text, LEXICON)
    return " ".join(found.text.split()) if found else None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("d1ckh3ad", "dickhead"),
        ("y0u @r3 @ll w4nk3rs", "you are all wankers"),
        ("f u c k  o f f", "fuck off"),
        ("f u c k o f f", "fuck off"),
        ("u r d e a d", "ur dead"),
        ("r.e.t.a.r.d", "retard"),
        ("f-u-c-k", "fuck"),
        ("c*nts", "cunts"),
        ("f***ing", "fucking"),
        ("p*ki", "paki"),
        ("a$$", "ass"),
        ("biiiiitch", "bitch"),
        ("goooood", "good"),
        ("f\u200bu\u200bck", "fuck"),
        ("fu\u0441k", "fuck"),  # a Cyrillic letter
        ("\uff46\uff55\uff43\uff4b", "fuck"),  # fullwidth
        ("\U0001d58b\U0001d59a\U0001d588\U0001d590", "fuck"),  # mathematical
        ("you 🐍 🔪🔪", "you snake knife knife"),
    ],
)
def test_a_disguise_comes_off(text: str, meant: str) -> None:
    assert plain(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Lovely course, thank you. 9-5, e.g. B&B, A-Z, Q.T.L.S.",
        "ref AB12CD34, LS1 4AP, SW1A 1AA, 10am on the 4th, level2, £5k, 07700 900123",
        "5* tutor ***** **bold** 2026-10-12T10:00Z",
        "https://example.com/f**k someone@example.com/b00k",
        "Спасибо вам! My mum says thank you",
        "Ευχαριστώ πολύ",
        "café naïve Zoë",
        "family 👨\u200d👩\u200d👧 👍🏽 ❤️",
        "a cool book, feel free",
        "my d*d broke it",  # did, dad, dud: nobody can tell
    ],
)
def test_plain_writing_wears_no_disguise(text: str) -> None:
    assert unmasked(text, LEXICON) is None


@pytest.mark.parametrize("text", ["d1ckh3ad x", "f u c k off", "🔪🗡️ biiitch", "f\u200buck c*nts"])
def test_every_character_has_its_place_in_the_text(text: str) -> None:
    found = unmasked(text, LEXICON)
    assert found is not None
    assert len(found.places) == len(found.text)
    assert list(found.places) == sorted(found.places)
    assert set(found.places) <= set(range(len(text)))


def test_the_word_found_covers_what_was_written() -> None:
    text = "oh f u c k you"
    found = unmasked(text, LEXICON)
    assert found is not None
    start = found.text.index("fuck")
    assert text[found.places[start] : found.places[start + 3] + 1] == "f u c k"


@pytest.mark.parametrize("piece", ["f*ck ", "a.b", "s p a ", "aaa", "h3", "о", "\u200bx", "🔪"])
def test_no_disguise_is_slow(piece: str) -> None:
    started = time.perf_counter()
    unmasked(piece * 20_000, LEXICON)
    assert time.perf_counter() - started < 2
