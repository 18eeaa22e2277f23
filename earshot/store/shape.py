"""Shape: whether a file from elsewhere holds the tables of its number, and nothing besides them.

A view or a macro in it would stand in the place of a table or a function of ours and answer as it
likes. So the file is held against a store made here, before any question of ours is put to it; and
the questions put here name DuckDB's own functions in full, since a macro may bear their names.
"""

from earshot.store.rows import Connection, Row
from earshot.store.schema import LATEST, MIGRATIONS, NUMBERS

LONGEST = 60  # characters of a foreign name that are told
DUCKDBS = ("system", "temp")  # databases that are DuckDB's own, in every connection
KINDS = {
    "a schema": ("duckdb_schemas", "schema_name"),
    "a view": ("duckdb_views", "view_name"),
    "a macro": ("duckdb_functions", "function_name"),
    "a type": ("duckdb_types", "type_name, logical_type, type_size, internal"),
    "a sequence": ("duckdb_sequences", "sequence_name"),
    "an index": ("duckdb_indexes", "index_name"),
}


def foreign(held: Connection, model: Connection) -> str:
    """What is not as in a store that we made, in words; "" where all is. `model` is empty.

    Raises duckdb.Error for a file that cannot be read.
    """
    for kind, asked in KINDS.items():
        more = sorted(_listed(held, *asked) - _listed(model, *asked), key=str)
        if more:
            return f"it holds {kind} that is none of ours, {_shown(more[0][1])}"
    tables = _tables(held)
    if ("main", "schema_version") not in tables:
        return "it holds no tables of Earshot"
    number = _number(held)
    if number is None:
        return "it does not say which tables it holds"
    if number > LATEST:
        return ""  # whoever opens it says so
    return _differing(tables, _model(model, number))


def _differing(tables: dict[Row, str], model: dict[Row, str]) -> str:
    for schema, name in sorted(tables.keys() ^ model.keys()):
        stands = "holds a table that is none of ours" if (schema, name) in tables else "lacks one"
        return f"it {stands}, {_shown(name)}"
    changed = sorted(key for key, made in tables.items() if made != model[key])
    return f"its table {_shown(changed[0][1])} has not the columns of ours" if changed else ""


def _model(model: Connection, number: int) -> dict[Row, str]:
    for step in (*MIGRATIONS[:number], NUMBERS):
        model.execute(step)
    return _tables(model)


def _tables(connection: Connection) -> dict[Row, str]:
    """How each table would be made: columns, their types, defaults, constraints and order."""
    listed = _listed(connection, "duckdb_tables", "table_name, sql")
    return {(schema, name): made for schema, name, made in listed}


def _listed(connection: Connection, function: str, columns: str) -> set[Row]:
    rows = connection.execute(
        f"SELECT database_name, schema_name, {columns} FROM system.main.{function}()"
    ).fetchall()
    return {tuple(row[1:]) for row in rows if row[0] not in DUCKDBS}


def _number(connection: Connection) -> int | None:
    rows = connection.execute("SELECT number FROM main.schema_version").fetchall()
    numbers = [row[0] for row in rows if isinstance(row[0], int)]
    return max(numbers) if numbers and len(numbers) == len(rows) and min(numbers) > 0 else None


def _shown(name: str) -> str:
    return ascii(name[:LONGEST])
