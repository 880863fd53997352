"""Meetings are listed in time, once; one that nobody started is told as not held, and may begin late."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services.meetings import lists as meeting_lists
from bot.store import meetings as stored
from tests.builders import FORCE, Station, hours, refused, report
from tests.services.meeting_days import (
    CHAIR,
    LISTS,
    MEETS,
    MISSED,
    OVER,
    UNIT,
    at,
    end,
    facts,
    items,
    keep,
    kinds,
    meeting,
    of_the_night,
    start,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def morning(empty: Station) -> Station:
    """A station at the time of the list, with two thefts and a restricted incident of the night."""
    of_the_night(empty)
    return at(empty, LISTS)


def test_a_list_is_put_half_an_hour_before_and_only_once(morning: Station) -> None:
    assert keep(morning, LISTS - MINUTE) == 0
    assert keep(morning, LISTS) == 1
    assert [keep(morning, LISTS), keep(morning, LISTS + MINUTE)] == [0, 0]
    [message] = [m for m in morning.messages("dmm_list") if UNIT in m.key]
    assert (message.key, message.channel) == (f"dmm_list:{UNIT}:2026-11-20", "bcu-carmarthenshire")
    assert kinds(morning) == ["meeting_listed"]
    assert facts(morning)[0]["values"]["items"] == 3


def test_of_three_who_look_at_once_one_puts_the_list(morning: Station) -> None:
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: keep(morning, LISTS), range(3)))
    assert sum(done) == 1
    assert kinds(morning) == ["meeting_listed"]
    assert len([m for m in morning.messages("dmm_list") if UNIT in m.key]) == 1


def test_of_three_who_look_at_once_one_tells_what_was_missed(morning: Station) -> None:
    keep(morning, LISTS)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: keep(morning, MISSED), range(3)))
    assert kinds(morning) == ["meeting_listed", "meeting_missed"]


def test_every_unit_that_meets_has_its_own_list(morning: Station) -> None:
    keep(morning, MEETS + hours(1))
    listed = {m.subject.split(":")[0] for m in morning.messages("dmm_list")}
    assert listed == {"carmarthenshire", "ceredigion", "pembrokeshire", "powys"}


def test_one_that_nobody_started_is_told_as_not_held(morning: Station) -> None:
    keep(morning, LISTS)
    keep(morning, MISSED - MINUTE)
    assert meeting(morning).state == "due"
    keep(morning, MISSED)
    assert meeting(morning).state == "missed"
    assert kinds(morning) == ["meeting_listed", "meeting_missed"]
    assert {i.how for i in items(morning).values()} == {"left"}
    keep(morning, MISSED + MINUTE)
    assert kinds(morning).count("meeting_missed") == 1


def test_the_next_list_says_and_counts_what_was_not_held(morning: Station) -> None:
    keep(morning, LISTS)
    keep(morning, MISSED)
    keep(morning, LISTS + hours(24))
    tomorrow = at(morning, LISTS + hours(24))
    shown = tomorrow.see(meeting_lists.of, UNIT, date(2026, 11, 21), "en")
    assert (shown.last.state, shown.missed, shown.of) == ("missed", 1, 1)


def test_one_that_counts_as_not_held_may_begin_late(morning: Station) -> None:
    keep(morning, LISTS)
    keep(morning, MISSED)
    begun = start(at(morning, MISSED + hours(1)))
    assert begun.meeting.late
    assert {i.how for i in items(morning).values()} == {"open"}
    assert facts(morning)[-1]["values"]["late"] is True


def test_a_late_start_is_allowed_until_the_next_list_is_put(morning: Station) -> None:
    keep(morning, LISTS)
    keep(morning, MISSED)
    keep(morning, LISTS + hours(24))
    begun = start(at(morning, LISTS + hours(24) + MINUTE))
    assert begun.meeting.day == date(2026, 11, 21)
    assert not begun.meeting.late
    assert meeting(morning).state == "missed"


def test_nothing_can_be_started_before_a_list_stands(morning: Station) -> None:
    told = refused(start, morning)
    assert (told.message_id, told.values["next"].begins) == ("no_meeting_due", MEETS)


def test_days_without_the_bot_are_told_as_unknown_and_not_as_lists(morning: Station) -> None:
    keep(morning, LISTS)
    keep(morning, LISTS + timedelta(days=4))
    days = [date(2026, 11, day) for day in (20, 21, 22, 23)]
    assert [meeting(morning, day).state for day in days] == ["missed"] * 4
    assert [meeting(morning, day).listed_at is None for day in days] == [False, True, True, True]
    assert meeting(morning, date(2026, 11, 24)).state == "due"
    lists = [m.key for m in morning.messages("dmm_list") if UNIT in m.key]
    assert lists == [f"dmm_list:{UNIT}:2026-11-20", f"dmm_list:{UNIT}:2026-11-24"]
    assert items(morning, date(2026, 11, 22)) == {}


def test_a_first_start_after_the_meeting_tells_of_nothing_missed(morning: Station) -> None:
    assert keep(morning, MISSED) == 3, "those of the other units may still begin"
    assert morning.see(meeting_lists.of, UNIT, MEETS.date(), "en") is None


def test_a_meeting_that_nobody_ended_is_ended_by_the_clock(morning: Station) -> None:
    keep(morning, LISTS)
    start(at(morning, MEETS))
    keep(morning, LISTS + hours(24))
    ended = meeting(morning)
    assert (ended.state, ended.ended_by, ended.why_not) == ("ended", None, None)
    assert {i.how for i in items(morning).values()} == {"left"}
    assert kinds(morning)[-1] == "meeting_ended"
    assert [m.key for m in morning.messages("dmm_record")] == [f"dmm_record:{UNIT}:2026-11-20"]


def test_a_meeting_that_was_held_cannot_begin_again(morning: Station) -> None:
    keep(morning, LISTS)
    start(at(morning, MEETS))
    end(at(morning, OVER), CHAIR, "OUT", "by phone")
    assert refused(start, at(morning, OVER + MINUTE)).message_id == "meeting_over"


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2026, 10, 24), datetime(2026, 10, 24, 7, 30, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 8, 30, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_meeting_keeps_its_local_time_when_the_clocks_change(
    empty: Station, day: date, begins: datetime
) -> None:
    assert keep(empty, begins - timedelta(minutes=31)) == 0
    assert keep(empty, begins - timedelta(minutes=30)) == 1
    assert meeting(empty, day).due_at == begins


def test_where_none_is_held_on_a_bank_holiday_none_is_missed(empty: Station) -> None:
    met = FORCE.units[UNIT]
    assert met.dmm is not None
    units = {UNIT: replace(met, dmm=replace(met.dmm, on_holidays=False))}
    empty.store.force = replace(FORCE, units=units)
    for day in range(24, 30):  # of December: the 25th and the 28th are bank holidays, and Boxing Day
        keep(empty, datetime(2026, 12, day, 8, 5, tzinfo=UTC))
        keep(empty, datetime(2026, 12, day, 12, 0, tzinfo=UTC))
    days = [date(2026, 12, day) for day in range(24, 30)]
    held = [day.day for day in days if empty.see(stored.on, UNIT, day)]
    assert held == [24, 27, 29]


def test_nothing_is_due_before_the_end_of_a_meeting_whose_end_has_passed(morning: Station) -> None:
    keep(morning, LISTS)
    at(morning, OVER).receive(report("305", ago=0))
    late = at(morning, OVER + timedelta(minutes=15))
    listing = late.see(meeting_lists.of, UNIT, date(2026, 11, 20), "en")
    assert {each.line.key.number for each in listing.items} >= {"301", "302", "305"}
    assert "before_end" not in {each.group for each in listing.items}


def test_over_undecided_items_a_line_without_words_is_refused(morning: Station) -> None:
    keep(morning, LISTS)
    begun = at(morning, MEETS)
    start(begun)
    for line in ("x", "...", "1234", "ab!"):
        assert refused(end, begun, CHAIR, "OUT", line).message_id == "say_what_becomes"
    assert end(begun, CHAIR, "OUT", "by phone").meeting.why_line == "by phone"


def test_after_its_end_the_next_meeting_is_that_of_another_day(morning: Station) -> None:
    keep(morning, LISTS)
    begun = at(morning, MEETS)
    start(begun)
    end(begun, CHAIR, "OUT", "by phone")
    why = refused(end, begun, CHAIR)
    assert why.message_id == "no_meeting_runs"
    assert why.values["next"].day == date(2026, 11, 21)
