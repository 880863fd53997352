"""What the clock does, on one page: each job, and how often (seconds of story time)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import machine
from bot.kit import Kit
from bot.sources.feed import Feed
from jobs.anchor import anchor
from jobs.homes import refresh_homes
from jobs.meetings import meet, refresh_meetings
from jobs.move_on import move_on
from jobs.open_lists import open_lists, refresh_lists
from jobs.poll import poll
from jobs.running import Ticks, ticking
from jobs.tidy import tidy

SHORTEST = timedelta(milliseconds=250)
Job = Callable[[Kit], Awaitable[Any]]
Ask = Callable[[Kit, Feed], Awaitable[Any]]
Row = tuple[str, Callable[[], Awaitable[Any]], float]  # a name, what to run, and how often
TIMETABLE: tuple[tuple[Job, float], ...] = (
    (open_lists, 60),
    (move_on, 5),
    (meet, 20),
    (refresh_lists, 300),
    (refresh_homes, 300),
    (refresh_meetings, 300),
    (tidy, 3600),
    (anchor, 3600),
)


def timetable(kit: Kit, feeds: Sequence[Feed], ticks: Ticks, ask: Ask = poll) -> AsyncIOScheduler:
    """A scheduler that wakes every job in turn; due times live in our own tables, and `ticks` what runs.

    A tick that comes late runs all the same (`misfire_grace_time=None`), once for all that were missed.
    """
    scheduler = AsyncIOScheduler(
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}, timezone="UTC"
    )
    rows: list[Row] = [(job.__name__, partial(job, kit), seconds) for job, seconds in TIMETABLE]
    rows += [(f"poll:{feed.source.name}", partial(ask, kit, feed), feed.every_seconds) for feed in feeds]
    for name, run, seconds in rows:
        pause = max(kit.clock.machine_seconds(seconds), SHORTEST.total_seconds())
        tick = ticking(name, run, ticks, kit.pulse.expect(name, pause))
        scheduler.add_job(tick, "interval", seconds=pause, id=name, name=name, next_run_time=machine())
    return scheduler


def ask_now(scheduler: AsyncIOScheduler) -> None:
    """Ask every feed at once, whenever its next turn would be."""
    for job in scheduler.get_jobs():
        if job.id.startswith("poll:"):
            job.modify(next_run_time=machine())
