"""F19: the event loop stands still over a slot; the slot is done as soon as it runs again."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from apscheduler.events import EVENT_JOB_EXECUTED as EXECUTED
from apscheduler.events import EVENT_JOB_MISSED as MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from bot.domain.slots import Schedule
from bot.pulse import Pulse
from bot.store.store import Store
from jobs import timetable
from tests.claiming import claim

STALL = 1.6  # seconds; five in life: what counts is that it is longer than APScheduler's grace of one
BEFORE = 0.2


def ours() -> AsyncIOScheduler:
    """The scheduler of the timetable, without its jobs."""
    scheduler = timetable(SimpleNamespace(clock=Clock(), pulse=Pulse()), [], set())
    scheduler.remove_all_jobs()
    return scheduler


Tick = Callable[[], Awaitable[None]]


async def stall_over_a_slot(*ticking: tuple[AsyncIOScheduler, Tick]) -> list[int]:
    """Let a slot fall into a stall; gives each scheduler's own word for what became of it."""
    told: list[asyncio.Future[int]] = []
    for scheduler, tick in ticking:
        told.append(asyncio.get_running_loop().create_future())
        scheduler.add_listener(lambda event, end=told[-1]: end.set_result(event.code), EXECUTED | MISSED)
        scheduler.add_job(tick, "date", run_date=datetime.now(UTC) + timedelta(seconds=BEFORE))
        scheduler.start()
    await asyncio.sleep(0)
    threading.Event().wait(STALL)
    try:
        return await asyncio.wait_for(asyncio.gather(*told), 5)
    finally:
        for scheduler, _ in ticking:
            scheduler.shutdown(wait=False)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_slot_in_a_stall_is_done_late_and_dropped_by_a_scheduler_as_it_comes(store: Store) -> None:
    now = datetime(2026, 11, 20, 7, tzinfo=UTC)
    digest = Schedule("digest", time(7), "Europe/London")
    await store.write(claim, now - timedelta(days=1), digest)
    done: list[str] = []

    async def tick() -> None:
        done.extend(due.slot for due in await store.write(claim, now, digest))

    async def never() -> None:
        done.append("the default grace of one second was longer than the stall")

    control = AsyncIOScheduler(timezone="UTC")
    assert await stall_over_a_slot((ours(), tick), (control, never)) == [EXECUTED, MISSED]
    assert done == ["run"]
