"""Postal addresses of Britain: what a postcode looks like, and what streets are called. Pure."""

# The two letters at the end are never C, I, K, M, O or V. To be read without regard to case.
POSTCODE = r"\b(?:[a-z]{1,2}\d[a-z\d]?\s?\d[abd-hjlnp-uw-z]{2}|gir\s?0aa)\b"

# Words that mean a street wherever they stand behind a number and a name.
STREETS = (
    *("street", "road", "avenue", "lane", "terrace", "crescent", "gardens", "grove", "square"),
    *("mews", "parade", "boulevard", "villas", "cottages", "wynd", "brae", "vennel", "loan"),
    *("gate", "bank", "rise", "croft", "fold", "ginnel", "yard", "heights"),
)
# Words that mean a street as well as other things.
LOOSE_STREETS = (
    *("drive", "way", "close", "place", "court", "park", "view", "hill", "green", "walk", "row"),
    *("end", "side", "field", "fields", "meadow", "meadows", "mount", "drove", "dale", "vale"),
    *("quay", "wharf", "common", "chase", "ridge", "path", "passage", "estate", "house"),
)
IN_FULL = {
    "rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive",
    "cl": "close", "ct": "court", "cres": "crescent", "terr": "terrace", "gdns": "gardens",
    "gr": "grove", "sq": "square", "pl": "place", "pk": "park",
}  # fmt: skip


def with_short(words: tuple[str, ...]) -> tuple[str, ...]:
    """These, and how they are shortened."""
    return (*words, *(short for short, word in IN_FULL.items() if word in words))
