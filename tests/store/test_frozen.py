"""Of a process that is frozen in the middle of a transaction, as PostgreSQL sees it: no lock stays."""

import asyncio
import threading
from collections.abc import Iterator
from functools import partial

import psycopg
import pytest
from psycopg.types.string import StrDumper
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.store import leases
from bot.store.bulk import insert_many
from bot.store.store import Store
from bot.store.tables import inbox, preferences
from bot.store.work import Work
from tests.store.trails import AT

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
NAME = "polling"
MORE_THAN_FITS = 64 * 2**20  # bytes on the way to a database that does not look


class Late(str):
    """A value at whose making ready for the driver somebody looks."""


def _states(url: str, found: list[str]) -> type[StrDumper]:
    """What PostgreSQL says of the connection whose next value is made ready."""

    class Looking(StrDumper):
        def dump(self, obj: str) -> bytes:
            assert self.connection
            pid = self.connection.info.backend_pid
            with psycopg.connect(url.replace("+psycopg", "")) as beside:
                asked = "SELECT state FROM pg_stat_activity WHERE pid = %s"
                found.extend(state for (state,) in beside.execute(asked, [pid]))
            return obj.encode()

    return Looking


def test_between_two_of_many_changes_a_connection_is_idle_so_that_its_limit_counts(
    store: Store, database_url: str
) -> None:
    found: list[str] = []

    def many(work: Work) -> None:
        driver = work.conn.connection.driver_connection
        assert driver
        driver.adapters.register_dumper(Late, _states(database_url, found))
        changes = [("cy", "842"), ("cy", Late("843")), ("cy", Late("844"))]
        work.conn.exec_driver_sql("UPDATE preferences SET language = %s WHERE collar = %s", changes)

    store.write_now(many, AT)
    assert {*found} == {"idle in transaction"}


def _half_sent(begun: threading.Event, woken: threading.Event) -> Iterator[tuple[str]]:
    yield ("842",)
    begun.set()
    woken.wait()
    yield ("843",)


def _freezes(work: Work, begun: threading.Event, woken: threading.Event) -> None:
    """The driver's own way to send many at once: to PostgreSQL it is one statement without an end."""
    with work.conn.connection.cursor() as cursor:
        statement = "INSERT INTO preferences (collar, language) VALUES (%s, 'en')"
        cursor.executemany(statement, _half_sent(begun, woken))  # type: ignore[arg-type] # typed for a list


async def test_who_froze_while_it_sent_is_ended_by_whoever_takes_its_lease(store: Store) -> None:
    begun, woken = threading.Event(), threading.Event()
    epoch = store.write_now(leases.hold, AT, NAME, "frozen", 0, AT)
    assert epoch
    service = leases.fenced, AT, NAME, epoch, _freezes, begun, woken
    frozen = asyncio.ensure_future(store.write(*service))
    await asyncio.to_thread(begun.wait)
    try:
        async with asyncio.timeout(5):
            assert await store.write(leases.hold, AT, NAME, "another", 60, AT) == epoch + 1
    finally:
        woken.set()
    with pytest.raises(leases.Fenced):
        await frozen
    assert store.read_now(lambda work: work.conn.execute(select(preferences)).all(), AT) == []


async def test_nobody_waits_for_a_lease_that_another_has(store: Store) -> None:
    begun, woken = threading.Event(), threading.Event()
    epoch = store.write_now(leases.hold, AT, NAME, "one", 60, AT)
    assert epoch

    def works(work: Work) -> None:
        work.conn.execute(insert(preferences), {"collar": "842", "language": "en"})
        begun.set()
        woken.wait()
        work.conn.execute(update(preferences).values(language="cy"))

    working = asyncio.ensure_future(store.write(leases.fenced, AT, NAME, epoch, works))
    await asyncio.to_thread(begun.wait)
    try:
        async with asyncio.timeout(1):
            assert await store.write(leases.hold, AT, NAME, "two", 60, AT) is None
    finally:
        woken.set()
    await working
    assert store.read_now(_languages, AT) == ["cy"]


def _languages(work: Work) -> list[str]:
    return list(work.conn.execute(select(preferences.c.language)).scalars())


def _sends_half(work: Work, begun: threading.Event, woken: threading.Event) -> None:
    """Takes a key, then sends no more of its next values than the way to the database holds."""
    insert_many(work.conn, inbox, ("key", "at"), [("one", AT)])
    asked = text("SELECT name FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO inbox%'")
    name = work.conn.execute(asked).scalar_one()
    driver = work.conn.connection.driver_connection
    assert driver
    driver.pgconn.nonblocking = 1
    driver.pgconn.send_query_prepared(name.encode(), [b"x" * MORE_THAN_FITS, None])
    assert driver.pgconn.flush() == 1, "everything was sent"
    begun.set()
    woken.wait()


async def test_who_froze_with_half_of_many_rows_sent_keeps_no_lock_beyond_the_limit(store: Store) -> None:
    begun, woken = threading.Event(), threading.Event()
    frozen = asyncio.ensure_future(store.write(_sends_half, AT, begun, woken))
    await asyncio.to_thread(begun.wait)
    taken = partial(insert_many, table=inbox, names=("key", "at"), rows=[("one", AT)])
    try:
        async with asyncio.timeout(10):
            await store.write(lambda work: taken(work.conn), AT)
    finally:
        woken.set()
    with pytest.raises(DBAPIError):
        await frozen
