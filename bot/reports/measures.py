"""Shares with their intervals, spreads and curves: the libraries' own, with the rule of when to show them."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import inf

import numpy as np

from bot.domain.figures import ENOUGH

HOUR = 3600.0
SHOWN_HOURS = 48  # of the curve; what took longer is said beside it
_STEP = 0.25  # hours between two points of the curve
STEPS = (1, 4, 8, 12, 24)  # hours within which a record was made


async def loaded() -> None:
    """Have what intervals are reckoned with loaded: seconds, once in a process, and in a thread of its own.

    Whoever words a share in the loop asks for it before, else every answer would wait for that.
    """
    await asyncio.to_thread(import_module, "scipy.stats")


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; per cent and interval (both 0 to 1) only where there are enough to say so."""

    part: int
    whole: int

    @property
    def enough(self) -> bool:
        """Whether a percentage says anything."""
        return self.whole >= ENOUGH

    @property
    def rate(self) -> float:
        """The share from 0 to 1; 0 of nothing is 0."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval by Wilson's method, from 0 to 1. Raises ValueError for a share of nothing."""
        from scipy.stats import binomtest  # here: slow to import, and a start needs none

        found = binomtest(self.part, self.whole).proportion_ci(confidence_level=0.95, method="wilson")
        return float(found.low), float(found.high)


@dataclass(frozen=True, slots=True)
class Spread:
    """How lengths of time lie, in seconds; `ninetieth` is None where there are too few."""

    count: int
    median: float
    ninetieth: float | None


def spread(seconds: Iterable[float]) -> Spread | None:
    """The median and the 90th percentile of some lengths of time; None of nothing."""
    values = np.fromiter(seconds, float)
    if not values.size:
        return None
    high = float(np.quantile(values, 0.9)) if values.size >= ENOUGH else None
    return Spread(int(values.size), float(np.median(values)), high)


def curve(seconds: Iterable[float], whole: int) -> tuple[list[float], list[float]]:
    """Hours, and the share of `whole` that was recorded within them: it stays below 1 by what never was."""
    values = np.sort(np.fromiter(seconds, float))
    hours = np.arange(0, SHOWN_HOURS + _STEP, _STEP)
    reached = np.searchsorted(values, hours * HOUR, side="right") / whole
    return hours.tolist(), reached.tolist()


def steps(seconds: Iterable[float]) -> list[tuple[int, int | None, int]]:
    """How many were recorded after more than `from` and within `to` hours; the last has no end."""
    values = np.fromiter(seconds, float)
    edges = np.array([-inf, *(hours * HOUR for hours in STEPS), inf])
    counts = np.diff(np.searchsorted(np.sort(values), edges, side="right"))
    return [(a, b, int(n)) for a, b, n in zip((0, *STEPS), (*STEPS, None), counts, strict=True)]


@dataclass(frozen=True, slots=True)
class Daily:
    """How many a day: on a median day, on the busiest, and which day that was (ISO); `total` in all."""

    total: int
    median: float
    busiest: int
    day: str


def daily(counts: Mapping[str, int], days: int) -> Daily:
    """Counts by day as a median and a busiest day; a day without any counts as 0."""
    busiest = max(counts.values(), default=0)
    when = min((day for day, n in counts.items() if n == busiest), default="") if busiest else ""
    return Daily(sum(counts.values()), median_day([counts], days), busiest, when)


def median_day(every: Sequence[Mapping[str, int]], days: int) -> float:
    """The median over the days of all of these, those without any included."""
    known = [n for counts in every for n in counts.values()]
    quiet = max(days * len(every) - len(known), 0)
    values = np.array([*known, *([0] * quiet)])
    return float(np.median(values)) if values.size else 0.0
