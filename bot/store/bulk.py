"""Inserting many rows at once."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Connection, Insert, Table, bindparam, func, select
from sqlalchemy.engine import Dialect

from bot.store.upserts import INSERTS

Processor = Callable[[Any], Any] | None
AT_ONCE = 1_000  # rows in one statement, which may not take longer than any other
PREPARED = {"prepared": True}  # engine.py: how PostgreSQL is to run a statement


class _Way(NamedTuple):
    """A statement, and its columns in its own order with what makes their values ready for the driver."""

    statement: str
    columns: dict[str, Processor]


def plain(insert: Insert) -> Any:
    """The insert as it is: a row that is there already is an error."""
    return insert


def insert_many(
    conn: Connection,
    table: Table,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    how: Callable[[Any], Any] = plain,
    **alike: Any,
) -> None:
    """Insert rows whose values stand in the order of `names`; what is `alike` in all of them is named once.

    The values are made ready column by column: SQLAlchemy's own way, a dictionary for every row, takes
    longer than the insert itself. `how` adds to the insert what to do about a row that is there already.
    """
    way = _way(conn.dialect, table, (*names, *alike), how)
    for begin in range(0, len(rows), AT_ONCE):
        page = rows[begin : begin + AT_ONCE]
        values: dict[str, Iterable[Any]] = dict(zip(names, zip(*page, strict=True), strict=True))
        for name, ready in way.columns.items():
            if name in alike:
                values[name] = repeat(ready(alike[name]) if ready else alike[name], len(page))
            elif ready:
                values[name] = map(ready, values[name])
        _send(conn, way.statement, [values[name] for name in way.columns])


def _send(conn: Connection, statement: str, columns: Sequence[Iterable[Any]]) -> None:
    """Hand the rows to the driver: to PostgreSQL as one list a column, in one statement."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(statement, list(zip(*columns, strict=True)))
    else:
        conn.exec_driver_sql(statement, tuple(map(list, columns)), execution_options=PREPARED)


@lru_cache(maxsize=64)
def _way(dialect: Dialect, table: Table, names: tuple[str, ...], how: Callable[[Any], Any]) -> _Way:
    insert = INSERTS[dialect.name](table).inline()
    if dialect.name == "sqlite":
        compiled = how(insert).compile(dialect=dialect, column_keys=list(names))
        order, statement = compiled.positiontup, str(compiled)
    else:
        lists = [func.unnest(bindparam(name, type_=ARRAY(table.c[name].type))) for name in names]
        compiled = how(insert.from_select(list(names), select(*lists))).compile(dialect=dialect)
        # in the binary form: to quote every value of a list as text takes longer than all the rest
        order, statement = compiled.positiontup, str(compiled).replace("%s", "%b")
    types = {name: table.c[name].type.dialect_impl(dialect) for name in order or ()}
    return _Way(statement, {name: kind.bind_processor(dialect) for name, kind in types.items()})
