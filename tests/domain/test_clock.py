"""The clock: 24 elapsed hours, its stages in order, and meetings placed in local time."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import STAGES, Stage, crossings, due_at, due_crossings, next_crossing, stage_at
from bot.domain.dmm import Dmm, last_meeting_end, next_meeting_end
from bot.domain.force import Stages

LONDON = "Europe/London"
EVERY_DAY = frozenset(range(7))
NINE = Dmm(time(9), 45, EVERY_DAY)
DEFAULT = Stages()
FIRST, LAST = datetime(1996, 1, 1, tzinfo=UTC), datetime(2037, 12, 31, tzinfo=UTC)
instants = st.integers(int(FIRST.timestamp()), int(LAST.timestamp())).map(
    lambda s: datetime.fromtimestamp(s, UTC)
)
meetings = st.builds(
    Dmm, st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.integers(5, 120),
    st.frozensets(st.integers(0, 6), min_size=1),
)  # fmt: skip


@given(instants)
def test_a_deadline_is_always_86400_elapsed_seconds_after_the_report(told: datetime) -> None:
    assert (due_at(told, DEFAULT) - told).total_seconds() == 86_400


@given(instants, meetings)
def test_every_stage_is_crossed_once_and_none_after_the_deadline(told: datetime, dmm: Dmm) -> None:
    path = crossings(told, dmm, LONDON, DEFAULT)
    assert {c.stage for c in path} | {Stage.NO_MEETING_LEFT} == set(STAGES)
    assert len({c.stage for c in path}) == len(path)
    assert [c.at for c in path] == sorted(c.at for c in path)
    assert max(c.at for c in path) == due_at(told, DEFAULT)


@given(instants, meetings)
def test_no_meeting_left_means_that_no_meeting_ends_before_the_deadline(told: datetime, dmm: Dmm) -> None:
    path = {c.stage: c.at for c in crossings(told, dmm, LONDON, DEFAULT)}
    if Stage.NO_MEETING_LEFT in path:
        following = next_meeting_end(path[Stage.NO_MEETING_LEFT], dmm, LONDON)
        assert following is None or following > due_at(told, DEFAULT)
        assert path[Stage.NO_MEETING_LEFT] >= path[Stage.APPROACHING]


@given(instants, st.lists(st.integers(0, 30 * 3600), min_size=1, max_size=20))
def test_looking_at_any_moments_tells_each_stage_once(told: datetime, looks: list[int]) -> None:
    path, said, known = crossings(told, NINE, LONDON, DEFAULT), [], Stage.NEW
    for seconds in [*sorted(looks), 24 * 3600]:
        for crossing in due_crossings(told + timedelta(seconds=seconds), known, path):
            said.append(crossing.stage)
            known |= crossing.stage
    assert sorted(said) == sorted(c.stage for c in path)
    assert next_crossing(known, path) is None


@pytest.mark.parametrize(
    ("told", "crosses"),
    [
        (
            datetime(2026, 11, 20, 23, 0, tzinfo=UTC),
            datetime(2026, 11, 21, 11, 0, tzinfo=UTC),
        ),  # after the DMM
        (
            datetime(2026, 11, 20, 20, 0, tzinfo=UTC),
            datetime(2026, 11, 21, 9, 45, tzinfo=UTC),
        ),  # the DMM is later
    ],
)
def test_no_meeting_left_crosses_at_the_later_of_twelve_hours_left_and_the_meetings_end(
    told: datetime, crosses: datetime
) -> None:
    path = {c.stage: c.at for c in crossings(told, NINE, LONDON, DEFAULT)}
    assert path[Stage.NO_MEETING_LEFT] == crosses


def test_a_unit_without_meetings_never_has_no_meeting_left() -> None:
    path = crossings(datetime(2026, 11, 20, tzinfo=UTC), None, LONDON, DEFAULT)
    assert [c.stage for c in path] == [Stage.APPROACHING, Stage.URGENT, Stage.OVERDUE]


def test_the_meeting_keeps_its_local_time_over_a_clock_change() -> None:
    monday_after = datetime(2026, 10, 26, 12, tzinfo=UTC)
    saturday_before = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert last_meeting_end(monday_after, NINE, LONDON) == datetime(2026, 10, 26, 9, 45, tzinfo=UTC)
    assert last_meeting_end(saturday_before, NINE, LONDON) == datetime(2026, 10, 24, 8, 45, tzinfo=UTC)


def test_a_meeting_that_skips_the_weekend_is_looked_for_on_friday() -> None:
    weekdays = Dmm(time(9), 45, frozenset(range(5)))
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert last_meeting_end(sunday, weekdays, LONDON) == datetime(2026, 11, 20, 9, 45, tzinfo=UTC)


def test_the_stage_shown_is_the_gravest_that_was_entered() -> None:
    told = datetime(2026, 11, 20, 10, tzinfo=UTC)
    path = crossings(told, NINE, LONDON, DEFAULT)
    assert [stage_at(told + timedelta(hours=h), path) for h in (1, 12, 22, 24)] == [
        Stage.NEW, Stage.APPROACHING, Stage.URGENT, Stage.OVERDUE,
    ]  # fmt: skip


def _transitions() -> list[datetime]:
    """Every instant at which London changed its clocks from 1996 to 2037."""
    zone, found = ZoneInfo(LONDON), []
    at, end = FIRST, LAST
    while at < end:
        after = at + timedelta(hours=1)
        if at.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            found.append(after)
        at = after
    return found


def test_f20_the_clock_is_true_around_every_london_transition_from_1996_to_2037() -> None:
    transitions, wrong = _transitions(), 0
    for change in transitions:
        for quarter in range(-100, 101):
            told = change + timedelta(minutes=15 * quarter)
            wrong += (due_at(told, DEFAULT).timestamp() - told.timestamp()) != 86_400
    assert (len(transitions), wrong) == (84, 0)


def test_f20_control_local_arithmetic_is_an_hour_wrong_across_each_change() -> None:
    zone = ZoneInfo(LONDON)
    wrong = 0
    for change in _transitions():
        told = (change - timedelta(hours=12)).astimezone(zone)
        naive_due = told + timedelta(days=1)  # the same local time next day
        wrong += naive_due.timestamp() - told.timestamp() != 86_400
    assert wrong == 84
