"""When people are on duty: the tours of their roster line, and what was changed for some hours or days.

A change that covers an instant beats the roster: `on` puts somebody on duty, off takes them off it (leave,
an early end). Of several changes that cover an instant the one entered last holds. Whoever is off may have
a cover, who stands where they would have stood.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LOOK_AHEAD = 21  # days in which the next tour of somebody is looked for


@dataclass(frozen=True, slots=True)
class Tour:
    """A stretch of duty that repeats on some weekdays, in local time; it may end the next morning."""

    days: frozenset[int]
    begins: time
    ends: time


@dataclass(frozen=True, slots=True)
class DutyChange:
    """Somebody (a collar number) comes on or goes off from one instant to another (UTC).

    `cover` is the collar number of who stands in for them meanwhile; empty where nobody does.
    """

    collar: str
    on: bool
    begins: datetime
    ends: datetime
    id: int = field(default=0, compare=False)
    cover: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of duty: when it begins and ends (UTC)."""

    begins: datetime
    ends: datetime


class OnTours(Protocol):
    """Whoever has tours, and changes to them."""

    @property
    def tours(self) -> tuple[Tour, ...]:
        """The tours of the roster."""

    @property
    def changes(self) -> tuple[DutyChange, ...]:
        """What was changed, oldest first."""


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a local time; the earlier one of an hour that happens twice."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def rostered(who: OnTours, first: date, last: date, zone: str) -> Iterator[Span]:
    """The tours that begin on the local days from `first` to `last`, as the roster has them."""
    london = ZoneInfo(zone)
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        for tour in who.tours:
            if day.weekday() in tour.days:
                nights = 0 if tour.ends > tour.begins else 1
                end = instant(day + timedelta(days=nights), tour.ends, london)
                yield Span(instant(day, tour.begins, london), end)


def tour_at(who: OnTours, at: datetime, zone: str) -> Span | None:
    """The stretch of duty that covers `at`; None for somebody off duty then."""
    change = change_at(who, at)
    if change is not None:
        return Span(change.begins, change.ends) if change.on else None
    span = rostered_at(who, at, zone)
    return _cut(span, at, who.changes) if span else None


def change_at(who: OnTours, at: datetime) -> DutyChange | None:
    """The change that holds at an instant, if any: the one entered last of those that cover it."""
    return next((c for c in reversed(who.changes) if c.begins <= at < c.ends), None)


def rostered_at(who: OnTours, at: datetime, zone: str) -> Span | None:
    """The tour that covers `at` as the roster has it, whatever was changed since."""
    today = at.astimezone(ZoneInfo(zone)).date()
    spans = [s for s in rostered(who, today - timedelta(days=1), today, zone) if s.begins <= at < s.ends]
    return max(spans, key=lambda s: s.ends, default=None)


def cover_of(who: OnTours, at: datetime) -> str:
    """The collar number of who covers for somebody away at an instant; empty where nobody does."""
    change = change_at(who, at)
    return change.cover if change is not None and not change.on else ""


def _cut(span: Span, at: datetime, changes: Iterable[DutyChange]) -> Span:
    """A tour less what was taken off it before and after `at`."""
    off = [c for c in changes if not c.on]
    begins = max([span.begins, *(c.ends for c in off if c.ends <= at)])
    ends = min([span.ends, *(c.begins for c in off if c.begins > at)])
    return Span(begins, ends)


def on_until(who: OnTours, at: datetime, zone: str) -> datetime | None:
    """When the stretch of duty that covers `at` ends (UTC), or None for somebody off duty."""
    covering = tour_at(who, at, zone)
    return covering.ends if covering else None


def next_tour(who: OnTours, after: datetime, zone: str) -> Span | None:
    """The first stretch of duty that begins after an instant; None where none does in three weeks.

    Somebody who is always on begins anew each midnight: a tour without an end would have no digest.
    """
    first = after.astimezone(ZoneInfo(zone)).date()
    spans = rostered(who, first, first + timedelta(days=LOOK_AHEAD), zone)
    starts = {s.begins for s in spans} | {edge for c in who.changes for edge in (c.begins, c.ends)}
    for start in sorted(s for s in starts if s > after):
        found = tour_at(who, start, zone)
        if found is not None and found.begins == start:
            return found
    return None


def duty_edges(people: Iterable[OnTours], day: date, zone: str) -> tuple[datetime, ...]:
    """The instants (UTC) of a local day at which somebody may come or go; its midnight is one."""
    london = ZoneInfo(zone)
    times = {at for p in people for tour in p.tours for at in (tour.begins, tour.ends)} | {time(0)}
    return tuple(sorted({instant(day, at, london) for at in times}))
