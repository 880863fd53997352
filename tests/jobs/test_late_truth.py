"""Late truth: the feed changes its mind, and a deadline, a list, an alert follow, or do not."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.kit import Kit
from tests.builders import DAY, hours
from tests.jobs.late import Day, day_of, row

TODAY, THEIRS = "bcu-carmarthenshire", "bcu-powys"
SECLUDED = "restricted-incidents"
REPORTED = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


@pytest.fixture(params=["drop_folder", "http_queue"])
async def day(request: pytest.FixtureRequest, kit: Kit, tmp_path: Path) -> AsyncIterator[Day]:
    async with day_of(kit, tmp_path, request.param) as made:
        yield made


async def test_a_reference_that_is_used_again_next_day_is_another_incident(day: Day) -> None:
    await day.says(row())
    tomorrow = row("123/21-11-2026", "2026-11-21T13:00:00Z", category="burglary_other")
    count = await day.says(row(), tomorrow, hours=23.5)
    assert (count.fresh, count.changed) == (1, 0)
    first, second = day.at(), day.at(day=DAY + timedelta(days=1))
    assert (first.due(), second.due()) == (REPORTED + hours(24), REPORTED + hours(48))
    assert day.list_of("carmarthenshire") == ["123", "123"]
    assert first.kinds().count("incident_received") == second.kinds().count("incident_received") == 1


async def test_of_a_reference_repeated_in_one_file_the_last_row_counts_and_both_are_told(day: Day) -> None:
    count = await day.says(row(), row("124/20-11-2026"), row(grade="1", category="robbery"))
    assert (count.seen, count.fresh, count.changed) == (3, 2, 1)
    assert day.at().changes("category") == [["theft", "robbery"]]
    assert day.at().kinds() == ["incident_received", "incident_changed"]
    assert sorted(line.category for line in day.lines("carmarthenshire")) == ["robbery", "theft"]
    assert day.at().due() == REPORTED + hours(24)


async def test_bangs_that_become_a_homicide_run_from_the_report_and_are_told_in_seclusion(day: Day) -> None:
    await day.says(row(category="bangs"))
    assert (day.list_of("carmarthenshire"), day.list_of("restricted")) == ([], [])
    await day.says(row(category="homicide"), hours=22)
    assert day.at().due() == REPORTED + hours(24)
    assert (day.list_of("carmarthenshire"), day.list_of("restricted")) == ([], ["123"])
    [alert] = day.alerts(SECLUDED)
    assert ("urgent", ("1101", "2301")) not in day.at().told()
    assert {stage for stage, _ in day.at().told()} == {"no_meeting_left", "urgent"}
    assert "123/20-11" in await day.shown(alert)
    assert day.alerts(TODAY) == []


async def test_what_becomes_a_homicide_after_its_deadline_is_overdue_at_once(day: Day) -> None:
    await day.says(row(category="bangs"))
    await day.says(row(category="homicide"), hours=30)
    assert "overdue" in {stage for stage, _ in day.at().told()}
    [line] = day.lines("restricted")
    assert (line.stage, line.left) == ("overdue", -hours(7))
    assert day.alerts(SECLUDED)


async def test_a_theft_told_in_its_unit_that_becomes_a_homicide_is_shown_there_no_more(day: Day) -> None:
    await day.says(row())
    await day.says(row(), hours=22.5)
    [alert] = day.alerts(TODAY)
    assert "123/20-11" in await day.shown(alert)
    await day.says(row(category="homicide"), minutes=10)
    assert ("123/20-11" in await day.shown(alert), day.alerts(SECLUDED)) == (False, [])
    assert (day.list_of("carmarthenshire"), day.list_of("restricted")) == ([], ["123"])
    await day.says(row(category="homicide"), hours=1)
    [overdue] = day.alerts(SECLUDED)
    assert "123/20-11" in await day.shown(overdue)


async def test_a_category_that_becomes_harmless_stops_no_clock(day: Day) -> None:
    await day.says(row())
    await day.says(row(category="collision"), hours=2)
    assert day.at().due() == REPORTED + hours(24)
    assert day.list_of("carmarthenshire") == ["123"]
    assert day.at().changes("category") == [["theft", "collision"]]
    await day.says(row(category="collision"), hours=22)
    assert "overdue" in {stage for stage, _ in day.at().told()}


async def test_a_move_takes_list_meeting_and_mentions_to_the_other_unit(day: Day) -> None:
    await day.says(row())
    await day.says(row(unit="powys"), hours=1)
    assert (day.list_of("carmarthenshire"), day.list_of("powys")) == ([], ["123"])
    assert day.at().story().dmm == "09:30"
    await day.says(row(unit="powys"), hours=22)
    assert day.alerts(TODAY) == []
    [_, *_] = day.alerts(THEIRS)
    mentioned = {collar for _, people in day.at().told() for collar in people}
    people = [p for p in day.kit.roster.people if p.collar in mentioned]
    assert people
    assert {p.unit for p in people} <= {"powys", "", "fcc"}
    assert "2201" not in mentioned
    assert day.at().changes("unit") == [["carmarthenshire", "powys"]]


async def test_an_earlier_time_moves_the_deadline_and_both_values_are_told(day: Day) -> None:
    await day.says(row())
    await day.says(row(reported="2026-11-20T10:20:00Z"), hours=1)
    assert day.at().due() == REPORTED + hours(24) - timedelta(hours=2, minutes=40)
    [[before, now]] = day.at().changes("reported_at")
    assert (before, now) == ("2026-11-20T13:00:00Z", "2026-11-20T10:20:00Z")
    assert "from 13:00 to 10:20" in day.at().why()


async def test_an_earlier_time_that_is_overdue_already_is_told_at_once(day: Day) -> None:
    await day.says(row())
    await day.says(row(reported="2026-11-19T13:00:00Z"), hours=1)
    assert "overdue" in {stage for stage, _ in day.at().told()}
    assert day.lines("carmarthenshire")[0].left == -hours(2)


async def test_a_later_time_buys_no_time_and_both_values_are_told(day: Day) -> None:
    await day.says(row())
    await day.says(row(reported="2026-11-20T13:50:00Z"), hours=1)
    assert day.at().due() == REPORTED + hours(24)
    assert day.at().changes("reported_at") == [["2026-11-20T13:00:00Z", "2026-11-20T13:50:00Z"]]
    assert "from 13:00 to 13:50" in day.at().why()
    await day.says(row(reported="2026-11-20T13:20:00Z"), hours=1)
    assert day.at().due() == REPORTED + hours(24)


async def test_a_later_time_and_an_upgrade_together_buy_no_time(day: Day) -> None:
    await day.says(row(category="bangs"))
    await day.says(row(category="homicide", reported="2026-11-20T15:00:00Z"), hours=2)
    assert day.at().due() == REPORTED + hours(24)


async def test_a_later_time_before_an_upgrade_buys_no_time(day: Day) -> None:
    await day.says(row(category="bangs"))
    await day.says(row(category="bangs", reported="2026-11-20T15:00:00Z"), hours=2)
    await day.says(row(category="homicide", reported="2026-11-20T15:00:00Z"), hours=2)
    assert day.at().due() == REPORTED + hours(24)


async def test_a_later_time_before_a_crime_of_a_watched_one_buys_no_time(day: Day) -> None:
    await day.says(row(category="bangs"))
    await day.says(row(category="bangs", reported="2026-11-20T15:00:00Z", crimes="NC/1/26"), hours=2)
    [offence] = day.at().story().offences
    assert (offence.offence.told_at, offence.offence.state) == (REPORTED, "recorded")
