"""Refusing: what is said of a file that is not read, or not to its end. Each sentence names it."""

from contextlib import closing

from collectors.errors import Problem, UnreadableSource
from collectors.exports.archive import Reading
from collectors.exports.export import Context

TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")  # what a table's name ends with


def unmapped(name: str, why: str) -> UnreadableSource:
    """A table whose columns nobody has named; or a text that is none, which could be read as one"""
    is_table = name.casefold().endswith(TABLES)
    what = "is a table, and" if is_table else "is of no kind that is known here; as a table,"
    return UnreadableSource(
        Problem.UNMAPPED_TABLE if is_table else Problem.UNKNOWN_FILE,
        f"{name} {what} {why}. Nothing was read. On the Sources page you can say which column is "
        "which and see how it would be read; on the command line, `earshot import --preview` shows "
        "it and `--map ours=theirs` says it.",
    )


def refuse_empty(reading: Reading, context: Context, name: str) -> None:
    """Raises UnreadableSource (NO_POSTS) for a file in which nothing is."""
    try:
        with closing(reading.entries(context)) as entries:  # type: ignore[type-var]  # a generator
            is_empty = next(entries, None) is None
    except (UnreadableSource, OSError):
        return  # reading it tells
    if is_empty:
        raise UnreadableSource(Problem.NO_POSTS, f"{name} ({reading.form.name}) holds no posts")


def cannot_be_read(name: str, error: OSError) -> UnreadableSource:
    """What the system says of a file, as a sentence."""
    sentence = f"{name} cannot be read: {error.strerror or error}"
    return UnreadableSource(Problem.TRUNCATED, sentence)


def told(name: str, sentence: str) -> str:
    """A sentence about a file, with the archive that it is in and a full stop."""
    archive, inside, _ = name.partition("!")
    before = f"{archive}: " if inside and archive not in sentence else ""
    return f"{before}{sentence.rstrip('.')}."


def so_far(name: str, error: UnreadableSource, taken: int, what: str) -> str:
    """Why a file was not read to its end, and that what stood before was taken in: so many rows,
    posts, or whatever it holds."""
    before = (
        f"The one {what} before that was" if taken == 1 else f"The {taken} {what}s before that were"
    )
    return (
        f"{told(name, str(error))} {before} taken in; import the file again once it is whole, "
        "nothing is doubled."
    )


def nothing_else(name: str, left: tuple[tuple[str, int], ...]) -> str:
    """Of a folder or an archive, all of which was left unread."""
    what = ", ".join(f"{what} ({count})" for what, count in left)
    return f"{name} holds nothing that is read here, only {what}."
