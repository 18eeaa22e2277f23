"""Keys of widgets that show a stored value: each holds as long as that value stands."""

import hashlib


def key_of(name: str, shown: object) -> str:
    """The key of a widget that shows this value.

    Streamlit keeps what a widget held under its key, whatever it is given to show. With this key
    it begins anew once somebody else has changed the value, so that an old one is not saved again.
    """
    return f"{name} {hashlib.sha256(repr(shown).encode()).hexdigest()[:8]}"
