"""The Registrar's dial-ins: which series there are, whom each is for, when it is held and told of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.people import RANKS, Person
from bot.domain.slots import ON_TIME, Slot

RHYTHM = date(2026, 1, 5)  # a Monday: from where weeks are counted for a series that names no first day
WEEK, DAY = timedelta(days=7), timedelta(days=1)
BEFORE = timedelta(hours=1)


class Reminder(StrEnum):
    """What people hear before a dial-in, in order of time."""

    WEEK = "week"
    DAY = "day"
    HOUR = "hour"


class Notice(StrEnum):
    """What else they may hear: moved, cancelled; sent as a deputy, or no more; theirs declined; its notes."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    DEPUTY = "deputy"
    RELEASED = "released"
    DECLINED = "declined"
    NOTES = "notes"


class Reply(StrEnum):
    """What somebody may answer."""

    COMING = "coming"
    NOT_COMING = "not_coming"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a series is for: one of the units, one of the ranks and one of the roles, where any are named.

    `promoted_days`: only those promoted to their rank so many days ago or fewer. `people`: collar numbers of
    those whom it is for whatever else is said. An audience that names nothing is everybody on the roster.
    """

    units: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    promoted_days: int = 0
    people: frozenset[str] = frozenset()

    @property
    def everybody(self) -> bool:
        """Whether nobody is left out."""
        return not (self.people or self.narrows)

    @property
    def narrows(self) -> bool:
        """Whether anything is asked of people but to be named."""
        return bool(self.units or self.ranks or self.roles or self.promoted_days)


@dataclass(frozen=True, slots=True)
class Series:
    """A dial-in that repeats: on a weekday (Monday is 0) at a local time, every so many `weeks`; 0 is once.

    `first` and `last` are the local days from and until which it is held; `joining` is a line or a link.
    """

    code: str
    names: Mapping[str, str]
    weekday: int
    at: time
    minutes: int = 45
    weeks: int = 1
    first: date | None = None
    last: date | None = None
    audience: Audience = field(default_factory=Audience)
    joining: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that nobody has taken, the instant (UTC) from which it is of no more use, and its fate."""

    kind: Reminder
    at: datetime
    until: datetime
    slot: Slot

    @property
    def runs(self) -> bool:
        """Whether people are to be told."""
        return self.slot in (Slot.RUN, Slot.LATE)


def week_of(day: date) -> date:
    """The Monday of a day's week: an occurrence is named by it, whatever day it is moved to."""
    return day - timedelta(days=day.weekday())


def held_in(series: Series, week: date) -> bool:
    """Whether a series is held in the week that begins on this Monday."""
    day = week + timedelta(days=series.weekday)
    if (series.first and day < series.first) or (series.last and day > series.last):
        return False
    apart = (week - week_of(series.first or RHYTHM)).days // 7
    return apart % series.weeks == 0 if series.weeks else apart == 0


def weeks_held(series: Series, since: date, count: int) -> Iterator[date]:
    """The weeks, of so many from the one of a day on, in which a series is held."""
    mondays = (week_of(since) + n * WEEK for n in range(count))
    return (monday for monday in mondays if held_in(series, monday))


def starts_at(series: Series, week: date, zone: str) -> datetime:
    """When it begins in a week (UTC): the earlier instant of an hour that happens twice."""
    return local(week + timedelta(days=series.weekday), series.at, zone)


def local(day: date, at: time, zone: str) -> datetime:
    """The instant (UTC) of a local time; where the clocks skip it, as much later as they were put on."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def reminded_at(kind: Reminder, begins: datetime, zone: str) -> datetime:
    """When people are reminded (UTC): a week or a day before at the same local time, or an hour before."""
    if kind is Reminder.HOUR:
        return begins - BEFORE
    there = begins.astimezone(ZoneInfo(zone))
    back = WEEK if kind is Reminder.WEEK else DAY
    return local(there.date() - back, there.time(), zone)


def reminders(begins: datetime, zone: str) -> tuple[tuple[Reminder, datetime, datetime], ...]:
    """Each reminder of a dial-in, its instant, and the instant from which it is of no more use."""
    kinds = list(Reminder)
    times = [*(reminded_at(kind, begins, zone) for kind in kinds), begins]
    return tuple(zip(kinds, times, times[1:], strict=False))


def due(
    begins: datetime, planned_at: datetime, moved: bool, now: datetime, zone: str, taken: Collection[str]
) -> tuple[Due, ...]:
    """The reminders reached by `now` that are not in the ledger, oldest first.

    One whose time had passed when the dial-in was planned is told at once, if the next has not come; after a
    move the news of the move has told people, and what lies before it is only noted, as `begun`.
    """
    return tuple(
        Due(kind, at, until, _fate(at, until, planned_at, moved, now))
        for kind, at, until in reminders(begins, zone)
        if kind.value not in taken and at <= now
    )


def _fate(at: datetime, until: datetime, planned_at: datetime, moved: bool, now: datetime) -> Slot:
    if planned_at >= until or (moved and at <= planned_at):
        return Slot.BEGUN
    if now >= until:
        return Slot.SKIPPED
    return Slot.RUN if now - max(at, planned_at) <= ON_TIME else Slot.LATE


def includes(audience: Audience, person: Person, lines: Sequence[Person], day: date) -> bool:
    """Whether a series is for somebody; `lines` are all that the roster says of them, past and to come."""
    if person.collar in audience.people or audience.everybody:
        return True
    return (
        audience.narrows
        and (not audience.units or person.unit in audience.units)
        and (not audience.ranks or person.rank in audience.ranks)
        and (not audience.roles or bool(person.roles & audience.roles))
        and _recently(audience, person, lines, day)
    )


def _recently(audience: Audience, person: Person, lines: Sequence[Person], day: date) -> bool:
    if not audience.promoted_days:
        return True
    since = promoted_on(person, lines)
    return since is not None and since <= day and (day - since).days <= audience.promoted_days


def promoted_on(person: Person, lines: Sequence[Person]) -> date | None:
    """The day from which somebody has their rank, where the roster knows them in a lower one before."""
    rank = RANKS.index(person.rank)
    begun = sorted((line.valid_from or date.min, RANKS.index(line.rank)) for line in lines)
    lower = [since for since, held in begun if held < rank]
    if not lower:
        return None
    risen = [since for since, held in begun if held == rank and since > max(lower)]
    return min(risen, default=None)
