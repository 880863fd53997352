"""The scheduler behind the timetable: it only wakes jobs, whose due times live in our own tables."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import machine
from bot.kit import Kit
from jobs.running import Ticks, ticking

SHORTEST = 0.25  # seconds between two ticks of a story that is sped up
Row = tuple[str, Callable[[], Awaitable[Any]], float]  # a name, what to run, and how often


def scheduled(kit: Kit, rows: Iterable[Row], ticks: Ticks) -> AsyncIOScheduler:
    """A scheduler that wakes each row in turn; `ticks` holds what runs.

    A tick that comes late runs all the same (`misfire_grace_time=None`), once for all that were missed.
    """
    scheduler = AsyncIOScheduler(
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}, timezone="UTC"
    )
    for name, run, seconds in rows:
        pause = max(kit.clock.machine_seconds(seconds), SHORTEST)
        tick = ticking(name, run, ticks, kit.pulse.expect(name, pause))
        scheduler.add_job(tick, "interval", seconds=pause, id=name, name=name, next_run_time=machine())
    return scheduler


def ask_now(scheduler: AsyncIOScheduler) -> None:
    """Ask every feed at once, whenever its next turn would be."""
    for job in scheduler.get_jobs():
        if job.id.startswith("poll:"):
            job.modify(next_run_time=machine())
