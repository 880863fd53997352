"""A weekly digest as it is kept and as the trail tells it: every figure in it, plain, and read back."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.domain.control import Tally
from bot.domain.figures import Outcome, Timeliness
from bot.domain.weekly import Axis, Row, Week
from bot.store.trail import canonical, instant


def plain(week: Week) -> dict[str, Any]:
    """Every figure of a week: days as [date, met, judged], rows of an axis as [code, met, judged, low]."""
    return {
        "at": instant(week.at),
        "units": list(week.units),
        "days": [[day.day.isoformat(), day.met, day.judged] for day in week.days],
        "counts": {became.value: n for became, n in week.counts.items() if n},
        "axes": {axis.value: [_row(row) for row in rows] for axis, rows in week.axes.items()},
        "width": week.width,
        "late": week.late,
        "looks": dict(week.looks) if week.looks is not None else None,
    }


def _row(row: Row) -> list[Any]:
    return [row.code, row.timeliness.met, row.timeliness.judged, row.low]


def text_of(week: Week) -> str:
    """The same as one line of text."""
    return canonical(plain(week))


def read(text: str) -> Week:
    """The week that was written."""
    said = json.loads(text)
    return Week(
        datetime.fromisoformat(said["at"]),
        tuple(said["units"]),
        tuple(Tally(date.fromisoformat(day), met, judged) for day, met, judged in said["days"]),
        {Outcome(became): n for became, n in said["counts"].items()},
        _axes(said["axes"]),
        said["width"],
        said["late"],
        said["looks"],
    )


def _axes(said: Mapping[str, Any]) -> dict[Axis, tuple[Row, ...]]:
    return {
        axis: tuple(Row(code, Timeliness(met, judged), low) for code, met, judged, low in said[axis])
        for axis in Axis
    }
