"""Inserting many rows at once."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.engine import Dialect

Processor = Callable[[Any], Any] | None


def insert_many(conn: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of `names`.

    The values are made ready column by column: SQLAlchemy's own way, a dictionary for every row, takes
    longer than the insert itself.
    """
    if rows:
        statement, columns = _prepared(conn.dialect, table, tuple(names))
        values = dict(zip(names, zip(*rows, strict=True), strict=True))
        ready = (map(made, values[name]) if made else values[name] for name, made in columns)
        conn.exec_driver_sql(statement, list(zip(*ready, strict=True)))


@lru_cache(maxsize=64)
def _prepared(
    dialect: Dialect, table: Table, names: tuple[str, ...]
) -> tuple[str, list[tuple[str, Processor]]]:
    """The statement, and for each of its places the column and what makes its value ready for the driver."""
    statement = insert(table).inline().compile(dialect=dialect, column_keys=list(names))
    order = statement.positiontup or []
    return str(statement), [(n, table.c[n].type.dialect_impl(dialect).bind_processor(dialect)) for n in order]
