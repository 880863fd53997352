"""A time zone as a calendar file tells of it: each change of the clocks at its own instant.

icalendar makes these too, and puts the spring change an hour late: a dial-in of that hour would be wrong.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP, SECOND = timedelta(days=1), timedelta(seconds=1)


def vtimezone(name: str, first: datetime, last: datetime) -> Timezone:
    """The zone as it is between two instants (UTC)."""
    zone, made = ZoneInfo(name), Timezone()
    made.add("tzid", name)
    made.add_component(_from(zone, first, first))
    for change in changes(zone, first, last):
        made.add_component(_from(zone, change, change - SECOND))
    return made


def changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants (UTC) at which the clocks change, to the second."""
    at = first
    while at < last:
        after = min(at + STEP, last)
        if _offset(zone, at) != _offset(zone, after):
            yield _between(zone, at, after)
        at = after


def _between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new offset."""
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(zone, before + middle * SECOND) == _offset(zone, before)
        low, high = (middle, high) if same else (low, middle)
    return before + high * SECOND


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _from(zone: ZoneInfo, at: datetime, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from an instant on; it begins by the clocks as they were before it."""
    there = at.astimezone(zone)
    made = TimezoneDaylight() if there.dst() else TimezoneStandard()
    made.add("dtstart", (at.astimezone(UTC) + _offset(zone, before)).replace(tzinfo=None))
    made.add("tzoffsetfrom", _offset(zone, before))
    made.add("tzoffsetto", _offset(zone, at))
    made.add("tzname", there.tzname() or zone.key)
    return made
