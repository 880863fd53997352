"""The edge of the loop: a job that fails is told to the log and tried again; one that runs may end."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.pulse import Beat, nothing

log = logging.getLogger("cofnod.jobs")
Ticks = set[asyncio.Task[Any]]  # those that run
PATIENCE = 20.0  # seconds at the stop


def ticking(
    name: str, run: Callable[[], Awaitable[Any]], ticks: Ticks, beat: Beat = nothing
) -> Callable[[], Awaitable[None]]:
    """A job as the scheduler runs it: no failure ends the ticking, and only success leaves a beat."""

    async def tick() -> None:
        this = asyncio.current_task()
        assert this is not None, "the scheduler runs a tick as a task"
        ticks.add(this)
        try:
            await run()
            beat()
        except Exception:
            log.exception("job %s failed and will be tried again", name)
        finally:
            ticks.discard(this)

    return tick


@asynccontextmanager
async def keeping_time(
    scheduler: AsyncIOScheduler, ticks: Ticks, patience: float = PATIENCE
) -> AsyncIterator[None]:
    """Tick while the block runs; then those that run have `patience` seconds: APScheduler cancels them."""
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        await _ended(ticks, patience)
        scheduler.shutdown(wait=False)


async def _ended(ticks: Ticks, seconds: float) -> None:
    """Wait for the ticks that run; one that hangs longer, as on a feed, is given up."""
    if not ticks:
        return
    _, late = await asyncio.wait(ticks, timeout=seconds)
    for tick in late:
        log.warning("%s was given up after %s s: it is done again after the start", tick.get_name(), seconds)
        tick.cancel()
    await asyncio.gather(*late, return_exceptions=True)
