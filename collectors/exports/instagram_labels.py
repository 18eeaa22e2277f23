"""Labels of Instagram's downloads: a record's values by labels, in the language of the account.

The same record in three ways of writing: `string_map_data` (label to value), `label_values` (a list
of labels and values), `string_list_data` (values without labels).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from collectors.exports.export import Owner
from collectors.exports.mojibake import mend
from collectors.exports.record import Record, line_in, list_in, object_in, text_in
from collectors.plaintext import tidy

# In lower case: English, and what other people's readers of downloads name besides.
_COMMENT = frozenset(
    "comment comments kommentar commentaire comentario comentário commento opmerking reactie"
    " komentarz yorum sylw".split()
)
_OWNER = frozenset(
    "media owner;media-eigenaar;eigenaar van media;medieninhaber;medienbesitzer;author"
    ";propriétaire du contenu multimédia;propietario del contenido multimedia".split(";")
)
_DELETED = frozenset({"deletion status"})
_USERNAME = frozenset(
    "username;benutzername;gebruikersnaam;nom d’utilisateur;nom d'utilisateur;nombre de usuario"
    ";nome de usuário;nome utente;enw defnyddiwr".split(";")
)
_NAME = frozenset("name naam nom nombre nome enw".split())


@dataclass(frozen=True, slots=True)
class Value:
    """What stands under one label."""

    text: str = ""  # plain
    seconds: int = 0  # since 1970, where it is a time


@dataclass(frozen=True, slots=True)
class Comment:
    """What a record says of a comment."""

    text: str = ""
    seconds: int = 0  # since 1970; 0 where it does not tell
    deleted: bool = False


Labels = Mapping[str, Value]


def labels_in(record: object) -> Labels:
    """The values of a record in its order, by label in lower case."""
    named = object_in(record, "string_map_data")
    found = {_label(label): _value(object_in(named, label)) for label in named}
    for each in list_in(record, "label_values"):
        found[_label(line_in(each, "label"))] = _value(each)
    for number, each in enumerate(list_in(record, "string_list_data")):
        found[f"#{number}"] = _value(each)
    return found


def comment_in(labels: Labels, owner: str) -> Comment:
    """The comment among a record's values. `owner` is whose post it stands under, if told.

    Its label decides where it is known. Else it is the first value that is neither a time nor that
    name: in every form known the comment stands before the owner of the post.
    """
    seconds = next((value.seconds for value in labels.values() if value.seconds), 0)
    deleted = any(labels[each].text == "True" for each in _DELETED & labels.keys())
    known = [value.text for label, value in labels.items() if label in _COMMENT]
    if not known:
        apart = _OWNER | _DELETED
        rest = [value.text for label, value in labels.items() if label not in apart and value.text]
        known = [text for text in rest if text != owner] or rest
    return Comment(known[0] if known else "", seconds, deleted)


def username_in(labels: Labels) -> Owner | None:
    """The account that a profile names; None in a language whose labels are not known."""
    handle = next((value.text for label, value in labels.items() if label in _USERNAME), "")
    name = next((value.text for label, value in labels.items() if label in _NAME), "")
    return Owner(handle, name) if handle else None


def _label(said: str) -> str:
    return " ".join(mend(said).casefold().split())


def _value(record: Record | object) -> Value:
    seconds = text_in(record, "timestamp") or text_in(record, "timestamp_value")
    return Value(tidy(mend(text_in(record, "value"))), int(seconds) if seconds.isdigit() else 0)
