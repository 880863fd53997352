"""Column types that make a wrong value impossible to store."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from bot.store.types import Codes, Instant
from tests.databases import patient_engine

things = Table("things", MetaData(), Column("id", Integer), Column("at", Instant), Column("codes", Codes))
instants = st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30))  # noqa: DTZ001 - hypothesis wants naive bounds
WITHIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)


@pytest.fixture
def conn(empty_database_url: str) -> Iterator[Connection]:
    engine = patient_engine(empty_database_url)
    with engine.connect() as made:
        things.create(made)
        yield made
        made.rollback()
    engine.dispose()


def _kept(conn: Connection, **values: object) -> object:
    conn.execute(things.delete())
    conn.execute(insert(things), values)
    return conn.execute(select(things.c[next(iter(values))])).scalar_one()


@WITHIN
@given(at=instants, hours=st.integers(-23, 23))
def test_an_instant_comes_back_as_the_same_instant_in_utc(conn: Connection, at: datetime, hours: int) -> None:
    try:
        there = at.astimezone(timezone(timedelta(hours=hours)))
    except OverflowError:
        there = at
    back = _kept(conn, at=there)
    assert (back, getattr(back, "tzinfo", None)) == (at, UTC)


def test_an_instant_without_a_zone_is_refused(conn: Connection) -> None:
    with pytest.raises(StatementError, match="time zone"):
        conn.execute(insert(things), {"at": datetime(2026, 11, 20)})  # noqa: DTZ001 - that is what is refused


@given(st.lists(instants))
def test_instants_sort_on_sqlite_as_they_sort_in_time(some: list[datetime]) -> None:
    written = [Instant().process_bind_param(at, sqlite.dialect()) for at in some]
    assert sorted(written) == [Instant().process_bind_param(at, sqlite.dialect()) for at in sorted(some)]


@pytest.mark.parametrize("codes", [(), ("rape",), ("rape", "domestic abuse", "hate,race")])
def test_codes_come_back_as_they_were(conn: Connection, codes: tuple[str, ...]) -> None:
    assert _kept(conn, codes=codes) == codes


def test_no_instant_and_no_codes_may_be_kept_too(conn: Connection) -> None:
    assert _kept(conn, at=None) is None
