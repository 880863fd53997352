"""What the meetings of a time come to: held of due, reviewed of due, and when their incidents were allocated.

Each item is counted at each meeting on whose list it stood; an incident's allocation is counted once, by the
first of those meetings. Nothing is added to what it is not: read out is not reviewed.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from bot.domain.meeting import LOOKED_AT, How

Part = TypeVar("Part", bound=Hashable)


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
    in_order = sorted(meetings, key=lambda met: met.day)
    return Figures(
        tally(meetings, items),
        _tallies(meetings, items, lambda met: met.unit),
        _tallies(in_order, items, lambda met: met.day),
    )


def _tallies(
    meetings: Iterable[Met], items: Iterable[Item], part: Callable[[Met], Part]
) -> dict[Part, Tally]:
    """The counts of each part of some meetings, in their order."""
    met: dict[Part, list[Met]] = {}
    stood: dict[Part, list[Item]] = {}
    for one in meetings:
        met.setdefault(part(one), []).append(one)
    for item in items:
        stood.setdefault(part(item.met), []).append(item)
    return {each: tally(some, stood.get(each, [])) for each, some in met.items()}


def by_meeting(meetings: Sequence[Met], items: Sequence[Item]) -> tuple[tuple[Met, Tally], ...]:
    """Each meeting with its own counts."""
    found = _tallies(meetings, items, lambda met: (met.unit, met.day))
    return tuple((met, found[met.unit, met.day]) for met in meetings)


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
