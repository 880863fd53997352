"""The local hour of an instant, by one look for each hour of a log."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.replay.taking import instant

HOUR, HOURS, DAYS = 3600, 24, 7
EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday; Monday is 0


def local_hour(at: float, zone: ZoneInfo) -> tuple[int, int]:
    """The local hour and weekday (Monday is 0) of an instant, in seconds since 1970."""
    ahead = _ahead(int(at // HOUR), zone)
    if ahead is None:
        local = instant(at).astimezone(zone)
        return local.hour, local.weekday()
    hour = int((at + ahead) // HOUR)
    return hour % HOURS, (hour // HOURS + EPOCH_WEEKDAY) % DAYS


@lru_cache(1000)
def _ahead(hour: int, zone: ZoneInfo) -> float | None:
    """How many seconds local time is ahead of UTC in an hour since 1970; None if the clock changes in it."""
    ends = (hour * HOUR, (hour + 1) * HOUR - 1)
    first, last = (instant(at).astimezone(zone).utcoffset() for at in ends)
    return first.total_seconds() if first is not None and first == last else None
