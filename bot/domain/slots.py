"""Which daily things are due: each local date's slot once, late rather than not, and never far too late."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
ON_TIME = timedelta(minutes=15)
LOOK_BACK = 60  # days; a bot that was away for longer raises no alarm for each day before


class Slot(StrEnum):
    """What becomes of a slot; only `skipped` is an alarm."""

    RUN = "run"
    LATE = "late"  # run, and marked as late
    SKIPPED = "skipped"  # too late to be of use
    BEGUN = "begun"  # it lay before the job's first day: nothing was missed


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job at a local time on some weekdays (Monday is 0), and how late it is still of use."""

    job: str
    at: time
    zone: str
    catch_up: timedelta = timedelta(hours=6)
    days: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Due:
    """A slot that nobody has taken: its local date, its instant (UTC), and what is to become of it."""

    day: date
    at: datetime
    slot: Slot

    @property
    def runs(self) -> bool:
        """Whether the job is to do its work for this date."""
        return self.slot in (Slot.RUN, Slot.LATE)


def slot_at(schedule: Schedule, day: date) -> datetime:
    """The instant (UTC) of a date's slot: the earlier one of an hour that happens twice, and where
    the clocks skip it, as much later as they were put on."""
    return datetime.combine(day, schedule.at, ZoneInfo(schedule.zone)).astimezone(UTC)


def due(schedule: Schedule, now: datetime, taken: Mapping[date, str]) -> tuple[Due, ...]:
    """The slots reached by `now` (UTC) that are not in the ledger, oldest first.

    A ledger that knows nothing of the job begins with the newest slot that has passed, as `begun`: from
    then on nothing is missed. Whoever inserts a slot's row first does it; all replicas may ask at once.
    """
    days = list(_days(schedule, now))
    if not taken:
        passed = ((day, slot_at(schedule, day)) for day in days)
        return tuple(Due(day, at, Slot.BEGUN) for day, at in passed if at <= now)[:1]
    first = min(taken)
    untaken = [day for day in reversed(days) if day > first and day not in taken]
    found = ((day, slot_at(schedule, day)) for day in untaken)
    return tuple(Due(day, at, _slot(schedule, now - at)) for day, at in found if at <= now)


def _days(schedule: Schedule, now: datetime) -> Iterator[date]:
    """The days that have a slot, newest first, as far as we look back."""
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    return (day for back in range(LOOK_BACK) if _held(schedule, day := today - timedelta(days=back)))


def _held(schedule: Schedule, day: date) -> bool:
    return day.weekday() in schedule.days


def _slot(schedule: Schedule, lateness: timedelta) -> Slot:
    if lateness <= ON_TIME:
        return Slot.RUN
    return Slot.LATE if lateness <= schedule.catch_up else Slot.SKIPPED
