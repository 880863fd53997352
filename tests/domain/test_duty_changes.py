"""Who is on duty: the roster's tours, less and more what was changed for some hours."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duty import DutyChange, Span, Tour, next_tour, on_until, tour_at
from bot.domain.people import Person, Roster

LONDON = "Europe/London"
LATES = Person(
    "842", "Carys", "Rees", "constable", "powys", tours=(Tour(frozenset(range(7)), time(14), time(22)),)
)
THREE = datetime(2026, 11, 27, 15, tzinfo=UTC)
instants = st.integers(0, 365 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


def hours(n: float) -> timedelta:
    return timedelta(hours=n)


def changed(*changes: DutyChange) -> Person:
    return replace(LATES, changes=changes)


def test_going_off_early_ends_the_tour_then() -> None:
    early = changed(DutyChange("842", False, THREE + hours(2), THREE + hours(20)))
    assert on_until(early, THREE, LONDON) == THREE + hours(2)
    assert tour_at(early, THREE + hours(3), LONDON) is None


def test_coming_on_beside_the_roster_lasts_as_long_as_was_said() -> None:
    at = datetime(2026, 11, 27, 8, tzinfo=UTC)
    extra = changed(DutyChange("842", True, at, at + hours(2)))
    assert tour_at(extra, at + hours(1), LONDON) == Span(at, at + hours(2))


def test_what_was_entered_last_holds() -> None:
    leave = DutyChange("842", False, THREE - hours(48), THREE + hours(48))
    called_in = DutyChange("842", True, THREE, THREE + hours(3))
    assert on_until(changed(leave, called_in), THREE, LONDON) == THREE + hours(3)
    assert on_until(changed(called_in, leave), THREE, LONDON) is None


def test_after_leave_the_next_tour_is_the_first_of_the_roster() -> None:
    leave = DutyChange("842", False, THREE - hours(48), THREE + hours(48))
    found = next_tour(changed(leave), THREE, LONDON)
    assert found is not None
    assert found.begins == datetime(2026, 11, 29, 15, tzinfo=UTC)


def test_a_roster_lays_changes_over_those_whom_they_name() -> None:
    other = replace(LATES, collar="9")
    roster = Roster((LATES, other)).changed((DutyChange("842", False, THREE, THREE + hours(1)),))
    assert [on_until(p, THREE, LONDON) is None for p in roster.people] == [True, False]


@given(instants)
def test_the_next_tour_begins_when_somebody_comes_on(at: datetime) -> None:
    found = next_tour(LATES, at, LONDON)
    assert found is not None
    assert tour_at(LATES, found.begins, LONDON) == found
    assert at < found.begins <= at + hours(25)
