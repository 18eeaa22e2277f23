"""Contents: what a store holds, read down to its last value, so that two copies can be compared."""

from dataclasses import dataclass

from earshot.store import log
from earshot.store.rows import Connection


@dataclass(frozen=True, slots=True)
class Contents:
    """What was counted in one store."""

    schema: int  # the number of its tables' last step
    counts: dict[str, int]  # rows, by table
    events: int  # the sequence number of the log's last Event
    head: str  # that Event's hash
    problems: int  # of the log's chain


def contents_of(connection: Connection) -> Contents:
    """Read everything once: a block that the disk has damaged is noticed now.

    Raises duckdb.Error for what cannot be read.
    """
    events, head = log.head(connection)
    problems = len(log.verify(connection))
    return Contents(_schema(connection), _counts(connection), events, head, problems)


def _schema(connection: Connection) -> int:
    row = connection.execute("SELECT max(number) FROM schema_version").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def _counts(connection: Connection) -> dict[str, int]:
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY table_name"
    ).fetchall()
    return {name: _count(connection, name) for (name,) in tables}


def _count(connection: Connection, table: str) -> int:
    quoted = '"' + table.replace('"', '""') + '"'
    # count(*) alone is answered from the file's index; the digest needs every value
    row = connection.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {quoted} AS t").fetchone()
    return int(row[0]) if row else 0
