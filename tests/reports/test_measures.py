"""Shares, spreads and curves, against what was published and what must hold of them."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports import measures
from bot.reports.measures import Share

PUBLISHED = [(58, 67, 76.4, 92.8), (0, 20, 0.0, 16.1), (18, 31, 40.8, 73.6), (535, 597, 86.9, 91.8)]
SECONDS = st.lists(st.floats(0, 4e5), max_size=60)


@pytest.mark.parametrize(("part", "whole", "low", "high"), PUBLISHED)
def test_the_interval_is_the_one_that_was_published(part: int, whole: int, low: float, high: float) -> None:
    found = Share(part, whole).interval
    assert [round(each * 100, 1) for each in found] == [low, high]


@given(st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_share_lies_inside_its_interval_and_that_between_nothing_and_all(counts: tuple[int, int]) -> None:
    share = Share(*counts)
    low, high = share.interval
    assert 0 <= low <= share.rate <= high <= 1


def test_nineteen_are_too_few_for_a_percentage() -> None:
    assert not Share(19, 19).enough
    assert Share(0, 20).enough


@given(SECONDS, st.integers(0, 20))
def test_the_curve_meets_the_counts_and_only_climbs(seconds: list[float], never: int) -> None:
    whole = len(seconds) + never or 1
    hours, reached = measures.curve(seconds, whole)
    at_24 = reached[hours.index(24.0)]
    assert round(at_24 * whole) == sum(1 for each in seconds if each <= 24 * 3600)
    assert reached == sorted(reached)
    assert reached[-1] <= 1


@given(SECONDS)
def test_the_steps_hold_every_record_once(seconds: list[float]) -> None:
    steps = measures.steps(seconds)
    assert sum(n for _, _, n in steps) == len(seconds)
    assert steps[-1][2] == sum(1 for each in seconds if each > 24 * 3600)


def test_a_record_at_exactly_24_hours_is_within_them() -> None:
    assert measures.steps([86_400.0])[-2:] == [(12, 24, 1), (24, None, 0)]


def test_a_median_needs_one_record_and_a_ninetieth_twenty() -> None:
    assert measures.spread([]) is None
    few, many = measures.spread([5.0]), measures.spread(map(float, range(21)))
    assert few
    assert many
    assert (few.median, few.ninetieth, many.median, many.ninetieth) == (5.0, None, 10.0, 18.0)


def test_a_day_without_messages_counts_as_a_day() -> None:
    found = measures.daily(Counter({"2026-10-03": 9, "2026-10-02": 9, "2026-10-01": 1}), 7)
    assert (found.total, found.median, found.busiest, found.day) == (19, 0.0, 9, "2026-10-02")
    assert measures.daily(Counter(), 0) == measures.Daily(0, 0.0, 0, "")
