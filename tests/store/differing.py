"""A database that somebody tampers with, value by value, and takes back what they did."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Connection, Date, Integer, Table, select, update
from sqlalchemy.exc import IntegrityError

from bot.migrations import upgrade
from bot.store.store import Store
from bot.store.types import Instant
from tests.builders import FORCE, ROSTER, Station
from tests.databases import patient_engine
from tests.services.proved import doubts
from tests.store.trails import unguard

LATER = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)


def made(
    request: pytest.FixtureRequest, paths: pytest.TempPathFactory, fill: Callable[[Station], None]
) -> Iterator[str]:
    """A database of the kind that is asked for, after something happened at its station."""
    if request.param == "sqlite":
        url = f"sqlite:///{paths.mktemp('proved') / 'cofnod.db'}"
    else:
        url = request.getfixturevalue("postgresql").create()
    upgrade(url)
    store = Store(url, FORCE, ROSTER)
    fill(Station(store))
    store.close()
    yield url
    if request.param == "postgresql":
        request.getfixturevalue("postgresql").drop(url)


@pytest.fixture(scope="module")
def unguarded(filled: str) -> Iterator[Connection]:
    """A connection on which the guards are off."""
    engine = patient_engine(filled)
    with engine.connect() as made:
        unguard(made)
        yield made
        made.rollback()
    engine.dispose()


@pytest.fixture
def conn(unguarded: Connection) -> Iterator[Connection]:
    """The same; whatever is done on it is taken back."""
    nested = unguarded.begin_nested()
    yield unguarded
    nested.rollback()


def keys(table: Table, row: Any) -> list[Any]:
    """What finds one row again."""
    return [column == row[column.name] for column in table.primary_key]


def every(conn: Connection, table: Table) -> list[Any]:
    """The rows of a table."""
    return list(conn.execute(select(table).order_by(*table.primary_key)).mappings())


def other(conn: Connection, column: Column[Any], value: Any) -> Any:
    """Another value that a column may hold."""
    if column.foreign_keys:
        [key] = column.foreign_keys
        return conn.execute(
            select(key.column).where(key.column != value).order_by(key.column.desc())
        ).scalar()
    if isinstance(column.type, Instant):
        return value + timedelta(seconds=1) if value else LATER
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, Date):
        return date(2031, 1, 1)
    if isinstance(column.type, Integer):
        return value + 100
    return STATES.get(value) or f"{value or ''}x"


STATES = {
    "ended": "begun", "begun": "ended", "missed": "due", "due": "missed", "declined": "accepted",
    "accepted": "declined", "reviewed": "left", "left": "decided", "read_out": "reviewed",
    "decided": "handed", "handed": "read_out",
}  # fmt: skip


def changed(conn: Connection, column: Column[Any], row: Any, value: Any) -> list[Any] | None:
    """What `verify` finds when a value is another; None where the database itself refuses it."""
    found: list[Any] | None
    nested = conn.begin_nested()
    try:
        conn.execute(update(column.table).where(*keys(column.table, row)).values({column.name: value}))
        found = doubts(conn)
    except IntegrityError:
        found = None
    nested.rollback()
    return found
