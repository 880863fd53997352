"""What a weekly digest counts, of which days, and when it is due."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from bot.domain.duty import DutyChange, Tour
from bot.domain.figures import JUDGED, Fate, Outcome, Timeliness, outcome
from bot.domain.weekly import (
    RARE,
    Axis,
    Report,
    Sending,
    chance,
    due_at,
    period,
    sending,
    surely_lower,
    week,
)
from tests.builders import FORCE

LONDON = "Europe/London"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
UNITS = st.sampled_from(["powys", "ceredigion", "elsewhere"])
CATEGORIES = st.sampled_from(["theft", "violence", "rape", "who knows"])


def report(
    told: datetime,
    wait: float | None = 1.0,
    unit: str = "powys",
    category: str = "theft",
    negated: bool = False,
) -> Report:
    """A report that was recorded so many hours after police were told, or never."""
    recorded = told + timedelta(hours=wait) if wait is not None else None
    return Report(Fate(told, told + DAY, recorded, negated=negated), unit, category)


def reports() -> st.SearchStrategy[list[Report]]:
    """Reports of a month, recorded in time, late or never."""
    told = st.integers(0, 27 * 24 * 60).map(
        lambda minutes: period(MONDAY, LONDON).since + timedelta(minutes=minutes)
    )
    wait = st.one_of(st.none(), st.floats(0, 60))
    return st.lists(st.builds(report, told, wait, UNITS, CATEGORIES, st.booleans()), max_size=80)


@given(st.integers(0, 800 * 24 * 60).map(lambda minutes: MONDAY - timedelta(minutes=minutes)))
def test_every_report_of_its_days_has_had_its_24_hours_and_none_of_the_day_after_all(at: datetime) -> None:
    found, london = period(at, LONDON), ZoneInfo(LONDON)
    assert found.until + DAY <= at
    following = datetime.combine(found.days[-1] + 2 * DAY, time(), london).astimezone(UTC)
    assert following + DAY > at
    assert len(found.days) == 28
    assert found.since.astimezone(london).date() == found.days[0]


def test_on_a_monday_morning_the_last_day_is_saturday() -> None:
    assert period(MONDAY, LONDON).days[-1] == date(2026, 11, 21)
    assert period(MONDAY, LONDON).days[0] == date(2026, 10, 25)


@given(reports())
def test_every_axis_counts_every_report_that_is_judged_once(every: list[Report]) -> None:
    found = week(every, MONDAY, ("powys",), FORCE)
    became = [outcome(each.fate, MONDAY) for each in every]
    judged, met = sum(b in JUDGED for b in became), became.count(Outcome.MET)
    for rows in (*found.axes.values(), found.days):
        shares = [getattr(row, "timeliness", row) for row in rows]
        assert (sum(s.met for s in shares), sum(s.judged for s in shares)) == (met, judged)
    assert len(found.axes[Axis.HOUR]) * found.width == 24
    assert [row.code for row in found.axes[Axis.WEEKDAY]] == [str(n) for n in range(7)]


@given(reports())
def test_the_week_is_its_last_seven_days_and_nothing_is_added_to_the_records(every: list[Report]) -> None:
    found = week(every, MONDAY, ("powys",), FORCE)
    assert found.timeliness == Timeliness(
        sum(day.met for day in found.days[-7:]), sum(day.judged for day in found.days[-7:])
    )
    last = [
        each for each in every if each.fate.told_at.astimezone(ZoneInfo(LONDON)).date() >= found.days[-7].day
    ]
    assert sum(found.counts.values()) == len(last)


def test_a_code_that_nobody_knows_is_shown_only_where_it_is_common() -> None:
    at = MONDAY - 5 * DAY
    few = week([report(at, category="a name")] * 4, MONDAY, (), FORCE)
    assert [row.code for row in few.axes[Axis.CATEGORY]] == [RARE]
    many = week([report(at, category="fly_tipping")] * 5, MONDAY, (), FORCE)
    assert [row.code for row in many.axes[Axis.CATEGORY]] == ["fly_tipping"]


def test_the_hour_that_loses_reports_is_named_and_its_neighbours_are_not() -> None:
    noon = MONDAY.replace(hour=0) - 5 * DAY
    steady = [report(noon + timedelta(hours=h), 1.0 if n else 30.0) for h in range(24) for n in range(20)]
    lost = [report(noon + timedelta(hours=3), 30.0)] * 9
    found = week([*steady, *lost], MONDAY, (), FORCE)
    assert (found.width, [row.code for row in found.low_hours]) == (1, ["3"])
    assert week(steady, MONDAY, (), FORCE).low_hours == ()


def test_hours_stand_together_where_single_ones_have_too_few_reports() -> None:
    at = MONDAY.replace(hour=0) - 5 * DAY
    some = [report(at + timedelta(hours=h)) for h in range(24) for _ in range(8)]
    found = week(some, MONDAY, (), FORCE)
    assert found.width == 3
    assert [row.code for row in found.axes[Axis.HOUR]] == ["0", "3", "6", "9", "12", "15", "18", "21"]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_chance_is_that_of_fishers_exact_test(met: int, missed: int, others: int, lost: int) -> None:
    part, whole = Timeliness(met, met + missed), Timeliness(met + others, met + missed + others + lost)
    if part.judged and whole.judged > part.judged:
        expected = fisher_exact([[missed, met], [lost, others]], alternative="greater").pvalue
        assert chance(part, whole) == pytest.approx(expected, abs=1e-9)


def test_nothing_is_low_where_nothing_is_missed_or_nothing_else_is_there() -> None:
    assert not surely_lower(Timeliness(20, 20), Timeliness(40, 40), 2)
    assert not surely_lower(Timeliness(0, 20), Timeliness(0, 20), 1)
    assert surely_lower(Timeliness(5, 20), Timeliness(175, 200), 24)


class Who:
    """Somebody with tours."""

    def __init__(self, days: str = "", begins: int = 8, *changes: DutyChange) -> None:
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        on = frozenset(n for n, name in enumerate(names) if name in days)
        self.tours = (Tour(on, time(begins), time(begins + 8)),) if on else ()
        self.changes = changes


@pytest.mark.parametrize(
    ("who", "due"),
    [
        (Who(), MONDAY),
        (Who("mon tue"), MONDAY),
        (Who("mon", 14), MONDAY + timedelta(hours=6)),
        (Who("thu"), MONDAY + 3 * DAY),
        (Who("mon", 8, DutyChange("1", False, MONDAY - DAY, MONDAY + 8 * DAY)), None),
    ],
)
def test_it_is_due_at_its_hour_or_when_its_reader_comes_on(who: Who, due: datetime | None) -> None:
    assert due_at(who, MONDAY, LONDON) == due


@pytest.mark.parametrize(
    ("after", "reachable", "becomes"),
    [
        (-1, True, None), (0, True, Sending.RUN), (15, True, Sending.RUN), (16, True, Sending.LATE),
        (24 * 60, True, Sending.LATE), (24 * 60 + 1, True, Sending.SKIPPED), (5, False, Sending.UNREACHABLE),
    ],
)  # fmt: skip
def test_it_is_late_rather_than_not_and_never_later_than_a_day(
    after: int, reachable: bool, becomes: Sending | None
) -> None:
    assert sending(MONDAY, MONDAY + timedelta(minutes=after), reachable) is becomes


def test_whoever_is_on_duty_no_more_this_week_gets_none_and_nobody_is_alarmed() -> None:
    assert sending(None, MONDAY, True) is Sending.OFF_DUTY
