"""The high-water mark of a view: what was seen so far, and from where the next poll must read again.

Rows may be committed late, and stamps may be of a clock that goes back an hour; so the next poll begins
before the mark, and never later than a row may still be stamped that was not seen.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.sources.door import HighWater
from bot.sources.fetched import Memory
from bot.sources.stamps import FIRST_YEAR, LAST_YEAR, placed

MARK = "mark"
LONGEST_DAY = len("2026-11-20")
SHAPE = 11  # characters: the day of a text, and what follows it
GREATEST = 18  # the power of ten that a number which grows stays below
FEW = 3  # numbers beyond a gap before the mark follows: one mistaken number blinds no feed
GAP = 1000, 10  # rows, and look-backs, that lie between two numbers at most
FIRST = datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001 -- a wall clock's, as the column's own values are


class Kind(StrEnum):
    """What the column's values are."""

    NUMBER = "number"
    INSTANT = "instant"  # a time stamp with its offset
    WALL = "wall"  # a time stamp without one: the mapping's zone
    DAY = "day"
    TEXT = "text"  # a time stamp written as ISO 8601: the order of its letters is that of time


Value = int | str | datetime | date


@dataclass(frozen=True, slots=True)
class Mark:
    """The greatest value seen, as the column holds it."""

    kind: Kind
    value: Any  # a Value of that kind: only such are compared

    def as_memory(self) -> list[int | str]:
        """Plain values that JSON can hold."""
        kept = self.value.isoformat() if isinstance(self.value, date) else self.value
        return [self.kind.value, kept]


def from_memory(memory: Memory) -> Mark | None:
    """The mark that was kept."""
    if MARK not in memory:
        return None
    kind, value = Kind(str(memory[MARK][0])), memory[MARK][1]
    if kind in (Kind.INSTANT, Kind.WALL):
        return Mark(kind, datetime.fromisoformat(str(value)))
    return Mark(kind, date.fromisoformat(str(value)) if kind is Kind.DAY else value)


def _as_time(value: Any) -> datetime | None:
    """A stamp, or a text that is one; None for anything else."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 -- a day begins by the wall clock
    return value if isinstance(value, datetime) and value.year >= FIRST_YEAR else None


def _mark(value: Any) -> Mark | None:
    """A value as a mark; None for one that no order of time can be read from."""
    if isinstance(value, Decimal) and value.is_finite() and value.adjusted() <= GREATEST:
        value = int(value) if value == value.to_integral_value() else value
    if isinstance(value, int) and not isinstance(value, bool):
        return Mark(Kind.NUMBER, value) if abs(value) < 10 ** (GREATEST + 1) else None
    if _as_time(value) is None:
        return None
    if isinstance(value, str):
        return Mark(Kind.TEXT, value)
    if not isinstance(value, datetime):
        return Mark(Kind.DAY, value)
    return Mark(Kind.INSTANT if value.tzinfo else Kind.WALL, value)


def instant(mark: Mark, zone: ZoneInfo) -> datetime | None:
    """The earliest instant (UTC) that a stamp may mean; None for a number, and beyond the last year."""
    at = None if mark.kind is Kind.NUMBER else _as_time(mark.value)
    if at is None or at.year > LAST_YEAR:
        return None
    return at.astimezone(UTC) if at.tzinfo else placed(at, zone)[0]


def sign(mark: Mark, zone: ZoneInfo) -> datetime | None:
    """When the force's system last gave a sign of life (UTC); None where the mark holds no time of day."""
    if mark.kind is Kind.DAY or (mark.kind is Kind.TEXT and len(mark.value) <= LONGEST_DAY):
        return None
    return instant(mark, zone)


def _back(mark: Mark, look_back: timedelta, zone: ZoneInfo, at: datetime) -> datetime:
    """The least wall-clock time (naive) that a row may have from `look_back` before the mark until `at`."""
    seen = instant(mark, zone)
    since = (seen or at) - look_back
    offsets = [moment.astimezone(zone).utcoffset() or timedelta() for moment in (since, max(at, since))]
    own = _as_time(mark.value)
    if own is not None and (offset := own.utcoffset()) is not None:
        offsets.append(offset)
    return since.replace(tzinfo=None) + min(offsets)


