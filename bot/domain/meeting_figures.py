"""What the meetings of a time come to: held of due, reviewed of due, and when their incidents were allocated.

Each item is counted at each meeting on whose list it stood; an incident's allocation is counted once, by the
first of those meetings. Nothing is added to what it is not: read out is not reviewed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.meeting import LOOKED_AT, How


class Came(StrEnum):
    """What became of a meeting that was due."""

    HELD = "held"
    UNENDED = "unended"  # begun and never ended
    MISSED = "missed"


class Allocated(StrEnum):
    """When an incident was allocated, seen from the first meeting on whose list it stood."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    SETTLED = "settled"  # decided by somebody who had not been given it
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting that was due, its local day, and its instants (UTC); `late`: it had counted as not held."""

    unit: str
    day: date
    due_at: datetime
    due_end: datetime
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    late: bool = False

    @property
    def came(self) -> Came:
        """What became of it."""
        if self.begun_at is None:
            return Came.MISSED
        return Came.HELD if self.ended_at else Came.UNENDED

    @property
    def starts(self) -> datetime:
        """When it began, or should have."""
        return self.begun_at or self.due_at

    @property
    def ends(self) -> datetime:
        """When it ended, or should have."""
        return max(self.ended_at or self.due_end, self.starts)


@dataclass(frozen=True, slots=True)
class Item:
    """An incident on the list of one meeting, and what was done with it there (UTC).

    `allocated_at` is when anybody was first given it; `settled`: nothing of it is open any more.
    """

    met: Met
    incident: int
    how: How
    allocated_at: datetime | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some meetings: parts of `due`, parts of `items`, and in `allocated` of their incidents."""

    due: int
    held: int
    late: int
    missed: int
    items: int
    reviewed: int
    read_out: int
    allocated: Mapping[Allocated, int]

    @property
    def unended(self) -> int:
        """Meetings that were begun and never ended."""
        return self.due - self.held - self.missed

    @property
    def unseen(self) -> int:
        """Items that nobody looked at and nobody read out."""
        return self.items - self.reviewed - self.read_out

    @property
    def incidents(self) -> int:
        """How many incidents stood on any of the lists."""
        return sum(self.allocated.values())


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a time in all, by unit and by local day."""

    whole: Tally
    units: Mapping[str, Tally]
    days: Mapping[date, Tally]


def figures(meetings: Sequence[Met], items: Sequence[Item]) -> Figures:
    """The counts of meetings that were due, and of what stood on their lists."""
    units = dict.fromkeys(m.unit for m in meetings)
    days = dict.fromkeys(sorted(m.day for m in meetings))
    return Figures(
        tally(meetings, items),
        {
            u: tally([m for m in meetings if m.unit == u], [i for i in items if i.met.unit == u])
            for u in units
        },
        {d: tally([m for m in meetings if m.day == d], [i for i in items if i.met.day == d]) for d in days},
    )


def by_meeting(meetings: Sequence[Met], items: Sequence[Item]) -> tuple[tuple[Met, Tally], ...]:
    """Each meeting with its own counts."""
    kept: dict[tuple[str, date], list[Item]] = {}
    for item in items:
        kept.setdefault((item.met.unit, item.met.day), []).append(item)
    return tuple((met, tally([met], kept.get((met.unit, met.day), []))) for met in meetings)


def tally(meetings: Sequence[Met], items: Sequence[Item]) -> Tally:
    """The counts of these meetings alone."""
    came = Counter(m.came for m in meetings)
    hows = Counter(i.how for i in items)
    reviewed = sum(n for how, n in hows.items() if how in LOOKED_AT)
    when = Counter(allocated(i) for i in _firsts(items))
    late = sum(m.late for m in meetings)
    return Tally(
        len(meetings), came[Came.HELD], late, came[Came.MISSED], len(items), reviewed, hows[How.READ_OUT],
        {each: when[each] for each in Allocated},
    )  # fmt: skip


def _firsts(items: Iterable[Item]) -> Iterable[Item]:
    """Each incident at the first of its meetings."""
    first: dict[int, Item] = {}
    for item in sorted(items, key=lambda i: (i.met.due_at, i.met.unit)):
        first.setdefault(item.incident, item)
    return first.values()


def allocated(item: Item) -> Allocated:
    """When an incident was allocated, seen from this meeting."""
    at = item.allocated_at
    if at is None:
        return Allocated.SETTLED if item.settled else Allocated.NOT_YET
    if at < item.met.starts:
        return Allocated.BEFORE
    return Allocated.DURING if at <= item.met.ends else Allocated.AFTER
