"""Private words: what tools call a private message, in the column that says what a row is.

English, French, German, Spanish, Italian, Welsh, Swedish, as the tools' own screens write them.
"""

import re

from collectors.tables.columns import folded

# What a "direct" thing may be without being private: "direct mention".
_PUBLIC = r"(?! (?:mention|comment|review|post|tweet)s?\b)"
_PRIVATE = re.compile(
    # private, privé, privat, privado, privato, Privatnachricht; breifat
    r"\bpriv(?:at|ad|e\b|ee?s?\b)|\b[bp]reifat\b"
    # direct, directo, diretto, direkt; Direktnachricht, direktmeddelande; uniongyrchol
    rf"|\b(?:direct[aoe]?s?|dirett[aoie]|direkte?[rs]?)\b{_PUBLIC}|\buniongyrchol\b"
    r"|\b(?:direct ?messag|direktnachricht|direktmeddeland)"
    rf"|\binbox\b{_PUBLIC}"
    r"|\b(?:dms?|pms?|(?:live ?)?chats?|sms|telegram|whats ?app|messenger|e ?mails?|inmails?)\b"
    r"|\b(?:facebook|instagram|linkedin|twitter|x) messages?\b"
    r"|\bstory repl(?:y|ies)\b|\brepl(?:y|ies|ied) to (?:a |your )?story\b"
)


def is_private(kind: str) -> bool:
    """Whether a row is a private message, by its kind as its tool writes it.

    >>> is_private("Message priv\u00e9"), is_private("directMessage"), is_private("Comment")
    (True, True, False)
    """
    return _PRIVATE.search(folded(kind)) is not None
