"""Which days are points of a run chart, and what in them is a signal."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from statprocon.charts.xmr.base import Base as XmR

from bot.domain.control import (
    DAYS,
    Limits,
    Measure,
    Rule,
    Special,
    Tally,
    limitable,
    measure_of,
    points,
    specials,
    strongest,
    value,
)

FIRST = date(2026, 10, 26)
USUAL = Limits(50, 20, 80)
VALUES = st.lists(st.integers(0, 1000).map(lambda n: n / 10), min_size=2, max_size=40)


def day(n: int) -> date:
    """The n-th day of a chart; the first is 0."""
    return FIRST + timedelta(days=n)


def found(values: list[float], limits: Limits = USUAL) -> set[Special]:
    """The signals of some days."""
    return set(specials([day(n) for n in range(len(values))], values, limits))


def tallies(*judged: int) -> list[Tally]:
    """Days with so many reports, of which all but one were recorded in time."""
    return [Tally(day(n), max(whole - 1, 0), whole) for n, whole in enumerate(judged)]


def test_a_point_beyond_a_limit_is_a_signal_and_one_on_it_is_not() -> None:
    assert found([50, 80, 80.1, 50]) == {Special(Rule.BEYOND, day(2), day(2), True)}
    assert found([50, 20, 19.9, 50]) == {Special(Rule.BEYOND, day(2), day(2), False)}


def test_points_beyond_one_limit_that_follow_each_other_are_one_signal() -> None:
    beyond = [s for s in found([81, 82, 19, 18, 17, 50, 81]) if s.rule is Rule.BEYOND]
    assert [(s.first, s.last, s.above) for s in sorted(beyond, key=lambda s: s.first)] == [
        (day(0), day(1), True), (day(2), day(4), False), (day(6), day(6), True),
    ]  # fmt: skip


def test_what_lies_in_a_stronger_signal_of_the_same_side_is_not_said_again() -> None:
    fallen = tuple(sorted(found([50, *[10] * 9, 50]), key=lambda s: s.rule))
    assert {s.rule for s in fallen} == set(Rule)
    assert strongest(fallen) == (Special(Rule.BEYOND, day(1), day(9), False),)
    run = found([50, *[45] * 4, 10, *[45] * 4, 50])
    assert set(strongest(tuple(run))) == run


def test_eight_on_one_side_are_a_signal_and_seven_are_not() -> None:
    assert found([51] * 7 + [49] * 7) == set()
    assert found([49] + [51] * 9 + [49]) == {Special(Rule.ONE_SIDE, day(1), day(9), True)}


def test_a_point_on_the_average_ends_a_run() -> None:
    assert found([51] * 7 + [50] + [51] * 7) == set()


def test_three_of_four_nearer_a_limit_than_the_average_are_a_signal() -> None:
    assert found([50, 66, 50, 66, 66, 50]) == {Special(Rule.NEAR_LIMIT, day(1), day(4), True)}
    assert found([50, 66, 50, 50, 66, 66]) == set()
    assert found([50, 34, 34, 34, 50]) == {Special(Rule.NEAR_LIMIT, day(1), day(3), False)}


@given(VALUES)
def test_the_library_finds_the_same_points_beyond_the_limits(values: list[float]) -> None:
    chart = XmR(values)
    limits = Limits(*(float(each[0]) for each in (
        chart.x_central_line(), chart.lower_natural_process_limit(), chart.upper_natural_process_limit()
    )))  # fmt: skip
    spans = [each for each in found(values, limits) if each.rule is Rule.BEYOND]
    ours = {day(n) for n in range(len(values)) for s in spans if s.first <= day(n) <= s.last}
    assert ours == {day(n) for n, is_one in enumerate(chart.rule_1_x_indices_beyond_limits()) if is_one}


@given(VALUES)
def test_the_library_finds_the_same_runs_where_no_point_is_on_the_average(values: list[float]) -> None:
    chart = XmR(values)
    centre = chart.x_central_line()[0]
    if any(Decimal(str(each)) == centre for each in values):
        return
    ours = [s for s in found(values, Limits(float(centre), -1, 101)) if s.rule is Rule.ONE_SIDE]
    inside = {n for n in range(len(values)) for s in ours if s.first <= day(n) <= s.last}
    assert inside == {n for n, is_one in enumerate(chart.rule_2_runs_about_central_line()) if is_one}


@given(VALUES)
def test_whether_something_is_near_a_limit_is_what_the_library_says(values: list[float]) -> None:
    chart = XmR(values)
    limits = Limits(*(float(each[0]) for each in (
        chart.x_central_line(), chart.lower_natural_process_limit(), chart.upper_natural_process_limit()
    )))  # fmt: skip
    ours = any(each.rule is Rule.NEAR_LIMIT for each in found(values, limits))
    high, low = float(chart.upper_halfway_line()[0]), float(chart.lower_halfway_line()[0])
    theirs = any(chart.rule_3_runs_near_limits())
    if any(abs(each - edge) < 0.01 for each in values for edge in (high, low)):
        return  # the library rounds
    assert ours or not theirs
    if max(values) <= high or min(values) >= low:  # else it lets the two sides cancel each other
        assert ours == theirs


@given(st.lists(st.integers(0, 60), min_size=DAYS, max_size=DAYS))
def test_a_signal_never_lies_outside_the_days_that_are_points(judged: list[int]) -> None:
    days = tallies(*judged)
    measure = measure_of(days)
    shown = points(days, measure)
    values = [value(each, measure) for each in shown]
    signals = specials([each.day for each in shown], values, Limits(90, 80, 95))
    assert {s.first for s in signals} | {s.last for s in signals} <= {each.day for each in shown}


def test_days_with_fewer_than_twenty_reports_are_no_points_of_a_per_cent() -> None:
    days = tallies(*[20] * 14, *[19] * 14)
    assert measure_of(days) is Measure.IN_TIME
    assert [each.judged for each in points(days, Measure.IN_TIME)] == [20] * 14
    assert value(days[0], Measure.IN_TIME) == 95


def test_a_small_unit_is_counted_instead_and_a_day_without_reports_is_no_point() -> None:
    days = tallies(*[20] * 13, *[5] * 14, 0)
    assert measure_of(days) is Measure.MISSED
    assert len(points(days, Measure.MISSED)) == 27
    assert value(days[-2], Measure.MISSED) == 1


def test_few_points_and_rare_counts_have_no_limits() -> None:
    assert not limitable([90.0] * 11, Measure.IN_TIME)
    assert limitable([90.0] * 12, Measure.IN_TIME)
    assert not limitable([0.0] * 15 + [1.0] * 13, Measure.MISSED)
    assert limitable([1.0] * 28, Measure.MISSED)
