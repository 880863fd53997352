"""Inserting many rows at once."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.engine import Dialect

Processor = Callable[[Any], Any] | None
AT_ONCE = 200  # rows in one statement: it is short enough to leave in one go, and more gain nothing


def insert_many(
    conn: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]], **alike: Any
) -> None:
    """Insert rows whose values stand in the order of `names`; what is `alike` in all of them is named once.

    The values are made ready column by column: SQLAlchemy's own way, a dictionary for every row, takes
    longer than the insert itself.
    """
    if rows:
        statement, columns = _prepared(conn.dialect, table, (*names, *alike))
        values: dict[str, Iterable[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True))
        for name, ready in columns.items():
            if name in alike:
                values[name] = repeat(ready(alike[name]) if ready else alike[name], len(rows))
            elif ready:
                values[name] = map(ready, values[name])
        _send(conn, statement, list(zip(*(values[name] for name in columns), strict=True)))


def _send(conn: Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Hand the rows to the driver, to PostgreSQL many in one statement."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(statement, rows)
        return
    head, _, row = statement.partition(" VALUES ")
    for begin in range(0, len(rows), AT_ONCE):
        page = rows[begin : begin + AT_ONCE]
        conn.exec_driver_sql(f"{head} VALUES {', '.join([row] * len(page))}", tuple(chain(*page)))


@lru_cache(maxsize=64)
def _prepared(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, dict[str, Processor]]:
    """The statement, and its columns in its own order with what makes their values ready for the driver."""
    statement = insert(table).inline().compile(dialect=dialect, column_keys=list(names))
    types = {name: table.c[name].type.dialect_impl(dialect) for name in statement.positiontup or ()}
    return str(statement), {name: kind.bind_processor(dialect) for name, kind in types.items()}
