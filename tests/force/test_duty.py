"""How hours are written, and who is on duty then."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duty import Tour, on_until
from bot.domain.people import DAYS, Person
from bot.hours import parse_clock, parse_days, parse_tours

LONDON = "Europe/London"
FRIDAY = datetime(2026, 11, 20, 14, tzinfo=UTC)


def person(duty: str) -> Person:
    return Person("1", "", "Made-up", "constable", "powys", tours=parse_tours(duty))


def test_a_duty_line_names_days_and_hours_of_each_tour() -> None:
    assert parse_tours("mon-fri 08:00-16:00; sat 07:00-15:00") == (
        Tour(frozenset(range(5)), time(8), time(16)),
        Tour(frozenset({5}), time(7), time(15)),
    )


def test_an_empty_duty_is_never_on() -> None:
    assert on_until(person(""), FRIDAY, LONDON) is None


def test_a_tour_over_midnight_is_on_until_the_next_morning() -> None:
    assert on_until(person("fri 13:00-03:00"), FRIDAY, LONDON) == datetime(2026, 11, 21, 3, tzinfo=UTC)


def test_days_may_wrap_round_the_weekend_and_be_listed() -> None:
    assert parse_days("fri-mon,wed") == frozenset({4, 5, 6, 0, 2})
    assert parse_days("daily") == frozenset(range(7))


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_read_as_it_was_written(hour: int, minute: int) -> None:
    assert parse_clock(f"{hour:02}:{minute:02}") == time(hour, minute)


@given(st.integers(0, 14 * 24 * 60), st.sampled_from(["always", "daily 07:00-07:00", "mon-sun 00:00-24:00"]))
def test_whoever_is_always_on_is_on_at_every_minute(minutes: int, duty: str) -> None:
    at = datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=minutes)  # the clocks go back in these days
    assert (on_until(person(duty), at, LONDON) or at) > at


@given(st.sampled_from(DAYS), st.sampled_from(DAYS))
def test_a_range_of_days_begins_and_ends_with_the_days_named(first: str, last: str) -> None:
    days = parse_days(f"{first}-{last}")
    assert {DAYS.index(first), DAYS.index(last)} <= days
    assert len(days) == (DAYS.index(last) - DAYS.index(first)) % 7 + 1


@pytest.mark.parametrize(
    "text", ["nights", "daily 7-19", "daily 07:00-25:00", "weekday 07:00-19:00", "mon- 07:00-19:00"]
)
def test_what_cannot_be_hours_says_what_it_should_be(text: str) -> None:
    with pytest.raises(ValueError, match=r"should (be|name)"):
        parse_tours(text)
