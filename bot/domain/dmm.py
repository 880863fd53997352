"""When a unit's Daily Management Meeting is held: its days and times, weekends and bank holidays too.

Local time only places the meetings; whatever is given or answered is a UTC instant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SATURDAY = 5
LOOK = 9  # days: a week, and the day before it for one that has just ended; bank holidays may lengthen it


@dataclass(frozen=True, slots=True)
class Dmm:
    """When a unit's meeting is held, in local time; Monday is 0.

    `weekend` and `holiday` are another time for those days, where they have one; `on_holidays` says whether
    it is held at all on the bank holidays, which are given as dates.
    """

    at: time
    minutes: int
    days: frozenset[int]
    weekend: time | None = None
    holiday: time | None = None
    on_holidays: bool = True
    holidays: frozenset[date] = frozenset()

    def local_time(self, day: date) -> time | None:
        """The local time at which it begins on a day; None where none is held."""
        holiday = day in self.holidays
        if day.weekday() not in self.days or (holiday and not self.on_holidays):
            return None
        usual = (self.weekend or self.at) if day.weekday() >= SATURDAY else self.at
        return (self.holiday or usual) if holiday else usual


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting that is due: its local day, when it begins and when it should end (UTC)."""

    day: date
    begins: datetime
    ends: datetime


@lru_cache(maxsize=4096)  # asked for every clock of the same few days
def sitting(day: date, dmm: Dmm, zone: str) -> Sitting | None:
    """The meeting of a local day; None where none is held."""
    at = dmm.local_time(day)
    if at is None:
        return None
    begins = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    return Sitting(day, begins, begins + timedelta(minutes=dmm.minutes))


def last_meeting_end(before: datetime, dmm: Dmm, zone: str) -> datetime | None:
    """When the last meeting that ends by `before` ends (UTC); None if none does in the week before it."""
    day = before.astimezone(ZoneInfo(zone)).date()
    for back in range(LOOK):
        held = sitting(day - timedelta(days=back), dmm, zone)
        if held and held.ends <= before:
            return held.ends
    return None


def next_meeting_end(at: datetime, dmm: Dmm, zone: str) -> datetime | None:
    """When the first meeting that ends after `at` ends (UTC); None if none is held in the week after it."""
    following = next_sitting(at, dmm, zone)
    return following.ends if following else None


def next_sitting(at: datetime, dmm: Dmm, zone: str) -> Sitting | None:
    """The first meeting that ends after `at` (it may have begun); None if none does in the week after it."""
    day = at.astimezone(ZoneInfo(zone)).date()
    for ahead in range(-1, LOOK):  # yesterday's may go on past midnight
        held = sitting(day + timedelta(days=ahead), dmm, zone)
        if held and held.ends > at:
            return held
    return None


def sittings(first: date, last: date, dmm: Dmm, zone: str) -> Iterator[Sitting]:
    """Every meeting that is due from one local day to another, both included."""
    for ahead in range((last - first).days + 1):
        held = sitting(first + timedelta(days=ahead), dmm, zone)
        if held:
            yield held
