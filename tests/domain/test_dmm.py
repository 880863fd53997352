"""Meetings are held on their days, at another time at weekends and on bank holidays, or not at all."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from bot.bank_holidays import bank_holidays
from bot.domain.dmm import Dmm, last_meeting_end, next_sitting, sitting, sittings

LONDON = "Europe/London"
DAILY = frozenset(range(7))
CHRISTMAS, BOXING_DAY = date(2026, 12, 25), date(2026, 12, 28)  # of 2026, the second one is kept on Monday
dmms = st.builds(
    Dmm,
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.integers(5, 240),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.none() | st.just(time(10)),
    st.none() | st.just(time(11)),
    st.booleans(),
    st.just(bank_holidays()),
)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def test_weekends_and_bank_holidays_have_times_of_their_own() -> None:
    dmm = Dmm(time(8, 30), 45, DAILY, time(9), time(10), holidays=bank_holidays())
    kept = [dmm.local_time(day) for day in (date(2026, 11, 27), date(2026, 11, 28), CHRISTMAS, BOXING_DAY)]
    assert kept == [time(8, 30), time(9), time(10), time(10)]


def test_a_unit_may_hold_none_on_bank_holidays() -> None:
    dmm = Dmm(time(8, 30), 45, DAILY, on_holidays=False, holidays=bank_holidays())
    assert sitting(CHRISTMAS, dmm, LONDON) is None
    after = datetime(2026, 12, 25, 0, 0, tzinfo=UTC)
    following = next_sitting(after, dmm, LONDON)
    assert following is not None
    assert following.day == date(2026, 12, 27)


@given(dmms, days)
def test_a_sitting_begins_at_its_local_time_and_lasts_its_minutes(dmm: Dmm, day: date) -> None:
    found = sitting(day, dmm, LONDON)
    assert (found is None) == (dmm.local_time(day) is None)
    if found:
        assert found.ends - found.begins == timedelta(minutes=dmm.minutes)


def test_a_meeting_that_goes_on_past_midnight_is_the_next_one_until_it_ends() -> None:
    dmm = Dmm(time(23), 61, DAILY, holidays=bank_holidays())
    following = next_sitting(datetime(2026, 11, 28, 0, 0, 30, tzinfo=UTC), dmm, LONDON)
    assert following is not None
    assert following.day == date(2026, 11, 27)


@given(dmms, days, st.integers(0, 24 * 60))
@example(Dmm(time(23), 61, DAILY, holidays=bank_holidays()), date(2024, 1, 1), 0)
def test_the_last_meeting_over_and_the_next_one_are_neighbours(dmm: Dmm, day: date, minute: int) -> None:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    last, following = last_meeting_end(at, dmm, LONDON), next_sitting(at, dmm, LONDON)
    held = [s.ends for s in sittings(day - timedelta(days=7), day + timedelta(days=7), dmm, LONDON)]
    if last in held and following and following.ends in held:
        assert held.index(following.ends) == held.index(last) + 1
