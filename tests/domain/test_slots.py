"""Which daily slots are due, on every day and across both changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.slots import EVERY_DAY, Due, Schedule, Slot, due, slot_at

ZONE = "Europe/London"
DIGEST = Schedule("digest", time(7), ZONE)
WEEKLY = Schedule("weekly", time(8), ZONE, timedelta(hours=24), frozenset({0}))
DAY = date(2026, 11, 20)
SEVEN = datetime(2026, 11, 20, 7, tzinfo=UTC)
KNOWN = {DAY - timedelta(days=1): "run"}
CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2037, 3, 29), date(2037, 10, 25), date(1996, 3, 31)]

schedules = st.builds(
    Schedule,
    job=st.just("job"),
    at=st.times().map(lambda t: t.replace(tzinfo=None, second=0, microsecond=0)),
    zone=st.sampled_from([ZONE, "America/New_York", "Australia/Lord_Howe"]),
    catch_up=st.timedeltas(timedelta(minutes=15), timedelta(hours=30)),
    days=st.frozensets(st.integers(0, 6), min_size=1),
)
starts = st.datetimes(datetime(1996, 1, 1), datetime(2037, 11, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
gaps = st.lists(st.timedeltas(timedelta(0), timedelta(days=3)), min_size=1, max_size=60)


def outcomes(after: timedelta, schedule: Schedule = DIGEST) -> list[str]:
    """What becomes of slots since yesterday's, when the bot comes back so long after today's."""
    known = {DAY - timedelta(days=8): "run"} if schedule is WEEKLY else KNOWN
    return [d.slot.value for d in due(schedule, SEVEN + after, known)]


@pytest.mark.parametrize(
    ("down", "expected"),
    [
        (timedelta(minutes=1), ["run"]),
        (timedelta(minutes=11), ["run"]),
        (timedelta(hours=5), ["late"]),
        (timedelta(hours=40), ["skipped", "skipped"]),
        (timedelta(minutes=-1), []),
    ],
)
def test_a_digest_after_downtime_runs_or_runs_late_or_is_skipped(
    down: timedelta, expected: list[str]
) -> None:
    assert outcomes(down) == expected


def test_a_weekly_job_is_of_use_for_a_whole_day() -> None:
    monday = {date(2026, 11, 9): "run"}
    assert [d.slot for d in due(WEEKLY, datetime(2026, 11, 17, 7, 59, tzinfo=UTC), monday)] == [Slot.LATE]
    assert [d.slot for d in due(WEEKLY, datetime(2026, 11, 17, 8, 1, tzinfo=UTC), monday)] == [Slot.SKIPPED]


def test_a_job_that_is_new_begins_without_an_alarm() -> None:
    assert due(DIGEST, SEVEN + timedelta(hours=1), {}) == (Due(DAY, SEVEN, Slot.BEGUN),)


def test_only_slots_that_run_are_work() -> None:
    assert [Due(DAY, SEVEN, slot).runs for slot in Slot] == [True, True, False, False]


@pytest.mark.parametrize("day", CHANGES)
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 7, 23])
def test_each_local_date_has_one_slot_when_the_clocks_change(day: date, hour: int) -> None:
    schedule = Schedule("job", time(hour, 30), ZONE)
    taken = {day - timedelta(days=2): "run"}
    now = slot_at(schedule, day - timedelta(days=1)) - timedelta(minutes=5)
    for _ in range(3 * 24 * 4):
        for found in due(schedule, now, taken):
            assert found.slot is Slot.RUN
            assert taken.setdefault(found.day, "run") == "run"
        now += timedelta(minutes=15)
    assert {day + timedelta(days=n) for n in (-1, 0, 1)} <= taken.keys()


def test_an_hour_that_is_skipped_or_doubled_still_has_its_slot() -> None:
    at = Schedule("job", time(1, 30), ZONE)
    assert slot_at(at, date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert slot_at(at, date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(schedule=schedules, start=starts, steps=gaps)
def test_each_date_since_the_beginning_gets_exactly_one_outcome(
    schedule: Schedule, start: datetime, steps: list[timedelta]
) -> None:
    taken: dict[date, str] = {}
    now = start
    for step in steps:
        for found in due(schedule, now, taken):
            assert found.day not in taken
            assert found.day.weekday() in schedule.days
            assert found.at <= now
            taken[found.day] = found.slot
        assert due(schedule, now, taken) == ()
        now += step
    days = [min(taken) + timedelta(days=n) for n in range((max(taken) - min(taken)).days + 1)]
    recent = [d for d in days if d.weekday() in schedule.days]
    assert sorted(taken) == recent


@given(schedule=schedules, now=starts, back=st.timedeltas(timedelta(0), timedelta(hours=3)))
def test_a_clock_that_steps_back_brings_nothing_twice(
    schedule: Schedule, now: datetime, back: timedelta
) -> None:
    taken = {d.day: d.slot.value for d in due(schedule, now - timedelta(days=3), {})}
    taken |= {d.day: d.slot.value for d in due(schedule, now, taken)}
    assert due(schedule, now - back, taken) == ()
    assert due(schedule, now, taken) == ()


def test_a_bot_that_was_away_for_a_year_looks_back_two_months() -> None:
    found = due(DIGEST, SEVEN, {date(2025, 11, 1): "run"})
    assert (len(found), found[-1].slot, {d.slot for d in found[:-1]}) == (60, Slot.RUN, {Slot.SKIPPED})
    assert frozenset(range(7)) == EVERY_DAY
