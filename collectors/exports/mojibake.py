"""Mojibake: UTF-8 that was read as Latin-1, as Meta's downloads write every text, put right."""


def mend(text: str) -> str:
    """The text that was meant; what cannot be mojibake stays as it is.

    Meta's JSON writes each byte of a text's UTF-8 as a character of its own (`\\u00c3\\u00a9` for
    é): seen in every Facebook and Instagram download from 2018 to 2025.
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
