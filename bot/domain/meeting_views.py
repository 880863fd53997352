"""What people look at before, at and after a meeting, ready to be put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.force import Unit
from bot.domain.incident import IncidentKey
from bot.domain.listing import Line
from bot.domain.meeting import Changes, Item, Meeting
from bot.domain.promise import Promise, Resource, UnitOffer


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a meeting's list, and the heading under which it stands, as a code."""

    group: str
    line: Line


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise with the incident that it is about; `line` is left out where that is restricted."""

    promise: Promise
    key: IncidentKey
    restricted: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """How many incidents of a category had no clock, and how many of those look like crime."""

    category: str
    category_name: str
    count: int
    like_crime: int
    refs: tuple[str, ...] = ()  # of those that look like crime, the first few


@dataclass(frozen=True, slots=True)
class MeetingList:
    """What stands in a unit's channel before its meeting.

    `last` is the meeting before this one, held or not; `missed` of the `of` before this were not held.
    """

    meeting: Meeting
    unit: Unit
    items: tuple[Listed, ...]
    rest: int
    restricted: int
    sign_off: int
    changes: Changes | None
    owed: tuple[Owed, ...]
    watched: tuple[Watched, ...]
    watched_since: date
    last: Meeting | None
    missed: int
    of: int
    over: bool  # the next meeting's list has been put
    at: datetime


@dataclass(frozen=True, slots=True)
class BoardItem:
    """An item of a board: the incident's line as it is now, and what came of it; an offer that waits."""

    line: Line
    item: Item
    offer: UnitOffer | None = None
    settled: bool = False  # no clock of it runs any more


@dataclass(frozen=True, slots=True)
class Board:
    """A meeting's board, or its restricted part: what was not looked at yet stands first."""

    meeting: Meeting
    unit: Unit
    secluded: bool
    items: tuple[BoardItem, ...]
    rest: int
    restricted: int  # items that stand on the restricted part
    counts: Mapping[str, int]
    present: Mapping[str, datetime]
    promises: tuple[Owed, ...]
    resources: tuple[Resource, ...]
    came_in: int
    at: datetime

    @property
    def total(self) -> int:
        """How many items it has."""
        return sum(self.counts.values())

    @property
    def unlooked(self) -> int:
        """How many nobody has looked at by itself yet."""
        return self.counts.get("open", 0) + self.counts.get("read_out", 0)


@dataclass(frozen=True, slots=True)
class Chaired:
    """Who (a collar number) chaired from when on (UTC), and whether by delegation."""

    collar: str
    at: datetime
    delegated: bool


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What a meeting that has ended came to; `no_meeting` of its items no other meeting takes in time."""

    meeting: Meeting
    board: Board
    chairs: tuple[Chaired, ...]
    counts: Mapping[str, int]
    no_meeting: int
