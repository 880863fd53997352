"""The store: durable, one transaction a service, and nobody's update is lost."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.force import Force
from bot.domain.people import Roster
from bot.store import engine as engines
from bot.store.store import Store
from bot.store.tables import preferences
from bot.store.trying import TRIES
from bot.store.work import Conflict, Work
from tests.store.trails import AT


def _set(work: Work, collar: str, language: str) -> None:
    work.conn.execute(insert(preferences), {"collar": collar, "language": language})


def _get(work: Work, collar: str = "842") -> str | None:
    return work.conn.execute(
        select(preferences.c.language).where(preferences.c.collar == collar)
    ).scalar_one_or_none()


def _count_up(work: Work) -> None:
    """Read, add one, write if nobody else did meanwhile: what every service does."""
    before = _get(work) or ""
    kept = preferences.c.language == before
    done = work.conn.execute(
        update(preferences).where(preferences.c.collar == "842", kept).values(language=str(int(before) + 1))
    )
    if done.rowcount != 1:
        raise Conflict


def test_a_service_sees_its_instant_and_its_force(store: Store, force: Force) -> None:
    assert store.write_now(lambda work: (work.at, work.force, work.roster), AT) == (AT, force, Roster(()))


def test_today_is_the_local_day_of_the_instant(store: Store) -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert str(store.write_now(lambda work: work.today, late)) == "2026-07-01"


async def test_what_a_service_wrote_is_there_when_it_returns(store: Store) -> None:
    await store.write(_set, AT, "842", "cy")
    assert await store.read(_get, AT) == "cy"


async def test_a_service_that_fails_has_written_nothing(store: Store) -> None:
    def fails(work: Work) -> None:
        _set(work, "842", "cy")
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fails, AT)
    assert await store.read(_get, AT) is None


async def test_a_question_cannot_write_anything(store: Store) -> None:
    with pytest.raises(DBAPIError):
        await store.read(_set, AT, "842", "cy")


async def test_eight_tasks_lose_none_of_their_updates(store: Store) -> None:
    await store.write(_set, AT, "842", "0")

    async def task() -> None:
        for _ in range(25):
            await store.write(_count_up, AT)

    await asyncio.gather(*(task() for _ in range(8)))
    assert await store.read(_get, AT) == "200"


def test_a_conflict_is_tried_again_and_at_last_told(store: Store) -> None:
    tried: list[int] = []

    def always(work: Work) -> None:
        tried.append(1)
        raise Conflict

    with pytest.raises(Conflict):
        store.write_now(always, AT)
    assert len(tried) == TRIES


def test_an_error_of_the_database_is_not_tried_again(store: Store) -> None:
    tried: list[int] = []

    def wrong(work: Work) -> None:
        tried.append(1)
        work.conn.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        store.write_now(wrong, AT)
    assert len(tried) == 1


async def test_the_dispatcher_is_woken_after_a_commit_that_put(store: Store) -> None:
    woken: list[str | None] = []
    store.on_put(lambda: woken.append("woken"))

    def puts(work: Work) -> None:
        work.wakes = True

    await store.write(lambda work: None, AT)
    assert woken == []
    await store.write(puts, AT)
    assert woken == ["woken"]


def _setting(work: Work, name: str) -> str:
    word = "PRAGMA" if work.conn.dialect.name == "sqlite" else "SHOW"
    return str(work.conn.execute(text(f"{word} {name}")).scalar_one())


def test_an_acknowledged_commit_survives_a_power_cut(store: Store) -> None:
    sqlite = store.write_now(lambda work: work.conn.dialect.name, AT) == "sqlite"
    settings = {"journal_mode": "wal", "synchronous": "2"} if sqlite else {"synchronous_commit": "on"}
    for name, value in settings.items():
        assert store.write_now(_setting, AT, name) == value


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_writer_on_sqlite_holds_the_pen_from_its_first_word(store: Store, database_url: str) -> None:
    other = engines.create_engine(database_url, connect_args={"timeout": 0})

    def beside(work: Work) -> None:
        with other.connect() as conn, pytest.raises(OperationalError, match="locked"):
            conn.exec_driver_sql("BEGIN IMMEDIATE")

    store.write_now(beside, AT)
    other.dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_statement_on_postgresql_outlives_its_limit(store: Store) -> None:
    limits = [store.write_now(_setting, AT, name) for name in ("statement_timeout", "lock_timeout")]
    assert limits == ["1800ms", "1800ms"]


async def test_each_question_sees_one_instant(store: Store) -> None:
    seen = asyncio.Event()
    loop = asyncio.get_running_loop()
    await store.write(_set, AT, "842", "en")

    def twice(work: Work) -> list[str | None]:
        first = _get(work)
        loop.call_soon_threadsafe(seen.set)
        asyncio.run_coroutine_threadsafe(changed.wait(), loop).result()
        return [first, _get(work)]

    changed = asyncio.Event()
    asking = asyncio.create_task(store.read(twice, AT))
    await seen.wait()
    await store.write(lambda work: work.conn.execute(update(preferences).values(language="cy")) and None, AT)
    changed.set()
    assert await asking == ["en", "en"]


@asynccontextmanager
async def stalled(url: str) -> AsyncIterator[None]:
    """Somebody else holds what the next write needs."""
    engine = engines.create_engine(url)  # without our limits
    with engine.connect() as conn:
        conn.execute(update(preferences).values(language="cy"))
        yield
        conn.rollback()
    engine.dispose()


async def test_a_write_outlasts_a_database_that_is_busy_for_long(store: Store, database_url: str) -> None:
    await store.write(_set, AT, "842", "0")
    async with stalled(database_url):
        counting = asyncio.ensure_future(store.write(_count_up, AT))
        done, _ = await asyncio.wait([counting], timeout=engines.STATEMENT_SECONDS + 0.5)
        assert not done
    await counting
    assert await store.read(_get, AT) == "1"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_transaction_that_stood_still_is_done_again(store: Store) -> None:
    await store.write(_set, AT, "842", "0")
    tries: list[int] = []

    def freezes_once(work: Work) -> None:
        _count_up(work)
        tries.append(1)
        if len(tries) == 1:
            threading.Event().wait(engines.STATEMENT_SECONDS + 0.3)

    await store.write(freezes_once, AT)
    assert (len(tries), await store.read(_get, AT)) == (2, "1")


async def test_a_write_that_waits_gives_up_when_the_store_is_closed(store: Store, database_url: str) -> None:
    await store.write(_set, AT, "842", "0")
    async with stalled(database_url):
        counting = asyncio.ensure_future(store.write(_count_up, AT))
        await asyncio.sleep(0)
        await asyncio.to_thread(store.close)
        with pytest.raises(DBAPIError):
            await counting


def test_a_program_without_a_loop_is_told_at_once_that_the_database_is_away(force: Force) -> None:
    away = Store("postgresql://nobody@127.0.0.1:1/none", force, Roster(()))
    with pytest.raises(OperationalError):
        away.write_now(_get, AT)
    away.close()


def test_closing_twice_over_harms_nothing(store: Store) -> None:
    store.write_now(_set, AT + timedelta(days=1), "1", "en")
    store.close()
