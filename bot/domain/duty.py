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

MOMENT = timedelta(microseconds=1)
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
        return _cut(Span(change.begins, change.ends), at, who) if change.on else None
    span = rostered_at(who, at, zone)
    return _cut(span, at, who) if span else None


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


def _cut(span: Span, at: datetime, who: OnTours) -> Span:
    """A stretch less what was taken off it before and after `at`."""
    edges = {edge for c in who.changes for edge in (c.begins, c.ends)}
    begins = [edge for edge in edges if span.begins < edge <= at and _taken_off(who, edge - MOMENT)]
    ends = [edge for edge in edges if at < edge < span.ends and _taken_off(who, edge)]
    return Span(max([span.begins, *begins]), min([span.ends, *ends]))


def _taken_off(who: OnTours, at: datetime) -> bool:
    change = change_at(who, at)
    return change is not None and not change.on


def on_until(who: OnTours, at: datetime, zone: str) -> datetime | None:
    """When the stretch of duty that covers `at` ends (UTC), or None for somebody off duty."""
    covering = tour_at(who, at, zone)
    return covering.ends if covering else None


def next_tour(who: OnTours, after: datetime, zone: str) -> Span | None:
    """The first stretch of duty that begins after an instant; None where none does in three weeks, or in
    the three weeks after the last change.

    Somebody who is always on begins anew each midnight: a tour without an end would have no digest.
    """
    for start in _starts(who, after, zone):
        found = tour_at(who, start, zone)
        if found is not None and found.begins == start:
            return found
    return None


def _starts(who: OnTours, after: datetime, zone: str) -> Iterator[datetime]:
    """The instants after another at which somebody may come on, day by day."""
    london = ZoneInfo(zone)
    edges = {edge for c in who.changes for edge in (c.begins, c.ends)}
    last = max(edges | {after}).astimezone(london).date() + timedelta(days=LOOK_AHEAD)
    day = after.astimezone(london).date()
    while day <= last:
        found = {s.begins for s in rostered(who, day, day, zone)}
        found |= {edge for edge in edges if edge.astimezone(london).date() == day}
        yield from sorted(start for start in found if start > after)
        day += timedelta(days=1)


def next_on(who: OnTours, at: datetime, zone: str) -> datetime | None:
    """When somebody who is off duty comes on (UTC); None for somebody on duty, and where nobody knows."""
    following = None if on_until(who, at, zone) is not None else next_tour(who, at, zone)
    return following.begins if following else None


def works_before(who: OnTours, at: datetime, due: datetime, zone: str) -> bool:
    """Whether somebody is on duty now or comes on before an instant."""
    back = next_on(who, at, zone)
    return on_until(who, at, zone) is not None or (back is not None and back < due)


def leaves_at(who: OnTours, at: datetime, zone: str) -> datetime | None:
    """When somebody on duty goes off, past tours that follow one another without a break (UTC).

    None for somebody off duty, and for somebody who does not leave within two days.
    """
    ends = on_until(who, at, zone)
    while ends is not None and ends < at + timedelta(days=2):
        further = on_until(who, ends, zone)
        if further is None:
            return ends
        ends = further
    return None


def left_at(who: OnTours, at: datetime, zone: str, look_back: timedelta) -> datetime | None:
    """When somebody who is off duty went off, if that was at most so long ago (UTC)."""
    if on_until(who, at, zone) is not None:
        return None
    first = (at - look_back).astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    ends = {s.ends for s in rostered(who, first, at.astimezone(ZoneInfo(zone)).date(), zone)}
    ends |= {edge for c in who.changes for edge in (c.begins, c.ends)}
    lately = sorted((end for end in ends if at - look_back < end <= at), reverse=True)
    return next((end for end in lately if on_until(who, end - MOMENT, zone) is not None), None)


def duty_edges(people: Iterable[OnTours], day: date, zone: str) -> tuple[datetime, ...]:
    """The instants (UTC) of a local day at which somebody may come or go; its midnight is one."""
    london = ZoneInfo(zone)
    times = {at for p in people for tour in p.tours for at in (tour.begins, tour.ends)} | {time(0)}
    return tuple(sorted({instant(day, at, london) for at in times}))
