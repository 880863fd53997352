"""What the clock does, on one page: each job, and how often (seconds of story time)."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.kit import Kit
from bot.sources.feed import Feed
from jobs.anchor import anchor
from jobs.audit import audit
from jobs.dial_ins import dial_ins
from jobs.digests import send_digests
from jobs.handovers import hand_over
from jobs.homes import refresh_homes
from jobs.ladder import ladder
from jobs.meetings import meet, refresh_meetings
from jobs.move_on import move_on
from jobs.open_lists import open_lists, refresh_lists
from jobs.poll import poll
from jobs.running import Ticks
from jobs.scheduling import Row, ask_now, scheduled
from jobs.tidy import tidy
from jobs.weekly import send_weekly

__all__ = ["TIMETABLE", "ask_now", "timetable"]
Job = Callable[[Kit], Awaitable[Any]]
Ask = Callable[[Kit, Feed], Awaitable[Any]]
TIMETABLE: tuple[tuple[Job, float], ...] = (
    (open_lists, 60),
    (send_digests, 30),
    (send_weekly, 60),
    (move_on, 5),
    (meet, 20),
    (dial_ins, 30),
    (ladder, 5),
    (refresh_lists, 300),
    (refresh_homes, 300),
    (refresh_meetings, 300),
    (hand_over, 60),
    (tidy, 3600),
    (anchor, 3600),
    (audit, 60),
)


def timetable(kit: Kit, feeds: Sequence[Feed], ticks: Ticks, ask: Ask = poll) -> AsyncIOScheduler:
    """A scheduler that wakes every job in turn, and asks every feed; `ticks` holds what runs."""
    rows: list[Row] = [(job.__name__, partial(job, kit), seconds) for job, seconds in TIMETABLE]
    rows += [(f"poll:{feed.source.name}", partial(ask, kit, feed), feed.every_seconds) for feed in feeds]
    return scheduled(kit, rows, ticks)
