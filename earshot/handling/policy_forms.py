"""Policy forms: single values put into a policy file's text; its comments and order stay."""

from collections.abc import Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from earshot.words.errors import NotFound, Refused


def with_clocks(text: str, values: Mapping[str, int | str]) -> str:
    """The text of `policy.toml` with these values of its [clocks].

    Raises:
        Refused: it is no TOML, or holds no [clocks].
    """
    document = _read(text)
    clocks = document.get("clocks")
    if not isinstance(clocks, Table):
        raise Refused("The text holds no [clocks] to put this into.")
    for name, value in values.items():
        if clocks.get(name) != value:
            clocks[name] = value
    return tomlkit.dumps(document)


def with_reply(text: str, reply: str, words: str) -> str:
    """The text of `playbooks.toml` with other words of the reply of this id.

    Raises:
        Refused: it is no TOML.
        NotFound: it holds no such reply.
    """
    document = _read(text)
    replies = document.get("templates")
    found = [t for t in replies if t.get("id") == reply] if isinstance(replies, AoT) else []
    if not found:
        raise NotFound(f"The text holds no reply {reply!r}.")
    found[0]["text"] = tomlkit.string(words, multiline="\n" in words)
    return tomlkit.dumps(document)


def _read(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise Refused(f"The text cannot be read, so that nothing can be put in: {error}") from error
