"""Lines of a TOML file: where a field stands, since the TOML reader does not tell.

Tables, keys and arrays of tables are followed; what stands inside a value belongs to its key.
"""

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")
_AT = re.compile(r"\s*\(at line (\d+), column (\d+)\)|\s*\(at end of document\)")

Field = tuple[str | int, ...]


def line_of(source: str, field: Field) -> int | None:
    """The line, from 1, of a field, or of the nearest table or key around it; None if none is."""
    known = _lines(source)
    for length in range(len(field), 0, -1):
        if field[:length] in known:
            return known[field[:length]]
    return None


def syntax_error(message: str, source: str) -> str:
    """tomllib's message with the line in front: "line 3, column 5: Invalid value"."""
    found = _AT.search(message)
    if found and found[1]:
        return f"line {found[1]}, column {found[2]}: {message[: found.start()]}"
    return f"line {source.count(chr(10)) + 1}: {_AT.sub('', message)} (the file ends too early)"


def _lines(source: str) -> dict[Field, int]:
    known: dict[Field, int] = {}
    table: Field = ()
    counts: Counter[Field] = Counter()
    in_text = False  # within a text of several lines
    for number, line in enumerate(source.splitlines(), 1):
        if not in_text and (header := _HEADER.match(line)):
            table = _table(header, counts)
            known.setdefault(table, number)
        elif not in_text and (key := _KEY.match(line)):
            known.setdefault((*table, *_parts(key[1])), number)
        in_text ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return known


def _table(header: re.Match[str], counts: Counter[Field]) -> Field:
    name = _numbered(_parts(header[2]), counts)
    if header[1] == "[":
        return name
    counts[name] += 1
    return (*name, counts[name] - 1)


def _numbered(parts: Field, counts: Counter[Field]) -> Field:
    """A name inside an array of tables, with the number of the table it belongs to."""
    name: Field = ()
    for part in parts[:-1]:
        name = (*name, part)
        name = (*name, counts[name] - 1) if counts[name] else name
    return (*name, *parts[-1:])


def _parts(name: str) -> Field:
    return tuple(next(filter(None, part), "") for part in _PART.findall(name))
