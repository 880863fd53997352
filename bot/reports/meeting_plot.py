"""The plot of a meeting record: how much of each day's lists was reviewed, and where no meeting was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from bot.domain.meeting_figures import Tally
from bot.reports.canvas import SIZE, WIDTH
from bot.reports.run_chart import ACCENT, DENSITY, GROUND, INK, LINE, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 240  # points
_LEFT, _RIGHT, _BELOW, _ABOVE = 34, 10, 40, 72
_HEAD = 15  # points between two lines of the head
_DAYS = 31  # more columns than so are drawn by the week
_NAMED = 6  # at most so many columns have their name below
Look = dict[str, Any]
_REVIEWED: Look = {"facecolor": ACCENT, "edgecolor": ACCENT}
_READ_OUT: Look = {"facecolor": GROUND, "edgecolor": ACCENT, "hatch": "//////"}
_UNSEEN: Look = {"facecolor": GROUND, "edgecolor": INK}


@dataclass(frozen=True, slots=True)
class Column:
    """A local day, or a week from its Monday on, and how much of its lists was looked at."""

    since: date
    items: int
    reviewed: int
    read_out: int
    missed: int

    @property
    def unseen(self) -> int:
        """How much of the lists nobody looked at and nobody read out."""
        return self.items - self.reviewed - self.read_out


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of the plot: what each kind of mark is, and the names of some columns."""

    reviewed: str
    read_out: str
    unseen: str
    missed: str
    columns: Mapping[date, str]


def columns(days: Mapping[date, Tally]) -> tuple[Column, ...]:
    """What is drawn: a column a day, or a week where there are many days."""
    weekly = len(days) > _DAYS
    kept: dict[date, list[Tally]] = {}
    for day, tally in sorted(days.items()):
        since = day - timedelta(days=day.weekday()) if weekly else day
        kept.setdefault(since, []).append(tally)
    return tuple(_column(since, tallies) for since, tallies in kept.items())


def _column(since: date, tallies: Sequence[Tally]) -> Column:
    items, reviewed = sum(t.items for t in tallies), sum(t.reviewed for t in tallies)
    return Column(since, items, reviewed, sum(t.read_out for t in tallies), sum(t.missed for t in tallies))


def named(found: Sequence[Column]) -> tuple[date, ...]:
    """The columns that have their name below: the first, the last, and some between."""
    step = max(1, ceil((len(found) - 1) / (_NAMED - 1)))
    return tuple(each.since for each in found[::step])


def drawn(found: Sequence[Column], labels: Labels) -> bytes:
    """The plot as a PNG with a ground of its own, for light and dark."""
    # here: slow to import, and most processes draw nothing
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=DENSITY, facecolor=GROUND)
    FigureCanvasAgg(figure)
    width, height = WIDTH - _LEFT - _RIGHT, HEIGHT - _BELOW - _ABOVE
    axes = figure.add_axes((_LEFT / WIDTH, _BELOW / HEIGHT, width / WIDTH, height / HEIGHT))
    _scale(axes, found)
    for place, column in enumerate(found):
        _bar(axes, place, column)
        _below(axes, place, column, labels)
    _head(figure, labels, found)
    written = BytesIO()
    figure.savefig(written, format="png", facecolor=GROUND, metadata={"Software": None})
    return written.getvalue()


def _scale(axes: Axes, found: Sequence[Column]) -> None:
    highest = max((column.items for column in found), default=0)
    top = max(4, 4 * ceil(highest / 4))
    axes.set(xlim=(-0.6, max(len(found), 1) - 0.4), ylim=(0, top))
    axes.set_axis_off()
    for at in (0, top // 2, top):
        axes.axhline(at, color=LINE, linewidth=0.8, zorder=0)
        axes.annotate(
            str(at), (0, at), (-5, 0), ("axes fraction", "data"), "offset points",
            ha="right", va="center", color=MUTED, fontsize=SIZE,
        )  # fmt: skip


def _bar(axes: Axes, place: int, column: Column) -> None:
    """From below: reviewed is solid, read out is hatched, unseen is hollow."""
    parts = ((column.reviewed, _REVIEWED), (column.read_out, _READ_OUT), (column.unseen, _UNSEEN))
    bottom = 0
    for number, look in parts:
        if number:
            axes.bar(place, number, 0.66, bottom, linewidth=1, **look)
        bottom += number


def _below(axes: Axes, place: int, column: Column, labels: Labels) -> None:
    """A cross for meetings that were missed, with their number where it is more than one, and the name."""
    if column.missed:
        words = f"×{column.missed}" if column.missed > 1 else "×"
        axes.annotate(
            words, (place, 0), (0, -4), ("data", "axes fraction"), "offset points",
            ha="center", va="top", color=INK, fontsize=SIZE, weight="bold",
        )  # fmt: skip
    if column.since in labels.columns:
        axes.annotate(
            labels.columns[column.since], (place, 0), (0, -20), ("data", "axes fraction"), "offset points",
            ha="center", va="top", color=MUTED, fontsize=SIZE,
        )  # fmt: skip


def _head(figure: Figure, labels: Labels, found: Sequence[Column]) -> None:
    """What each mark is, beside a piece of itself; what does not occur is not explained."""
    from matplotlib.patches import Rectangle

    looks: tuple[tuple[str, Look | None, bool], ...] = (
        (labels.reviewed, _REVIEWED, True),
        (labels.read_out, _READ_OUT, any(column.read_out for column in found)),
        (labels.unseen, _UNSEEN, any(column.unseen for column in found)),
        (labels.missed, None, any(column.missed for column in found)),
    )
    for row, (words, look, _) in enumerate(each for each in looks if each[2]):
        height = 1 - (11 + row * _HEAD) / HEIGHT
        if look:
            size = (10 / WIDTH, 8 / HEIGHT)
            figure.add_artist(Rectangle((8 / WIDTH, height - 4 / HEIGHT), *size, linewidth=1, **look))
        else:
            figure.text(
                13 / WIDTH, height, "×", color=INK, fontsize=SIZE, weight="bold", ha="center", va="center"
            )
        figure.text(25 / WIDTH, height, words, color=INK, fontsize=SIZE, va="center_baseline")
