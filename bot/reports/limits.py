"""The limits of a run chart, by the library, and with them its signals."""

from collections.abc import Sequence
from dataclasses import dataclass

from statprocon.charts.xmr.base import Base as XmR

from bot.domain.control import (
    Limits,
    Measure,
    Special,
    Tally,
    limitable,
    measure_of,
    points,
    specials,
    strongest,
    value,
)


@dataclass(frozen=True, slots=True)
class Chart:
    """Days as a run chart; without limits where there are too few points, and then without signals."""

    measure: Measure
    days: tuple[Tally, ...]
    points: tuple[Tally, ...]
    limits: Limits | None
    specials: tuple[Special, ...]

    def height(self, day: Tally) -> int:
        """Where the point of a day stands, rounded: per cent, or a count."""
        return round(value(day, self.measure))

    @property
    def lowest(self) -> Tally:
        """The first of the lowest points; raises ValueError where there is none."""
        return min(self.points, key=lambda day: value(day, self.measure))

    @property
    def highest(self) -> Tally:
        """The first of the highest points; raises ValueError where there is none."""
        return max(self.points, key=lambda day: value(day, self.measure))

    @property
    def range(self) -> tuple[int, int]:
        """The limits rounded, as far as a point can lie: no count below 0, no per cent above 100."""
        assert self.limits is not None, "asked for only where there are limits"
        most = 100.0 if self.measure is Measure.IN_TIME else self.limits.upper
        return round(max(self.limits.lower, 0.0)), round(min(self.limits.upper, most))

    @property
    def unjudged(self) -> int:
        """How many days had too few reports to be a point."""
        return len(self.days) - len(self.points)


def limits(values: Sequence[float]) -> Limits:
    """The natural process limits of an XmR chart: the average ± 2.66 average moving ranges."""
    found = XmR(list(values))
    lower, upper = found.lower_natural_process_limit()[0], found.upper_natural_process_limit()[0]
    return Limits(float(found.x_central_line()[0]), float(lower), float(upper))


def chart(days: Sequence[Tally]) -> Chart:
    """What is to be drawn of some days, oldest first; those before the first report are left out."""
    first = next((place for place, day in enumerate(days) if day.judged), len(days))
    days = days[first:]
    measure = measure_of(days)
    shown = points(days, measure)
    values = [value(day, measure) for day in shown]
    if not limitable(values, measure):
        return Chart(measure, tuple(days), shown, None, ())
    within = limits(values)
    return Chart(
        measure, tuple(days), shown, within, strongest(specials([day.day for day in shown], values, within))
    )
