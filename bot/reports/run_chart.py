"""The picture of a run chart, with a ground of its own: it reads on Slack's light and dark alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import ceil, floor
from typing import TYPE_CHECKING

from bot.domain.control import Measure, Special, value
from bot.reports.canvas import WIDTH
from bot.reports.limits import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT, DENSITY = 240, 216  # points; dots to an inch: three to a point, so that it is sharp on a phone
SIZE = 11  # points: Slack shows it a little smaller than it is
GROUND, INK, MUTED, LINE, ACCENT = "#ffffff", "#16202c", "#52606f", "#d5dbe2", "#0b5cab"
_LEFT, _RIGHT, _BELOW, _ABOVE = 44, 12, 27, 56  # points
_HEAD = 17  # points between two lines of the head
_ROOM = 0.14  # of the height, kept free above and below for the numbers of signals


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a picture: of its lines (empty: not there), and of those days that stand below it."""

    average: str
    usual: str
    unjudged: str
    days: Mapping[date, str]


def drawn(found: Chart, labels: Labels) -> bytes:
    """The chart as a PNG."""
    # here: slow to import, and most processes draw nothing
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=DENSITY, facecolor=GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes(
        (
            _LEFT / WIDTH,
            _BELOW / HEIGHT,
            (WIDTH - _LEFT - _RIGHT) / WIDTH,
            (HEIGHT - _BELOW - _ABOVE) / HEIGHT,
        )
    )
    _scale(axes, found)
    _days(axes, found, labels)
    _lines(axes, found)
    _points(axes, found)
    _head(figure, labels)
    written = BytesIO()
    figure.savefig(written, format="png", facecolor=GROUND, metadata={"Software": None})
    return written.getvalue()


def span(found: Chart) -> tuple[float, float]:
    """From what to what the chart reaches: no per cent above 100, no count below 0."""
    values = [value(day, found.measure) for day in found.points] or [0.0]
    within = [found.limits.lower, found.limits.upper] if found.limits else []
    low, high = max(min(values + within), 0.0), max(values + within)
    if found.measure is Measure.MISSED:
        return 0.0, max(4.0, 4.0 * ceil(high / 4))
    return max(0.0, 10.0 * floor(low / 10)), 100.0


def _scale(axes: Axes, found: Chart) -> None:
    """The height of the axes, with its values beside it."""
    low, high = span(found)
    spare = (high - low) * _ROOM
    axes.set(xlim=(-0.8, len(found.days) - 0.2), ylim=(low - spare, high + spare))
    axes.set_axis_off()
    mark = "%" if found.measure is Measure.IN_TIME else ""
    for at in (low, (low + high) / 2, high):
        axes.axhline(at, color=LINE, linewidth=0.8, zorder=0)
        beside = f"{at:g}{mark}"
        axes.annotate(
            beside, (0, at), (-5, 0), ("axes fraction", "data"), "offset points",
            ha="right", va="center", color=MUTED, fontsize=SIZE,
        )  # fmt: skip


def _days(axes: Axes, found: Chart, labels: Labels) -> None:
    """The names of some days below, and a hollow mark for each that is no point."""
    judged = {day.day for day in found.points}
    for place, each in enumerate(found.days):
        if each.day in labels.days:
            axes.annotate(
                labels.days[each.day], (place, 0), (0, -5), ("data", "axes fraction"), "offset points",
                ha="center", va="top", color=MUTED, fontsize=SIZE,
            )  # fmt: skip
        if each.day not in judged:
            bottom = axes.get_ylim()[0]
            axes.plot([place], [bottom], "o", mec=MUTED, mfc=GROUND, ms=4, clip_on=False)


def _lines(axes: Axes, found: Chart) -> None:
    """The average, and the limits where a point could lie beyond them."""
    if found.limits is None:
        return
    axes.axhline(found.limits.centre, color=INK, linewidth=1)
    low, high = span(found)
    for at in (found.limits.lower, found.limits.upper):
        if low <= at <= high:
            axes.axhline(at, color=INK, linewidth=1, linestyle=(0, (4, 3)))


def _points(axes: Axes, found: Chart) -> None:
    """A line through the points; those of a signal are diamonds, and its number stands at its last."""
    places = {each.day: place for place, each in enumerate(found.days)}
    at = {day.day: (places[day.day], value(day, found.measure)) for day in found.points}
    if at:
        axes.plot(*zip(*at.values(), strict=True), "-o", color=ACCENT, lw=1.5, ms=4)
    for special in found.specials:
        inside = [each for day, each in at.items() if _part_of(special, day, each[1], found)]
        axes.plot(*zip(*inside, strict=True), "D", mfc=GROUND, mec=ACCENT, mew=1.5, ms=6, lw=0)
    for (day, above), numbers in _numbers(found.specials).items():
        axes.annotate(
            numbers, at[day], (0, 6 if above else -6), textcoords="offset points",
            ha="center", va="bottom" if above else "top", color=INK, fontsize=SIZE, weight="bold",
            bbox={"boxstyle": "square,pad=0.1", "facecolor": GROUND, "linewidth": 0},
        )  # fmt: skip


def _part_of(special: Special, day: date, height: float, found: Chart) -> bool:
    """Whether a point is one of a signal's: of its days, and on its side of the average."""
    return special.first <= day <= special.last and special.above == (height > _centre(found))


def _centre(found: Chart) -> float:
    return found.limits.centre if found.limits else 0.0


def _numbers(found: Sequence[Special]) -> dict[tuple[date, bool], str]:
    """The numbers of the signals, by their last day and side; several that end together stand together."""
    at: dict[tuple[date, bool], list[str]] = {}
    for number, special in enumerate(found, 1):
        at.setdefault((special.last, special.above), []).append(str(number))
    return {place: ", ".join(numbers) for place, numbers in at.items()}


def _head(figure: Figure, labels: Labels) -> None:
    """What the lines and the hollow marks are, each beside a piece of itself."""
    from matplotlib.lines import Line2D

    samples = ((labels.average, "-", ""), (labels.usual, (0, (4, 3)), ""), (labels.unjudged, "none", "o"))
    for row, (words, style, marker) in enumerate(each for each in samples if each[0]):
        height = 1 - (12 + row * _HEAD) / HEIGHT
        across = (16 / WIDTH,) if marker else (6 / WIDTH, 26 / WIDTH)
        sample = Line2D(across, [height] * len(across), marker=marker, linewidth=1)
        sample.set(linestyle=style, color=INK, markersize=4, markeredgecolor=MUTED, markerfacecolor=GROUND)
        figure.add_artist(sample)
        figure.text(32 / WIDTH, height, words, color=INK, fontsize=SIZE, va="center_baseline")
