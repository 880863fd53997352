"""The plots of the page: shares as dots with interval bars, and how long recording took.

No colour stands for a state; a share of too few is written as a count instead of drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from bot.reports import measures
from bot.reports.canvas import ACCENT, INK, LINE, MUTED, WIDTH, Canvas, plain
from bot.reports.measures import Share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW, _FOOT, _SIDE = 31, 18, 8  # points
_LABEL = 42  # letters of a row's name
_TALL, _LEFT, _BELOW = 150, 34, 30


@dataclass(frozen=True, slots=True)
class Dot:
    """One row or column of a plot: its name, its count in words, its share."""

    name: object
    count: object
    share: Share


def rows(name: str, alt: object, dots: Sequence[Dot], overall: Share, ticks: Sequence[object]) -> Markup:
    """A row each: name and count, and below them the share with its interval from 0 to 100 per cent."""
    height = len(dots) * _ROW
    canvas = Canvas(height + _FOOT)
    axes = canvas.axes(_SIDE, _FOOT, WIDTH - 2 * _SIDE, height)
    axes.set(xlim=(0, 1), ylim=(0, height))
    for place, dot in enumerate(reversed(dots)):
        middle = place * _ROW + 8
        _bar(axes, dot.share, overall, middle)
        canvas.say(axes, (0, middle + 8), _cut(dot.name))
        canvas.say(axes, (1, middle + 8), dot.count, ha="right", color=MUTED)
    for at, words, side in zip((0, 0.5, 1), ticks, ("left", "center", "right"), strict=True):
        canvas.say(axes, (at, -12), words, ha=side, color=MUTED)
    return canvas.drawn(name, alt)


def _bar(axes: Axes, share: Share, overall: Share, middle: float) -> None:
    axes.plot([0, 1], [middle, middle], color=LINE, linewidth=1)
    if overall.enough:
        axes.plot([overall.rate] * 2, [middle - 6, middle + 6], color=INK, linewidth=1)
    if share.enough:
        low, high = share.interval
        axes.plot([low, high], [middle, middle], color=ACCENT, linewidth=3, solid_capstyle="butt", alpha=0.5)
        axes.plot([share.rate], [middle], "o", color=ACCENT, markersize=7, clip_on=False)


def _cut(name: object) -> str:
    text = plain(name)
    return text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"


def columns(
    name: str, alt: object, dots: Sequence[Dot], overall: Share, ticks: Sequence[object], every: int = 1
) -> Markup:
    """A column each, for hours and days: its name below (of `every` one), its share above it."""
    span = (-0.5, len(dots) - 0.5)
    canvas, axes = _upright(ticks, span)
    if overall.enough:
        axes.plot(span, [overall.rate] * 2, color=INK, linewidth=1, linestyle=(0, (2, 3)))
    for place, dot in enumerate(dots):
        _column(canvas, axes, dot, place)
        if place % every == 0:
            canvas.say(axes, (place, -0.11), dot.name, ha="center", color=MUTED)
    return canvas.drawn(name, alt)


def _column(canvas: Canvas, axes: Axes, dot: Dot, place: int) -> None:
    if dot.share.enough:
        axes.plot([place, place], dot.share.interval, color=ACCENT, linewidth=3, alpha=0.5)
        axes.plot([place], [dot.share.rate], "o", color=ACCENT, markersize=6, clip_on=False)
    elif dot.share.whole:
        canvas.say(axes, (place + 0.2, 0.03), dot.count, rotation=90, color=MUTED, fontsize=8)


def _upright(ticks: Sequence[object], span: tuple[float, float]) -> tuple[Canvas, Axes]:
    """A figure whose height is 0 to 100 per cent, with its lines and their names."""
    canvas = Canvas(_TALL + _BELOW)
    axes = canvas.axes(_LEFT, _BELOW, WIDTH - _LEFT - _SIDE, _TALL - 12)
    axes.set(xlim=span, ylim=(0, 1))
    beside = span[0] - 0.02 * (span[1] - span[0])
    for at, words in zip((0, 0.5, 1), ticks, strict=True):
        axes.plot(span, [at, at], color=LINE, linewidth=1, clip_on=False)
        canvas.say(axes, (beside, at), words, ha="right", va="center", color=MUTED)
    return canvas, axes


def waits(
    name: str, alt: object, seconds: Iterable[float], whole: int, ticks: Sequence[object], limit: object
) -> Markup:
    """The share of all that were recorded within so many hours, with the 24-hour mark."""
    last = measures.SHOWN_HOURS
    canvas, axes = _upright(ticks, (0, last))
    hours, reached = measures.curve(seconds, whole)
    axes.plot([24, 24], [0, 1], color=INK, linewidth=1, linestyle=(0, (2, 3)))
    canvas.say(axes, (24.6, 0.05), limit)
    axes.step(hours, reached, where="post", color=ACCENT, linewidth=2)
    for at in (0, 6, 12, 18, 24, 36, last):
        canvas.say(axes, (at, -0.11), at, ha="center", color=MUTED)
    return canvas.drawn(name, alt)
