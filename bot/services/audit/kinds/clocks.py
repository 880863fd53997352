"""Clocks as the auditor sees them: from when on something was due of one, and whether it had stopped."""

from datetime import datetime

from bot.domain.auditing import Clock, Window
from bot.store import auditing as stored
from bot.store.work import Work


def runs(clock: Clock, at: datetime) -> bool:
    """Whether a clock had not stopped by an instant."""
    return clock.stopped_at is None or at < clock.stopped_at


def due_since(work: Work, clock: Clock, at: datetime) -> datetime:
    """When that which a clock reaches at an instant could first be told: not before it was known.

    Whatever was entered on its trail may have set the clock going again, or set it otherwise.
    """
    changes = (each for each in stored.changes(work, clock.stream) if runs(clock, each))
    return max([at, clock.first_seen_at, *changes])


def is_missed(clock: Clock, due: datetime, window: Window) -> bool:
    """Whether a window judges it, and it was not settled before anybody could be told."""
    stopped = clock.stopped_at
    excused = stopped is not None and stopped < due + window.patience.doing
    return not excused and window.mark < due and window.judges(due)