def _shaped(wall: datetime, like: str) -> str:
    """A wall-clock time written as another text is, shorter, so that it sorts before all that begins so."""
    if len(like) <= LONGEST_DAY:
        return wall.strftime("%Y%m%d" if "-" not in like else "%Y-%m-%d")
    plain = "-" not in like[:8]
    text = wall.strftime("%Y%m%d %H%M%S" if plain else "%Y-%m-%d %H:%M:%S")
    return text.replace(" ", like[8 if plain else 10])[: len(like)]


def since(mark: Mark, rule: HighWater, zone: ZoneInfo, at: datetime) -> Value:
    """From which value on a poll at `at` reads again, in the column's own terms."""
    if isinstance(rule.look_back, int):
        return int(mark.value) - rule.look_back
    if mark.kind is Kind.INSTANT:
        return (instant(mark, zone) or at) - rule.look_back
    wall = _back(mark, rule.look_back, zone, at)
    if mark.kind is Kind.WALL:
        return wall
    return wall.date() if mark.kind is Kind.DAY else _shaped(wall, mark.value)


def never(mark: Mark) -> Value | None:
    """Below this no stamp was ever set: such rows are read each time, as blank ones are."""
    of_kind: dict[Kind, Value] = {
        Kind.INSTANT: FIRST.replace(tzinfo=UTC),
        Kind.WALL: FIRST,
        Kind.DAY: FIRST.date(),
        Kind.TEXT: str(FIRST_YEAR),
    }
    return of_kind.get(mark.kind)


def shape(mark: Mark) -> str:
    """How a text begins, as LIKE would say it; nothing for other kinds."""
    if mark.kind is not Kind.TEXT:
        return ""
    return "".join("_" if letter.isdigit() else letter for letter in mark.value[:SHAPE])


def otherwise(mark: Mark) -> str | None:
    """A pattern for LIKE: a text that does not fit it is in no order with the mark, and is read each time."""
    return shape(mark) + "%" * (len(mark.value) > LONGEST_DAY) if mark.kind is Kind.TEXT else None


@dataclass(slots=True)
class _Numbers:
    """Whether a number, of those that come in their order, may be the mark: some others lie near it."""

    gap: int
    last: int | None = None
    run: int = FEW

    def trusts(self, value: int) -> bool:
        """Take note of a number."""
        if self.last is not None and value > self.last:
            self.run = self.run + 1 if value - self.last <= self.gap else 1
        self.last = value if self.last is None else max(self.last, value)
        return self.run >= FEW


@dataclass(slots=True)
class Tide:
    """The mark while rows come in; `at` is the poll's instant, which no mark is later than."""

    rule: HighWater
    zone: ZoneInfo
    at: datetime
    mark: Mark | None = None
    read: int = field(default=0)
    unread: int = field(default=0)
    shapes: Counter[str] = field(default_factory=Counter)
    highest: dict[str, Mark] = field(default_factory=dict)
    numbers: _Numbers = field(init=False)
    known: Mark | None = field(init=False)  # of earlier polls

    def __post_init__(self) -> None:
        """Begin at the mark of earlier polls."""
        back = self.rule.look_back if isinstance(self.rule.look_back, int) else 0
        seen = self.mark.value if self.mark and self.mark.kind is Kind.NUMBER else None
        self.numbers = _Numbers(GAP[0] + GAP[1] * back, seen)
        self.known = self.mark

    def rise(self, value: Any) -> None:
        """Take note of a row's value; one of the future, or of no time at all, moves nothing."""
        if value is None:
            return
        mark = _mark(value)
        if mark is None or (mark.kind is Kind.NUMBER) != isinstance(self.rule.look_back, int):
            self.unread += 1
            return
        self.read += 1
        if mark.kind is Kind.NUMBER:
            reached = self.numbers.trusts(mark.value)
        else:
            reached = (seen := instant(mark, self.zone)) is not None and seen <= self.at
        if reached:
            self._reach(mark)

    def _reach(self, mark: Mark) -> None:
        """Let the mark rise to this one, unless texts of another shape are more."""
        alike = f"{mark.kind} {shape(mark)}"
        self.shapes[alike] += 1
        before = self.highest.get(alike)
        if before is None or mark.value > before.value:
            self.highest[alike] = mark
        if self.known is None:
            self.mark = self.highest[self.shapes.most_common(1)[0][0]]
        elif alike == f"{self.known.kind} {shape(self.known)}" and self.mark and mark.value > self.mark.value:
            self.mark = mark

    @property
    def unreadable(self) -> bool:
        """Whether the column holds something, and never what the rule says."""
        return bool(self.unread) and not self.read
