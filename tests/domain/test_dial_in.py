"""When dial-ins are held and told of, over clock changes too; whom they are for; how one joins."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dial_in import (
    Audience,
    Reminder,
    Series,
    due,
    held_in,
    includes,
    promoted_on,
    reminders,
    starts_at,
    week_of,
    weeks_held,
)
from bot.domain.joining import good_link
from bot.domain.people import Person
from bot.domain.slots import Slot

ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)
DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
WEEKLY = st.builds(Series, st.just("x"), st.just({"en": "x"}), st.integers(0, 6), TIMES)


@given(WEEKLY, DAYS)
def test_it_begins_at_its_local_time_on_its_day_whatever_the_clocks_do(series: Series, day: date) -> None:
    begins = starts_at(series, week_of(day), ZONE)
    there = begins.astimezone(LONDON)
    assert there.date() == week_of(day) + timedelta(days=series.weekday)
    exists = datetime.combine(there.date(), series.at, LONDON).astimezone(UTC).astimezone(LONDON)
    assert there.time() == (series.at if exists.time() == series.at else exists.time())


@given(WEEKLY, DAYS, st.integers(0, 4), st.integers(2, 30))
def test_it_is_held_once_in_each_week_of_its_rhythm(
    series: Series, day: date, every: int, count: int
) -> None:
    repeated = replace(series, weeks=every, first=day)
    weeks = list(weeks_held(repeated, day, count))
    assert len(set(weeks)) == len(weeks)
    gaps = {(b - a).days for a, b in pairwise(weeks)}
    assert gaps <= ({7 * every} if every else set())
    assert all(held_in(repeated, week) for week in weeks)
    assert all(week + timedelta(days=series.weekday) >= day for week in weeks)


@given(WEEKLY, DAYS)
def test_reminders_come_in_order_and_a_day_is_a_day_by_the_clock_on_the_wall(
    series: Series, day: date
) -> None:
    begins = starts_at(series, week_of(day), ZONE)
    (_, week, _), (_, one_day, until), (_, hour, start) = reminders(begins, ZONE)
    assert week < one_day < hour < begins
    assert (until, start) == (hour, begins)
    assert begins - hour == timedelta(hours=1)
    assert abs(begins - one_day - timedelta(days=1)) <= timedelta(hours=1)
    if time(3) <= series.at:  # no hour of a clock change
        assert one_day.astimezone(LONDON).time() == week.astimezone(LONDON).time() == series.at


@given(DAYS, st.lists(st.integers(1, 60 * 24 * 9), min_size=1, max_size=12), st.integers(0, 60 * 24 * 12))
def test_each_reminder_is_decided_once_by_whoever_looks_and_never_after_it_begins(
    day: date, looks: list[int], planned: int
) -> None:
    begins = datetime.combine(day, time(14), LONDON).astimezone(UTC)
    planned_at, taken = begins - timedelta(minutes=planned), dict[str, Slot]()
    for before in sorted({*looks, 0}, reverse=True):
        now = begins - timedelta(minutes=before)
        for each in due(begins, planned_at, False, now, ZONE, taken) if now >= planned_at else ():
            assert each.kind.value not in taken
            assert each.at <= now
            assert not each.runs or now < each.until
            taken[each.kind.value] = each.slot
    assert taken.keys() == {kind.value for kind in Reminder}


def test_after_a_move_the_news_stands_for_what_lies_before_it() -> None:
    begins = datetime(2026, 11, 25, 14, tzinfo=UTC)
    moved_at = begins - timedelta(days=2)
    found = due(begins, moved_at, True, begins - timedelta(hours=1), ZONE, ())
    assert [(d.kind, d.slot) for d in found] == [
        (Reminder.WEEK, Slot.BEGUN), (Reminder.DAY, Slot.SKIPPED), (Reminder.HOUR, Slot.RUN),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 10, 21), datetime(2026, 10, 21, 13, tzinfo=UTC)),  # summer time
        (date(2026, 10, 28), datetime(2026, 10, 28, 14, tzinfo=UTC)),  # the week after the clocks went back
        (date(2027, 3, 24), datetime(2027, 3, 24, 14, tzinfo=UTC)),
        (date(2027, 3, 31), datetime(2027, 3, 31, 13, tzinfo=UTC)),
    ],
)
def test_two_o_clock_is_two_o_clock_before_and_after_the_clocks_change(day: date, begins: datetime) -> None:
    assert starts_at(Series("x", {"en": "x"}, 2, time(14)), week_of(day), ZONE) == begins
    [(_, week, _), *_] = reminders(begins, ZONE)
    assert week.astimezone(LONDON).time() == time(14)


def person(rank: str, since: date | None, **more: object) -> Person:
    """One line of somebody's on the roster."""
    return Person("842", "", "Rees", rank, "powys", valid_from=since, **more)  # type: ignore[arg-type]  # a test's


PC, PS = person("constable", date(2019, 1, 1)), person("sergeant", date(2026, 3, 1))
MOVED = replace(PS, unit="crb", valid_from=date(2026, 9, 1))
NEWLY = Audience(ranks=frozenset({"sergeant", "inspector"}), promoted_days=365)


def test_somebody_is_newly_promoted_by_the_lines_of_the_roster() -> None:
    assert promoted_on(MOVED, [PC, PS, MOVED]) == date(2026, 3, 1)
    assert promoted_on(PS, [PS]) is None
    assert includes(NEWLY, MOVED, [PC, PS, MOVED], date(2027, 3, 1))
    assert not includes(NEWLY, MOVED, [PC, PS, MOVED], date(2027, 3, 2))
    assert not includes(NEWLY, PS, [PS], date(2026, 3, 2))
    assert not includes(NEWLY, PC, [PC], date(2026, 3, 2))


def test_who_is_named_belongs_to_it_whatever_else_is_asked() -> None:
    named = replace(NEWLY, people=frozenset({"842"}))
    assert includes(named, PC, [PC], date(2026, 1, 1))
    assert not includes(Audience(people=frozenset({"917"})), PC, [PC], date(2026, 1, 1))
    assert includes(Audience(), PC, [PC], date(2026, 1, 1))


@pytest.mark.parametrize("link", ["https://calls.example.org/a?b=c&d=%20", "https://calls.example.org:443/"])
def test_a_plain_https_link_may_be_shown(link: str) -> None:
    assert good_link(link)


@pytest.mark.parametrize(
    "link",
    [
        "http://calls.example.org/", "javascript:alert(1)", "https://user:pw@calls.example.org/", "https://calls/",
        "https://calls.example.org/a b", "https://calls.example.org/<b>", "https://calls.example.org/|x",
        "https://cаlls.example.org/", "https://calls.example.org:8443/", "https://[::1", "https://x.example.org\n",
        "https://calls.example.org/" + "a" * 300, "https://", "www.example.org", "https://a.example@b.example.org/",
    ],
)  # fmt: skip
def test_a_link_that_hides_something_may_not(link: str) -> None:
    assert not good_link(link)
