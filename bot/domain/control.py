"""A run chart with control limits: which days are its points, and what in them is a signal.

Sources: Donald J. Wheeler, *Making Sense of Data* (SPC Press, 2003), for the three detection rules; the same,
"Working With Rare Events" (Quality Digest, 2011), for counts that are too small for limits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from bot.domain.figures import ENOUGH

DAYS = 28  # of a chart: four whole weeks, so that each weekday stands in it as often
FEWEST = 12  # points, below which limits would move more than what they are to judge
IN_A_ROW, NEAR, OF = 8, 3, 4  # eight on one side; three of four nearer a limit than the average
RARE = 1.0  # an average count below which a run of zeros is ordinary, and limits mean nothing


class Measure(StrEnum):
    """What a point of the chart is."""

    IN_TIME = "in_time"  # per cent of a day's reports that were recorded within 24 hours
    MISSED = "missed"  # how many of a day's reports were not: where days are too small for a per cent


class Rule(StrEnum):
    """Why a stretch of days is a signal, the strongest first."""

    BEYOND = "beyond"  # a point outside the limits
    NEAR_LIMIT = "near_limit"  # three of four successive points nearer one limit than the average
    ONE_SIDE = "one_side"  # eight successive points on one side of the average


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `judged` reports of a local day, `met` were recorded within 24 hours."""

    day: date
    met: int
    judged: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The average, and between what the points lie while nothing in particular changes."""

    centre: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Special:
    """A signal of a special cause: its rule, its first and last day, and on which side of the average."""

    rule: Rule
    first: date
    last: date
    above: bool


def measure_of(days: Sequence[Tally]) -> Measure:
    """Per cent where enough days have enough reports for one, else counts."""
    large = sum(day.judged >= ENOUGH for day in days)
    return Measure.IN_TIME if large >= max(FEWEST, len(days) // 2) else Measure.MISSED


def points(days: Sequence[Tally], measure: Measure) -> tuple[Tally, ...]:
    """The days that are points; the others had too few reports to be judged."""
    fewest = ENOUGH if measure is Measure.IN_TIME else 1
    return tuple(day for day in days if day.judged >= fewest)


def value(day: Tally, measure: Measure) -> float:
    """Where a day's point stands: per cent, or a count."""
    return 100 * day.met / day.judged if measure is Measure.IN_TIME else float(day.judged - day.met)


def limitable(values: Sequence[float], measure: Measure) -> bool:
    """Whether limits would say something."""
    rare = measure is Measure.MISSED and sum(values) < RARE * len(values)
    return len(values) >= FEWEST and not rare


def specials(days: Sequence[date], values: Sequence[float], limits: Limits) -> tuple[Special, ...]:
    """Every signal, in order of its last day; `days` and `values` belong together, oldest first."""
    found = [*_beyond(values, limits), *_near(values, limits), *_one_side(values, limits)]
    signals = (Special(rule, days[first], days[last], above) for rule, first, last, above in found)
    return tuple(sorted(signals, key=lambda each: (each.last, each.first, each.rule)))


def strongest(found: Sequence[Special]) -> tuple[Special, ...]:
    """Signals without those whose days all lie in one that says more of the same side."""
    order = tuple(Rule)
    return tuple(
        each
        for each in found
        if not any(
            order.index(other.rule) < order.index(each.rule)
            and other.above == each.above
            and other.first <= each.first
            and each.last <= other.last
            for other in found
        )
    )


Span = tuple[Rule, int, int, bool]


def _beyond(values: Sequence[float], limits: Limits) -> Iterator[Span]:
    """Points outside the limits; those that follow each other on one side are one signal."""
    sides = [(each > limits.upper) - (each < limits.lower) for each in values]
    for side, places in _runs(sides):
        if side:
            yield Rule.BEYOND, places[0], places[-1], side > 0


def _runs(sides: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Each stretch of successive points on one side (1: above, -1: below, 0: neither), with its places."""
    for side, run in groupby(enumerate(sides), itemgetter(1)):
        yield side, [place for place, _ in run]


def _one_side(values: Sequence[float], limits: Limits) -> Iterator[Span]:
    """Runs of eight and more; a point on the average ends one."""
    sides = [(each > limits.centre) - (each < limits.centre) for each in values]
    for side, places in _runs(sides):
        if side and len(places) >= IN_A_ROW:
            yield Rule.ONE_SIDE, places[0], places[-1], side > 0


def _near(values: Sequence[float], limits: Limits) -> Iterator[Span]:
    """Stretches in which each four successive points have three nearer one limit than the average."""
    high, low = (limits.centre + limits.upper) / 2, (limits.centre + limits.lower) / 2
    for above in (True, False):
        near = [each > high if above else each < low for each in values]
        hits = {i for i in range(len(near) - OF + 1) if sum(near[i : i + OF]) >= NEAR}
        for first in sorted(hits):
            if first - 1 not in hits:
                end = next(i for i in range(first, len(near)) if i + 1 not in hits)
                last = max(i for i in range(first, end + OF) if near[i])
                yield Rule.NEAR_LIMIT, min(i for i in range(first, last) if near[i]), last, above
