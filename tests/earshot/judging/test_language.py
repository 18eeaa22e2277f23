"""Which texts the English scorer may read."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from earshot.judging.language import detect

ENGLISH = """My tutor Siân was great at Llandudno
ok thanks
gutted innit bruv
Hi Agnieszka
still waiting for my cert smh
Llanfairpwll branch is ace
lol wtf
Siân Llywelyn
Bangor, Caernarfon, Pwllheli
Well done Agnieszka Kowalczyk and José
Proud of our Rhyl apprentices
absolutely buzzin
brill tutor
shambles
knackered after todays session lol
propa mint that like
howay man wheres me cert
cannae get through tae anyone
dinnae bother wi this lot
aye nae bother
Defo recommend, ta muchly
rubbish tbf
rlly helpful ppl
thx m8
Great course xx
DISGRACEFUL COMPANY
Ynysybwl, Machynlleth and Llanelli campuses shut tomorrow
Level 3 Diploma
Thank you Mrs Oyelaran and Mr Szczepański for everything
Diwali celebrations at our Leicester centre were fantastic
Passed my AAT!!
no reply yet
u ok hun
sick course that bro
innit tho
Ofsted: Good
cheers Eleri, diolch, see you next week at the course
Can I do the BSL course in Eisteddfod week
Kwik question, when is my EPA
Jakub and Zofia smashed their maths
Is Ramadan timetable up yet
well jel of the Aberystwyth lot""".splitlines()

OTHER = {
    "cy": """Diolch yn fawr am y cwrs gwych
Cwrs gwael iawn, neb yn ateb
Diolch yn fawr!
Mae'r tiwtor yn wych
Ble mae'r dosbarth?
Da iawn pawb
Rwy'n dal i aros am fy nhystysgrif
Oes lle ar y cwrs yn Wrecsam?
Siomedig iawn gyda'r gwasanaeth""".splitlines(),
    "pl": """Bardzo dobry kurs, polecam
Nie polecam nikomu
Kiedy dostanę certyfikat?
Dziękuję bardzo""".splitlines(),
    "fr": [
        "Merci beaucoup",
        "Le cours était vraiment très bien",
        "Personne ne répond au téléphone",
    ],
    "es": ["Muchas gracias por todo", "El profesor es muy bueno"],
    "de": [
        "Danke schön, das war ein sehr guter Kurs",
        "Niemand antwortet auf meine E-Mails",
        "Herzlichen Glückwunsch zum Abschluss",
        "Schreckliche Verwaltung",
    ],
    "ro": ["Foarte bun cursul, mulțumesc"],
    "pt": ["Muito obrigada, o curso foi ótimo"],
    "ur": ["آپ کا کورس بہت اچھا ہے", "مجھے ابھی تک سرٹیفکیٹ نہیں ملا"],
    "ar": ["شكرا جزيلا", "لم أستلم شهادتي حتى الآن"],
    "pa": ["ਬਹੁਤ ਵਧੀਆ ਕੋਰਸ"],
    "bn": ["খুব ভালো কোর্স"],
    "ru": ["Когда начнется курс?"],
    "uk": ["Дуже дякую за курс, все чудово"],
    "zh": ["谢谢"],
    "und": ["aap ka course bohat acha hai"],
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_with_slang_and_names_is_scored(text: str) -> None:
    assert detect(text).scored
    assert detect(text).code in ("en", "und")


@pytest.mark.parametrize(("code", "text"), [(code, t) for code in OTHER for t in OTHER[code]])
def test_another_language_is_named_and_not_scored(code: str, text: str) -> None:
    language = detect(text)
    assert (language.code, language.scored) == (code, False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "👏👏👏",
        "😂",
        ":-)",
        "ಠ_ಠ",
        "¯\\_(ツ)_/¯",
        "10/10",
        "???",
        "Diolch",
        "@gwen https://a.example/yn/mae",
    ],
)
def test_a_text_too_short_to_tell_is_left_to_the_scorer(text: str) -> None:
    assert (detect(text).code, detect(text).scored) == ("und", True)


def test_many_threads_may_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(detect, ["Diolch yn fawr am y cwrs gwych"] * 200))
    assert {language.code for language in found} == {"cy"}


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "scored", "least"),
    # By eye, about a ninth of the German set is English, hashtags, names or single words.
    [
        ("english", True, 0.99),
        ("french", False, 0.9),
        ("spanish", False, 0.9),
        ("german", False, 0.87),
    ],
)
def test_tweets_are_told_apart(real_data: Path, name: str, scored: bool, least: float) -> None:
    path = real_data / "labelled" / "umsab_xlmt" / f"{name}_test_text.txt"
    texts = path.read_text(encoding="utf-8").splitlines()
    assert sum(detect(text).scored is scored for text in texts) / len(texts) >= least
