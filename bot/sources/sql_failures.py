"""Why a database gave nothing, as a code: what it said itself may hold an address or a password."""

from collections.abc import Sequence

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.sources.door import Sql
from bot.sources.fetched import FeedFailed

# Words and numbers of PostgreSQL, Oracle, MySQL and SQL Server; in small letters.
REFUSED = ("password", "authentication", "role ", "pg_hba", "ora-01017", "ora-28000", "(1045", "(18456",
           "access denied", "login failed")  # fmt: skip
TOO_LONG = ("timeout", "timed out", "interrupted", "is locked", "57014", "55p03", "dpy-4024", "hyt00")
NOT_OURS = ("permission", "42501", "ora-01031", "select command denied")


def _said(problem: SQLAlchemyError) -> str:
    """All that a driver tells: the name of its error, its number, its text."""
    orig = problem.orig if isinstance(problem, DBAPIError) else None
    return f"{type(orig).__name__} {getattr(orig, 'sqlstate', '')} {orig}".casefold()


def _any(signs: Sequence[str], said: str) -> bool:
    return any(sign in said for sign in signs)


def not_opened(problem: SQLAlchemyError) -> FeedFailed:
    """Why nobody let us in."""
    said = _said(problem)
    if _any(TOO_LONG, said):
        return FeedFailed("timeout")
    return FeedFailed("credentials_refused" if _any(REFUSED, said) else "unreachable")


def _lacking(connection: Connection, sql: Sql, names: Sequence[str]) -> FeedFailed | None:
    """What of the mapping the database does not have; asked only once a statement has failed."""
    looked, schema = inspect(connection), sql.schema_name or None
    if not looked.has_table(sql.view, schema):
        return FeedFailed("view_missing")
    there = {column["name"].casefold() for column in looked.get_columns(sql.view, schema)}
    lacking = [name for name in names if name.casefold() not in there]
    return FeedFailed("column_missing", column=lacking[0]) if lacking else None


def not_answered(
    problem: SQLAlchemyError, connection: Connection, sql: Sql, names: Sequence[str]
) -> FeedFailed:
    """Why a statement brought nothing, or broke off."""
    said = _said(problem)
    if _any(TOO_LONG, said):
        return FeedFailed("timeout")
    if isinstance(problem, DBAPIError) and problem.connection_invalidated:
        return FeedFailed("unreachable")
    try:
        connection.rollback()
        lacking = _lacking(connection, sql, names)
    except SQLAlchemyError:
        lacking = None
    return lacking or FeedFailed("view_refused" if _any(NOT_OURS, said) else "query_failed")
