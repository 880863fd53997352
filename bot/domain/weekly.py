"""The weekly digest: which days it is about, what it counts, and when it is due to whom. Instants are UTC.

A day counts once the 24 hours of its last report are over: else early records would stand without the late.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import exp, lgamma
from zoneinfo import ZoneInfo

from bot.domain.control import DAYS, Tally
from bot.domain.duty import OnTours, next_tour, tour_at
from bot.domain.figures import ENOUGH, Counts, Fate, Outcome, Timeliness, outcome, timeliness
from bot.domain.force import Force
from bot.domain.personal import common
from bot.domain.slots import ON_TIME

WEEK = 7
CATCH_UP = timedelta(hours=24)
NEXT = timedelta(days=7)
WIDTHS = (1, 2, 3, 4, 6)  # hours that may stand together, where single ones have too few reports
DOUBT = 0.05  # how often something stands out by chance, of all that an axis compares
RARE = "rare"  # what stands for codes that nobody knows and that are too few to be shown


class Axis(StrEnum):
    """By what the reports of four weeks are counted; hours and days are local ones."""

    UNIT = "unit"
    CATEGORY = "category"
    HOUR = "hour"  # the first of the hours that stand together
    WEEKDAY = "weekday"  # 0 is Monday


@dataclass(frozen=True, slots=True)
class Report:
    """The fate of one reported offence, with its unit and its category."""

    fate: Fate
    unit: str
    category: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an axis; `low`: surely lower than the others, beyond what chance does among so many."""

    code: str
    timeliness: Timeliness
    low: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """What a weekly digest says: `days` is four weeks, `counts` what became of the last one's reports.

    `width` is how many hours stand together; `looks` are the Registrar's signals, by code.
    """

    at: datetime
    units: tuple[str, ...]
    days: tuple[Tally, ...]
    counts: Mapping[Outcome, int]
    axes: Mapping[Axis, tuple[Row, ...]]
    width: int = 1
    late: bool = False
    looks: Mapping[str, int] | None = None

    @property
    def timeliness(self) -> Timeliness:
        """How many of the last week's reports were recorded within 24 hours."""
        return timeliness(self.counts)

    @property
    def low_hours(self) -> tuple[Row, ...]:
        """The hours that lose reports."""
        return tuple(row for row in self.axes[Axis.HOUR] if row.low)


@dataclass(frozen=True, slots=True)
class Period:
    """The local days of a digest, the last of them, and from when until before when they last (UTC)."""

    days: tuple[date, ...]
    since: datetime
    until: datetime


def period(at: datetime, zone: str, clock: timedelta = timedelta(hours=24)) -> Period:
    """The four weeks of which every report has had its 24 hours by an instant."""
    london = ZoneInfo(zone)
    ended = (at - clock).astimezone(london).date()
    days = tuple(ended - timedelta(days=back) for back in range(DAYS, 0, -1))
    return Period(days, _midnight(days[0], london), _midnight(ended, london))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def week(reports: Iterable[Report], at: datetime, units: Sequence[str], force: Force) -> Week:
    """What the reports of a period say at its instant."""
    zone, days = ZoneInfo(force.zone), period(at, force.zone, force.stages.clock).days
    judged = [(each, each.fate.told_at.astimezone(zone), outcome(each.fate, at)) for each in reports]
    by_day: dict[date, Counts] = defaultdict(Counter)
    by: dict[Axis, dict[str, Counts]] = {axis: defaultdict(Counter) for axis in Axis}
    for each, told, became in judged:
        by_day[told.date()][became] += 1
        codes = (each.unit, each.category, str(told.hour), str(told.weekday()))
        for axis, code in zip(Axis, codes, strict=True):
            by[axis][code][became] += 1
    width = _width(by[Axis.HOUR])
    axes = {axis: _rows(axis, _grouped(axis, by[axis], force, width)) for axis in Axis}
    last = sum((by_day[day] for day in days[-WEEK:]), Counter[Outcome]())
    return Week(at, tuple(units), tuple(_tally(day, by_day[day]) for day in days), last, axes, width)


def _tally(day: date, counts: Counts) -> Tally:
    found = timeliness(counts)
    return Tally(day, found.met, found.judged)


