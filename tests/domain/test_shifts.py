"""Coming on and going off: times that lie ahead, over clock changes and midnight, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.duty import DutyChange, Tour, leaves_at, left_at, next_tour, on_until, tour_at
from bot.domain.people import Person
from bot.domain.shifts import LONGEST, ahead, back_at, come_on, go_off, may_cover, may_enter
from tests.builders import INSPECTOR, OFFICER, OTHER_INSPECTOR, REGISTRAR, ROSTER, SERGEANT, hours, refused

LONDON = "Europe/London"
EARLIES = Person(
    "842", "Carys", "Rees", "constable", "powys", tours=(Tour(frozenset(range(5)), time(7), time(15)),)
)
FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)
instants = st.integers(0, 365 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def who(collar: str) -> Person:
    found = ROSTER.by_collar(collar)
    assert found is not None
    return found


def with_(person: Person, *changes: DutyChange) -> Person:
    return replace(person, changes=(*person.changes, *changes))


@given(instants, clocks)
def test_a_time_alone_is_the_next_one_and_reads_so_on_the_clock(at: datetime, clock: time) -> None:
    found = ahead(at, LONDON, None, clock)
    assert at < found <= at + hours(25)
    local = found.astimezone(ZoneInfo(LONDON))
    skipped = local.replace(hour=clock.hour, minute=clock.minute, fold=0).astimezone(UTC) != found
    assert local.time().replace(fold=0) == clock or skipped or local.hour == clock.hour + 1


def test_in_the_hour_that_happens_twice_the_next_such_time_is_meant() -> None:
    first, second = (datetime(2026, 10, 25, h, 30, tzinfo=UTC) for h in (0, 1))
    assert ahead(first - hours(1), LONDON, None, time(1, 30)) == first
    assert ahead(first + hours(0.25), LONDON, None, time(1, 30)) == second
    assert ahead(second, LONDON, None, time(1, 30)) == second + hours(24)


def test_a_time_that_the_clocks_skip_is_an_hour_later() -> None:
    evening = datetime(2026, 3, 28, 22, tzinfo=UTC)
    assert ahead(evening, LONDON, None, time(1, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_day_alone_is_its_beginning_and_one_that_is_over_is_next_years() -> None:
    assert ahead(FRIDAY, LONDON, (5, 12), None) == datetime(2026, 12, 5, tzinfo=UTC)
    assert ahead(FRIDAY, LONDON, (2, 1), time(7)) == datetime(2027, 1, 2, 7, tzinfo=UTC)
    assert ahead(FRIDAY, LONDON, (20, 11), None) < FRIDAY
    with pytest.raises(ValueError, match="day"):
        ahead(FRIDAY, LONDON, (31, 2), None)


def test_bare_words_mean_the_tour_that_is_now_or_soon() -> None:
    off = with_(EARLIES, DutyChange("842", False, FRIDAY - hours(1), FRIDAY + hours(6)))
    assert come_on(off, FRIDAY, None, LONDON).ends == FRIDAY.replace(hour=15)
    early = FRIDAY.replace(hour=4)
    assert come_on(EARLIES, early, None, LONDON) == DutyChange("842", True, early, FRIDAY.replace(hour=15))
    assert go_off(EARLIES, FRIDAY, None, None, LONDON).ends == FRIDAY.replace(hour=15)


def test_staying_on_longer_is_the_same_stretch_and_shorter_ends_it_early() -> None:
    longer = come_on(EARLIES, FRIDAY, FRIDAY.replace(hour=20), LONDON)
    assert (longer.begins, longer.ends) == (FRIDAY.replace(hour=7), FRIDAY.replace(hour=20))
    shorter = come_on(EARLIES, FRIDAY, FRIDAY.replace(hour=12), LONDON)
    assert on_until(with_(EARLIES, shorter), FRIDAY, LONDON) == FRIDAY.replace(hour=12)
    assert tour_at(with_(EARLIES, shorter), FRIDAY.replace(hour=13), LONDON) is None


@pytest.mark.parametrize(
    ("reason", "at", "until"),
    [
        ("already_on_duty", FRIDAY, None),
        ("already_on_duty", FRIDAY, FRIDAY.replace(hour=15)),
        ("on_until_when", FRIDAY.replace(hour=18), None),
        ("ends_before_it_begins", FRIDAY, FRIDAY - hours(1)),
        ("long_stretch", FRIDAY, FRIDAY + hours(15)),
    ],
)
def test_coming_on_is_refused_with_its_reason(reason: str, at: datetime, until: datetime | None) -> None:
    assert refused(come_on, EARLIES, at, until, LONDON).message_id == reason


def test_a_very_long_stretch_takes_effect_once_it_is_meant() -> None:
    ends = FRIDAY.replace(hour=7) + LONGEST + hours(1)
    assert come_on(EARLIES, FRIDAY, ends, LONDON, sure=True).ends == ends


def test_going_off_is_refused_with_its_reason() -> None:
    evening = FRIDAY.replace(hour=18)
    told = refused(go_off, EARLIES, evening, None, None, LONDON)
    assert (told.message_id, told.values["next"].begins) == (
        "already_off_duty",
        datetime(2026, 11, 30, 7, tzinfo=UTC),
    )
    assert refused(go_off, EARLIES, FRIDAY, FRIDAY - hours(1), None, LONDON).message_id == (
        "ends_before_it_begins"
    )
    far = FRIDAY + timedelta(days=200)
    assert refused(go_off, EARLIES, FRIDAY, None, far, LONDON).message_id == "away_too_long"


def test_whoever_comes_back_from_long_leave_is_next_on_in_their_first_tour() -> None:
    leave = go_off(EARLIES, FRIDAY, None, FRIDAY + timedelta(days=60), LONDON)
    back = back_at(with_(EARLIES, leave), leave, LONDON)
    assert back is not None
    assert back.begins == datetime(2027, 1, 26, 9, tzinfo=UTC), "a Tuesday, in the middle of an early"


@given(st.lists(st.tuples(instants, st.integers(1, 80), st.booleans()), max_size=8), instants)
def test_the_next_tour_is_the_first_instant_at_which_somebody_comes_on(
    told: list[tuple[datetime, int, bool]], at: datetime
) -> None:
    person = with_(EARLIES, *(DutyChange("842", on, b, b + hours(n)) for b, n, on in told))
    found = next_tour(person, at, LONDON)
    assert found is not None
    assert tour_at(person, found.begins, LONDON) == found
    if on_until(person, at, LONDON) is None:
        between = (at + (found.begins - at) * part / 7 for part in range(1, 7))
        assert [b for b in between if on_until(person, b, LONDON)] == []


@given(st.lists(st.tuples(instants, st.integers(1, 80), st.booleans()), max_size=8), instants)
def test_who_leaves_is_on_until_then_and_off_at_that_instant(
    told: list[tuple[datetime, int, bool]], at: datetime
) -> None:
    person = with_(EARLIES, *(DutyChange("842", on, b, b + hours(n)) for b, n, on in told))
    ends = leaves_at(person, at, LONDON)
    if ends is not None:
        assert at < ends
        assert on_until(person, ends, LONDON) is None
        assert left_at(person, ends, LONDON, hours(1)) == ends
    elif (left := left_at(person, at, LONDON, hours(12))) is not None:
        assert on_until(person, left, LONDON) is None
        assert on_until(person, left - timedelta(microseconds=1), LONDON) is not None


def test_tours_that_follow_one_another_do_not_end_and_always_on_never_leaves() -> None:
    doubled = replace(EARLIES, tours=(*EARLIES.tours, Tour(frozenset(range(5)), time(15), time(23))))
    assert leaves_at(doubled, FRIDAY, LONDON) == FRIDAY.replace(hour=23)
    assert leaves_at(who(SERGEANT), FRIDAY, LONDON) is None


def test_each_enters_their_own_duty_and_supervisors_that_of_their_own_people() -> None:
    assert may_enter(who(OFFICER), who(OFFICER))
    assert may_enter(who(SERGEANT), who(OFFICER))
    assert may_enter(who("2301"), who(OTHER_INSPECTOR)), "the Force Incident Manager for all"
    assert not may_enter(who(OFFICER), who("917"))
    assert not may_enter(who("1102"), who(OFFICER)), "a sergeant of another unit"
    assert not may_enter(who(SERGEANT), who(INSPECTOR))


def test_a_cover_is_of_the_same_rank_or_higher_and_the_registrars_is_the_deputy() -> None:
    assert may_cover(who(INSPECTOR), who(OTHER_INSPECTOR))
    assert may_cover(who(INSPECTOR), who("3101"))
    assert not may_cover(who(INSPECTOR), who(SERGEANT))
    assert not may_cover(who(INSPECTOR), who(INSPECTOR))
    assert not may_cover(who(REGISTRAR), who(INSPECTOR))
