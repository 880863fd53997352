"""The edge of the loop: a job that fails is told to the log and tried again; one that runs may end."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("cofnod.jobs")
Ticks = set[asyncio.Task[Any]]


def ticking(name: str, run: Callable[[], Awaitable[Any]], ticks: Ticks) -> Callable[[], Awaitable[None]]:
    """A job as the scheduler runs it: no failure ends the ticking; `ticks` holds those that run."""

    async def tick() -> None:
        this = asyncio.current_task()
        assert this is not None, "the scheduler runs a tick as a task"
        ticks.add(this)
        try:
            await run()
        except Exception:
            log.exception("job %s failed and will be tried again", name)
        finally:
            ticks.discard(this)

    return tick


@asynccontextmanager
async def keeping_time(scheduler: AsyncIOScheduler, ticks: Ticks) -> AsyncIterator[None]:
    """Tick while the block runs; at its end no tick begins, and those that run end first.

    APScheduler's own shutdown would cancel them in the middle of what they do.
    """
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        if ticks:
            await asyncio.wait(ticks)
        scheduler.shutdown(wait=False)