def _width(hours: Mapping[str, Counts]) -> int:
    """As few hours together as give most of the blocks enough reports for a per cent."""
    for width in WIDTHS:
        blocks = Counter[int]()
        for hour, counts in hours.items():
            blocks[int(hour) // width] += timeliness(counts).judged
        if sum(n >= ENOUGH for n in blocks.values()) >= 0.75 * 24 / width:
            return width
    return WIDTHS[-1]


def _grouped(axis: Axis, by: Mapping[str, Counts], force: Force, width: int) -> dict[str, Counts]:
    """The counts of an axis in its order, every hour and day among them; no code that may not be shown."""
    if axis is Axis.HOUR:
        blocks = [str(hour) for hour in range(0, 24, width)]
        return _summed(by, blocks, lambda hour: str(int(hour) // width * width))
    if axis is Axis.WEEKDAY:
        return _summed(by, [str(day) for day in range(WEEK)], str)
    known = force.units if axis is Axis.UNIT else force.categories
    shown, _ = common({code: counts.total() for code, counts in by.items()}, known)
    found = _summed(by, [], lambda code: code if code in shown else RARE)
    if axis is Axis.UNIT:
        order = [*(code for code in force.units if code in found), *sorted(found.keys() - force.units.keys())]
        return {code: found[code] for code in order}
    return dict(sorted(found.items(), key=lambda each: (-each[1].total(), each[0])))


def _summed(by: Mapping[str, Counts], order: Iterable[str], name: Callable[[str], str]) -> dict[str, Counts]:
    found: dict[str, Counts] = {code: Counter() for code in order}
    for code, counts in by.items():
        found.setdefault(name(code), Counter()).update(counts)
    return found


def _rows(axis: Axis, by: Mapping[str, Counts]) -> tuple[Row, ...]:
    """The lines of an axis; one is low where chance would hardly make it so much lower than the others."""
    shares = {code: timeliness(counts) for code, counts in by.items()}
    judged = [code for code, share in shares.items() if share.judged >= ENOUGH]
    all_of_them = Timeliness(sum(s.met for s in shares.values()), sum(s.judged for s in shares.values()))
    return tuple(
        Row(code, share, code in judged and surely_lower(share, all_of_them, len(judged)))
        for code, share in shares.items()
    )


def surely_lower(part: Timeliness, whole: Timeliness, compared: int) -> bool:
    """Whether so many of a part would hardly be missed by chance: Fisher's exact test, one-sided.

    Of so many that are `compared`, one in twenty digests would name one wrongly (Bonferroni).
    """
    return chance(part, whole) < DOUBT / max(compared, 1)


def chance(part: Timeliness, whole: Timeliness) -> float:
    """How likely a part of the whole, drawn blindly, misses at least as many as it did."""
    missed, of_all, met = part.judged - part.met, whole.judged - whole.met, whole.met
    if missed > of_all or part.met > met:
        raise ValueError("a part has no more than the whole")
    found = likely = exp(_ways(of_all, missed) + _ways(met, part.met) - _ways(whole.judged, part.judged))
    for n in range(missed, min(part.judged, of_all)):  # each likelihood from the one before: no huge numbers
        likely *= (of_all - n) * (part.judged - n) / ((n + 1) * (met - part.judged + n + 1))
        found += likely
    return min(found, 1.0)


def _ways(of: int, some: int) -> float:
    """The logarithm of in how many ways some of them can be drawn."""
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)


class Sending(StrEnum):
    """What becomes of a weekly digest that is due."""

    RUN = "run"
    LATE = "late"  # sent, and marked as late
    SKIPPED = "skipped"  # too late to be of use: an alarm
    OFF_DUTY = "off_duty"  # no duty before the next one is due: `/digest weekly` shows it
    UNREACHABLE = "unreachable"  # the roster names no account in Slack
    BEGUN = "begun"  # its slot lay before the first that was somebody's: nothing was missed


def due_at(who: OnTours, slot_at: datetime, zone: str) -> datetime | None:
    """When somebody's digest is due: at its slot, or where they are off duty then, when they next come on.

    Whoever has no tours at all gets it at its slot. None where the next slot comes before the next tour.
    """
    if not (who.tours or who.changes) or tour_at(who, slot_at, zone):
        return slot_at
    following = next_tour(who, slot_at, zone)
    return following.begins if following and following.begins < slot_at + NEXT else None


def sending(due: datetime | None, at: datetime, reachable: bool) -> Sending | None:
    """What becomes at `at` of a digest that is due then; None while it is not yet."""
    if due is None:
        return Sending.OFF_DUTY
    if at < due:
        return None
    if not reachable:
        return Sending.UNREACHABLE
    if at - due > CATCH_UP:
        return Sending.SKIPPED
    return Sending.RUN if at - due <= ON_TIME else Sending.LATE
