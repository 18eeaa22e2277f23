"""Rows in and out of DuckDB: many at once, times as UTC, nothing guessed."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

Connection = duckdb.DuckDBPyConnection
Row = tuple[Any, ...]

ARROW_TYPES = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"),
    "DATE": pa.date32(),
}


def insert(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    """Append rows, given in the order of the table's columns. `table` is a constant of ours."""
    if not rows:
        return
    schema = _schema(connection, table)
    columns = [
        pa.array(values, type=field.type)
        for field, values in zip(schema, zip(*rows, strict=True), strict=True)
    ]
    connection.register("incoming", pa.Table.from_arrays(columns, schema=schema))
    connection.execute(f"INSERT INTO {table} FROM incoming")
    connection.unregister("incoming")


def listed(connection: Connection, name: str, values: Iterable[str]) -> None:
    """Make a set of ids available to the next question as the table `name` (column `id`)."""
    connection.register(name, pa.table({"id": pa.array(sorted(set(values)), type=pa.string())}))


def stored_time(moment: datetime | None) -> datetime | None:
    """An aware time as the store keeps it: UTC without a zone."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment!r}")
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: object) -> datetime:
    """A stored time as the program uses it: aware, UTC."""
    if not isinstance(moment, datetime):
        raise TypeError(f"no time: {moment!r}")
    return moment.replace(tzinfo=UTC)


def aware_or_none(moment: object) -> datetime | None:
    return None if moment is None else aware(moment)


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# By table: every store that is open has the present version's tables.
_SCHEMAS: dict[str, pa.Schema] = {}


def _schema(connection: Connection, table: str) -> pa.Schema:
    if table not in _SCHEMAS:
        _SCHEMAS[table] = _described(connection, table)
    return _SCHEMAS[table]


def _described(connection: Connection, table: str) -> pa.Schema:
    described = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? "
        "ORDER BY column_index",
        [table],
    ).fetchall()
    return pa.schema([(name, ARROW_TYPES[kind]) for name, kind in described])
