"""What was due, worked out anew: the arithmetic of the auditor, which shares none with what tells.

Instants are UTC. Whatever is due is named by its kind and, within it, by one line of parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.dmm import Dmm
from bot.domain.force import Force, Unit

BETWEEN = "|"
MEETINGS_BACK = 14  # days: a fortnight of holidays would have to lie between two meetings


class Kind(StrEnum):
    """What may be due."""

    STAGE = "stage"
    LIST = "list"
    MESSAGE = "message"
    LADDER = "ladder"
    DIGEST = "digest"
    WEEKLY = "weekly"
    MEETING = "meeting"
    DIAL_IN = "dial_in"
    SHIFT = "shift"
    HANDOVER = "handover"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long it may take until a due thing is done, and until Slack shows it.

    A gap between two audits that is longer than `away` means that nobody was at work: all may catch up first.
    """

    doing: timedelta = timedelta(minutes=2)
    showing: timedelta = timedelta(minutes=15)
    away: timedelta = timedelta(minutes=3)

    @classmethod
    def at_speed(cls, speed: float) -> "Patience":
        """The same where the story runs faster than the machine, which still needs its seconds."""
        least = [timedelta(seconds=seconds * speed) for seconds in (20, 60, 20)]
        usual = cls()
        return cls(*map(max, (usual.doing, usual.showing, usual.away), least))


@dataclass(frozen=True, slots=True)
class Window:
    """What one audit judges: whatever was due after `begin`, and not since somebody was at work again.

    `mark`: what was due until then has been judged already.
    """

    begin: datetime
    mark: datetime
    since: datetime
    now: datetime
    patience: Patience

    @property
    def until(self) -> datetime:
        """What was due by then should be done by now."""
        return self.now - self.patience.doing

    def judges(self, at: datetime) -> bool:
        """Whether something due at an instant is to be judged now."""
        return self.begin < at and max(at, self.since) <= self.until


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that was due at an instant; `stream` is the trail of what it is about."""

    kind: Kind
    what: str
    at: datetime
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A reported offence as the auditor reads it; `stopped_at` is None while its clock runs."""

    incident_id: int
    stream: str
    n: int
    unit: str
    told_at: datetime
    first_seen_at: datetime
    stopped_at: datetime | None = None


def named(*parts: object) -> str:
    """The one line that names a thing within its kind."""
    return BETWEEN.join(map(str, parts))


def loud_stages(clock: Clock, force: Force) -> Iterator[tuple[str, datetime]]:
    """Each stage that people must be told of, by code, and when this clock enters it if nobody decides."""
    end = clock.told_at + force.stages.clock
    yield "urgent", end - force.stages.urgent
    yield "overdue", end
    unit = force.units.get(clock.unit)
    met = _last_met(end, unit.dmm, ZoneInfo(force.zone)) if unit and unit.dmm else None
    if met is not None:
        yield "no_meeting_left", max(met, end - force.stages.no_meeting_left)


def rungs(clock: Clock, force: Force) -> Iterator[tuple[str, datetime]]:
    """Each rung of the ladder whose steps are made at once when it begins, and when this clock reaches it."""
    end = clock.told_at + force.stages.clock
    yield "approaching", end - force.stages.approaching
    yield "supervisor", end - force.ladder.supervisor_left
    yield from loud_stages(clock, force)


def met(unit: Unit, first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[date, datetime, datetime]]:
    """A unit's meetings from one local day to another: the day, when each begins and when it is over."""
    for ahead in range((last - first).days + 1) if unit.dmm else ():
        day = first + timedelta(days=ahead)
        over = _met(day, unit.dmm, zone) if unit.dmm else None
        if unit.dmm and over is not None:
            yield day, over - timedelta(minutes=unit.dmm.minutes), over


def _last_met(end: datetime, dmm: Dmm, zone: ZoneInfo) -> datetime | None:
    """When the last meeting before a deadline is over."""
    day = end.astimezone(zone).date()
    over = (_met(day - timedelta(days=back), dmm, zone) for back in range(MEETINGS_BACK))
    return next((at for at in over if at is not None and at <= end), None)


def _met(day: date, dmm: Dmm, zone: ZoneInfo) -> datetime | None:
    begins = dmm.local_time(day)
    if begins is None:
        return None
    local = datetime(day.year, day.month, day.day, begins.hour, begins.minute, tzinfo=zone)
    return local.astimezone(UTC) + timedelta(minutes=dmm.minutes)
