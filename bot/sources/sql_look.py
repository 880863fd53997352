"""One look at a view: only the columns that the mapping names, row by row, and nothing is ever written."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Engine, Row, Select, column, or_, select, table
from sqlalchemy.exc import SQLAlchemyError

from bot.sources.door import Sql
from bot.sources.high_water import Value
from bot.sources.sql_engine import connect, limited, renew
from bot.sources.sql_failures import not_answered

AT_ONCE = 1000  # rows that the database hands over together

Names = tuple[str, ...]
Window = tuple[Value, Value | None, str | None]  # read from here, what lies below there, what is not like it


def statement(sql: Sql, names: Names, window: Window | None) -> Select[Any]:
    """What the view is asked for: everything, or what is new since the mark and what has none."""
    view = table(sql.view, *(column(name) for name in names), schema=sql.schema_name or None)
    asked = select(*(view.c[name] for name in names))
    if sql.high_water is None:
        return asked
    mark = view.c[sql.high_water.column]
    asked = asked.order_by(mark)  # so that the newest word about a reference is the last
    if window is None:
        return asked
    since, never, like = window
    known = [mark >= since, *([] if never is None else [mark < never]), mark.is_(None)]
    known += [] if like is None else [mark.not_like(like)]
    return asked.where(or_(*known))


class Look:
    """A view that has begun to answer; close it."""

    def __init__(self, engine: Engine, sql: Sql, names: Names, window: Window | None) -> None:
        """Connect and ask; raises FeedFailed."""
        self._sql, self._names = sql, names
        self._connection = connect(engine, sql.timeout)
        try:
            streaming = self._connection.execution_options(yield_per=AT_ONCE)
            with limited(self._connection, sql.timeout):
                self._result = streaming.execute(statement(sql, names, window))
        except SQLAlchemyError as problem:
            failed = not_answered(problem, self._connection, sql, names)
            self.close()
            raise failed from None

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row's values, in the order of the names; raises FeedFailed where they break off."""
        try:
            parts = self._result.partitions()
            while some := self._next(parts):
                yield from map(tuple, some)
                renew(self._connection, self._sql.timeout)
        except SQLAlchemyError as problem:
            raise not_answered(problem, self._connection, self._sql, self._names) from None

    def _next(self, parts: Iterator[Sequence[Row[Any]]]) -> Sequence[Row[Any]]:
        with limited(self._connection, self._sql.timeout):
            return next(parts, ())

    def close(self) -> None:
        """Roll back and let go."""
        self._connection.close()
