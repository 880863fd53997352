"""A dial-in's calendar file, read back: its times over clock changes, its versions, its words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot.slack.invitation import Invitation, written
from bot.slack.vtimezone import changes

LONDON = ZoneInfo("Europe/London")
BEGINS = datetime(2026, 11, 25, 14, tzinfo=UTC)
ONE = Invitation(
    "dial-in-force-2026-11-23@dyfed-powys.cofnod", 0, BEGINS, BEGINS + timedelta(minutes=45),
    datetime(2026, 11, 18, 14, tzinfo=UTC), "Europe/London", "Galwad y Cofrestrydd: Yr heddlu; ŵ, 2",
    "Cyfle i ofyn.", "https://calls.example.org/a?b=c", "Cofrestrydd", "cy", "https://calls.example.org/a?b=c",
)  # fmt: skip


def offset_told(calendar: Calendar, local: datetime) -> timedelta:
    """The offset that the file's own zone gives to a local time, read as RFC 5545 says."""
    [zone] = calendar.walk("VTIMEZONE")
    parts = [part for part in zone.subcomponents if part["dtstart"].dt <= local]
    latest = max(parts, key=lambda part: part["dtstart"].dt)
    return timedelta(seconds=latest["tzoffsetto"].td.total_seconds())


@given(st.integers(0, 10 * 365 * 86_400))
def test_a_file_says_the_same_instant_by_its_own_zone(seconds: int) -> None:
    begins = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    there = begins.astimezone(LONDON)
    calendar = Calendar.from_ical(written(replace(ONE, starts_at=begins, ends_at=begins)))
    [event] = calendar.walk("VEVENT")
    assert event["dtstart"].params["TZID"] == "Europe/London"
    local = event["dtstart"].dt.replace(tzinfo=None)
    assert local == there.replace(tzinfo=None)
    if not there.fold:  # of an hour that happens twice a file can only mean the first
        assert offset_told(calendar, local) == there.utcoffset()


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_clocks_change_at_one_in_the_morning_by_greenwich(year: int) -> None:
    found = list(changes(LONDON, datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, tzinfo=UTC)))
    assert [(c.month, c.weekday(), c.hour, c.minute, c.second) for c in found] == [
        (3, 6, 1, 0, 0), (10, 6, 1, 0, 0),
    ]  # fmt: skip


def test_the_first_hour_of_summer_time_is_summer_time() -> None:
    calendar = Calendar.from_ical(written(replace(ONE, starts_at=datetime(2027, 3, 28, 1, 30, tzinfo=UTC))))
    [event] = calendar.walk("VEVENT")
    local = event["dtstart"].dt.replace(tzinfo=None)
    assert local.isoformat() == "2027-03-28T02:30:00"
    assert offset_told(calendar, local) == timedelta(hours=1)


def test_the_same_version_is_the_same_bytes_and_a_later_one_keeps_the_uid() -> None:
    assert written(ONE) == written(replace(ONE))
    moved = Calendar.from_ical(written(replace(ONE, sequence=1, starts_at=BEGINS + timedelta(days=1))))
    first = Calendar.from_ical(written(ONE))
    assert [str(c.walk("VEVENT")[0]["uid"]) for c in (first, moved)] == [ONE.uid] * 2
    assert [int(c.walk("VEVENT")[0]["sequence"]) for c in (first, moved)] == [0, 1]
    assert str(first["method"]) == "PUBLISH"


def test_a_cancelled_one_says_so_in_its_method_and_its_status() -> None:
    calendar = Calendar.from_ical(written(replace(ONE, sequence=2, cancelled=True)))
    [event] = calendar.walk("VEVENT")
    assert (str(calendar["method"]), str(event["status"])) == ("CANCEL", "CANCELLED")


def test_words_come_back_as_they_were_and_no_address_is_in_it() -> None:
    [event] = Calendar.from_ical(written(ONE)).walk("VEVENT")
    assert (str(event["summary"]), str(event["description"])) == (ONE.title, ONE.words)
    assert (str(event["location"]), str(event["url"])) == (ONE.place, ONE.link)
    assert event["summary"].params["LANGUAGE"] == "cy"
    assert "mailto:" not in written(ONE).decode()
    assert max(len(line) for line in written(ONE).split(b"\r\n")) <= 75


def test_a_line_break_in_the_words_adds_no_property() -> None:
    odd = replace(
        ONE, title="x\r\nATTENDEE:mailto:a@example.org", link="", place="Room 3\nURL:https://x.example"
    )
    [event] = Calendar.from_ical(written(odd)).walk("VEVENT")
    assert "attendee" not in event
    assert "url" not in event
