"""The weekly digest, its picture's words, and the second look, with invented figures."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.domain.control import Limits, Measure, Rule, Special, Tally
from bot.domain.figures import Outcome, Timeliness
from bot.domain.incident import IncidentKey
from bot.domain.second_look import Signal
from bot.domain.weekly import Axis, Row, Week
from bot.reports.limits import Chart, chart
from bot.services.digests.second_look import Look, SecondLook
from tests.templates.things import AT, DAY, FORCE, PAGE, Case

FIRST = date(2026, 10, 25)
MET = (
    30,
    28,
    31,
    29,
    27,
    30,
    31,
    28,
    30,
    29,
    31,
    27,
    30,
    28,
    29,
    31,
    30,
    28,
    27,
    30,
    31,
    29,
    30,
    28,
    9,
    29,
    31,
    30,
)
DAYS = tuple(Tally(FIRST + timedelta(days=n), met, 33) for n, met in enumerate(MET))
SMALL = tuple(Tally(day.day, n % 4 + 2, n % 4 + 3) for n, day in enumerate(DAYS))
COUNTS = {
    Outcome.MET: 187, Outcome.LATE: 12, Outcome.OVERDUE: 15, Outcome.NEGATED: 9, Outcome.CANCELLED: 2,
    Outcome.UNMATCHED: 1, Outcome.BEFORE: 1,
}  # fmt: skip


def rows(*found: tuple[str, int, int, bool]) -> tuple[Row, ...]:
    """Lines of an axis."""
    return tuple(Row(code, Timeliness(met, judged), low) for code, met, judged, low in found)


AXES = {
    Axis.UNIT: rows(("carmarthenshire", 640, 742, False), ("powys", 12, 14, False)),
    Axis.CATEGORY: rows(("theft", 200, 230, False), ("rape", 3, 4, False), ("rare", 2, 3, False)),
    Axis.HOUR: rows(*((str(hour), 30 if hour != 2 else 12, 33, hour == 2) for hour in range(24))),
    Axis.WEEKDAY: rows(*((str(day), 90 if day else 71, 105, not day) for day in range(7))),
}
WEEK = Week(AT, ("carmarthenshire",), DAYS, COUNTS, AXES)
NO_DAYS = tuple(Tally(day.day, 0, 0) for day in DAYS)
NO_AXES: dict[Axis, tuple[Row, ...]] = dict.fromkeys(Axis, ())
QUIET = replace(WEEK, units=tuple(PAGE.units), days=NO_DAYS, counts={Outcome.MET: 3}, axes=NO_AXES, late=True)
LOOKED = replace(WEEK, looks={"last_hours": 2, "watched": 1})


def weekly(name: str, week: Week) -> Case:
    """A weekly digest with the chart of its days."""
    found = chart(week.days)
    return Case(
        "digests/weekly", name, {"week": week, "chart": found, "alt": "…", "key": "weekly:3101:2026-11-23"}
    )


def specials() -> tuple[Special, ...]:
    """A signal of each kind."""
    spans = [(rule, above) for rule in Rule for above in (True, False)]
    return tuple(
        Special(rule, FIRST, FIRST + timedelta(days=n), above) for n, (rule, above) in enumerate(spans)
    )


EVERY = replace(chart(DAYS), specials=specials())
COUNTED = replace(chart(SMALL), measure=Measure.MISSED, limits=Limits(1.2, -0.8, 3.4))
EMPTY = chart(())


def label(which: str, found: Chart = COUNTED, **values: Any) -> Case:
    """Words inside the picture."""
    return Case("digests/weekly_label", which, {"chart": found, "which": which, "day": None} | values, "line")


def look(signal: Signal, number: str, **more: Any) -> Look:
    """One log worth a second look."""
    values = {"restricted": False, "at": AT, "n": None} | more
    return Look(
        signal, IncidentKey(FORCE, DAY, number), "carmarthenshire", values.pop("category", "theft"), **values
    )


BY_SIGNAL = {
    Signal.NO_REFERENCE: (look(Signal.NO_REFERENCE, "11"),),
    Signal.MORE_OFFENCES: (look(Signal.MORE_OFFENCES, "12", category="violence"),),
    Signal.OFF_AUDIT: (look(Signal.OFF_AUDIT, "13", was="harassment", category="civil_dispute"),),
    Signal.WATCHED: (look(Signal.WATCHED, "14", category="welfare_check"),),
    Signal.LAST_HOURS: (
        look(Signal.LAST_HOURS, "15", n=1, length=timedelta(minutes=95)),
        look(Signal.LAST_HOURS, "16", n=2, length=timedelta(minutes=4), category="rape", restricted=True),
    ),
    Signal.AT_ONCE: (look(Signal.AT_ONCE, "17", n=1, length=timedelta(seconds=21)),),
    Signal.SOON_CANCELLED: (look(Signal.SOON_CANCELLED, "18", n=1, length=timedelta(days=3, hours=2)),),
    Signal.TOLD_LATER: (look(Signal.TOLD_LATER, "19", length=timedelta(hours=5)),),
}
SECOND = SecondLook(AT - timedelta(days=7), AT, BY_SIGNAL)
NOTHING = SecondLook(AT - timedelta(days=7), AT, dict.fromkeys(Signal, ()))

WEEKLY_CASES: tuple[Case, ...] = (
    weekly("", WEEK),
    weekly("registrar", LOOKED),
    weekly("quiet", QUIET),
    weekly("small", replace(WEEK, days=SMALL, looks={})),
    Case("digests/weekly_more", "", {"week": WEEK}, "modal"),
    Case(
        "digests/weekly_more",
        "wide",
        {"week": replace(WEEK, width=6, axes=AXES | {Axis.HOUR: rows(("18", 9, 12, False))})},
        "modal",
    ),
    Case("digests/weekly_alt", "", {"chart": EVERY}, "line"),
    Case("digests/weekly_alt", "counted", {"chart": COUNTED}, "line"),
    Case("digests/weekly_alt", "empty", {"chart": EMPTY}, "line"),
    label("average"),
    label("usual"),
    label("unjudged", replace(COUNTED, points=COUNTED.points[3:])),
    label("day", day=FIRST),
    label("title"),
    Case("digests/weekly_coming", "", {}),
    Case("digests/weekly_skipped", "", {"day": DAY, "num": 3}),
    Case("digests/second_look", "", {"look": SECOND, "most": 1}),
    Case("digests/second_look", "nothing", {"look": NOTHING, "most": 1}),
    Case("digests/second_look_more", "", {"look": SECOND, "most": 1}, "modal"),
    Case("digests/second_look_more", "nothing", {"look": NOTHING, "most": 1}, "modal"),
)
