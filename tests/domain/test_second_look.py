"""Which logs are worth a second look."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.second_look import (
    Signal,
    Telling,
    at_once,
    in_last_hours,
    looks_like_crime,
    signals,
    soon_cancelled,
    told_later,
)
from tests.builders import FORCE

DUE = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def look(*categories: str, refs: int = 0, closed: bool = True, traits: tuple[str, ...] = ()) -> set[Signal]:
    """The signals of a log that was called this and then that."""
    return set(signals(FORCE, [Telling(c, traits) for c in categories], refs, closed))


def test_a_closed_log_that_looks_like_crime_and_has_no_reference_is_worth_a_look() -> None:
    assert look("theft") == {Signal.NO_REFERENCE}
    assert look("theft", closed=False) == set()
    assert look("theft", refs=1) == set()
    assert look("collision") == set()


def test_a_log_that_was_called_a_crime_once_still_looks_like_one() -> None:
    assert look("violence", "collision") == {Signal.NO_REFERENCE}
    assert look("collision", traits=("hate_race",)) == {Signal.NO_REFERENCE}


def test_more_kinds_of_offence_than_references_suggest_a_crime_within_a_crime() -> None:
    assert look("violence", "criminal_damage", refs=1) == {Signal.MORE_OFFENCES}
    assert look("violence", "criminal_damage", refs=2) == set()
    assert look("violence_da", refs=1) == set()


def test_a_category_that_moved_off_the_audit_list_is_worth_a_look() -> None:
    assert look("harassment", "theft", refs=2) == {Signal.OFF_AUDIT}
    assert look("theft", "harassment", refs=2) == set()
    assert look("harassment", "theft", "harassment", refs=2) == set()


def test_a_watched_incident_looks_like_crime_by_what_it_was_called_carries_or_holds() -> None:
    assert not looks_like_crime(FORCE, [Telling("collision")])
    assert not looks_like_crime(FORCE, [Telling("welfare_check", ("mental_health",))])
    assert looks_like_crime(FORCE, [Telling("theft"), Telling("collision")])
    assert looks_like_crime(FORCE, [Telling("welfare_check", ("child",))])
    assert looks_like_crime(FORCE, [Telling("collision")], references=1)


@pytest.mark.parametrize(("before", "is_one"), [(-1, False), (0, True), (7200, True), (7201, False)])
def test_the_last_two_hours_before_a_deadline_are_counted_to_the_second(before: int, is_one: bool) -> None:
    assert in_last_hours(DUE - timedelta(seconds=before), DUE) is is_one


def test_thirty_seconds_are_at_once_and_seven_days_are_soon() -> None:
    for close, length in ((at_once, timedelta(seconds=30)), (soon_cancelled, timedelta(days=7))):
        assert close(DUE, DUE + length)
        assert not close(DUE, DUE + length + timedelta(seconds=1))


@given(st.lists(st.integers(0, 100), max_size=8))
def test_a_report_was_moved_later_where_an_earlier_time_stood_before(minutes: list[int]) -> None:
    times = [DUE + timedelta(minutes=n) for n in minutes]
    assert told_later(times) is (bool(minutes) and minutes[-1] > min(minutes))
