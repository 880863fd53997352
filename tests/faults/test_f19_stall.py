"""F19: the event loop stands still over a slot; the slot is done as soon as it runs again."""

import asyncio
import threading
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.domain.slots import Schedule
from bot.store import slots
from bot.store.store import Store
from jobs import timetable

STALL = 1.6  # seconds; five in life: what counts is that it is longer than APScheduler's grace of one
BEFORE = 0.2


def ours() -> AsyncIOScheduler:
    """The scheduler of the timetable, without its jobs."""
    scheduler = timetable(SimpleNamespace(clock=Clock()), [])
    scheduler.remove_all_jobs()
    return scheduler


async def stall_over_a_slot(scheduler: AsyncIOScheduler, job: object) -> int:
    """Let a slot fall into a stall; gives APScheduler's own word for what became of it."""
    told: asyncio.Queue[int] = asyncio.Queue()
    scheduler.add_listener(lambda event: told.put_nowait(event.code), EVENT_JOB_EXECUTED | EVENT_JOB_MISSED)
    scheduler.add_job(job, "date", run_date=datetime.now(UTC) + timedelta(seconds=BEFORE))
    scheduler.start()
    await asyncio.sleep(0)
    threading.Event().wait(STALL)
    try:
        return await asyncio.wait_for(told.get(), 5)
    finally:
        scheduler.shutdown(wait=False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_slot_in_a_stall_is_done_when_the_loop_runs_again(store: Store) -> None:
    now = datetime(2026, 11, 20, 7, tzinfo=UTC)
    digest = Schedule("digest", time(7), "Europe/London")
    await store.write(slots.claim, now - timedelta(days=1), digest)
    done: list[object] = []

    async def tick() -> None:
        done.extend(await store.write(slots.claim, now, digest))

    assert await stall_over_a_slot(ours(), tick) == EVENT_JOB_EXECUTED
    assert [due.slot for due in done] == ["run"]


async def test_a_scheduler_left_as_it_comes_drops_the_slot() -> None:
    async def tick() -> None:
        raise AssertionError("APScheduler's default grace is one second")

    assert await stall_over_a_slot(AsyncIOScheduler(timezone="UTC"), tick) == EVENT_JOB_MISSED
