"""Late truth in whole drops: what vanishes, shrinks, is replayed or bad; nothing is closed or told twice."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.kit import Kit
from bot.services.decisions.allocations import allocate
from tests.builders import AT, OFFICER, SERGEANT, everything, hours
from tests.jobs.late import Day, Row, day_of, row

RECORD = ("incidents", "offences", "trail", "alerts", "messages")
CHANNEL = "bcu-carmarthenshire"


@pytest.fixture(params=["drop_folder", "http_queue"])
async def day(request: pytest.FixtureRequest, kit: Kit, tmp_path: Path) -> AsyncIterator[Day]:
    async with day_of(kit, tmp_path, request.param) as made:
        yield made


@pytest.fixture
async def folder(kit: Kit, tmp_path: Path) -> AsyncIterator[Day]:
    async with day_of(kit, tmp_path, "drop_folder") as made:
        yield made


def many(count: int, **more: str) -> list[Row]:
    """So many incidents of the day."""
    return [row(f"{n}/20-11-2026", **more) for n in range(1, count + 1)]


def record(day: Day) -> list[object]:
    """Everything that people work with; not the feed's own count."""
    return [everything(day.kit.store)[name] for name in RECORD]


async def test_what_vanishes_and_returns_is_neither_closed_nor_doubled_nor_told_again(day: Day) -> None:
    await day.says(row(), row("124/20-11-2026"))
    await day.says(row(), row("124/20-11-2026"), hours=22)
    before = record(day)
    await day.says(row("124/20-11-2026"), minutes=1)
    assert (record(day), day.list_of("carmarthenshire")) == (before, ["123", "124"])
    await day.says(row(), row("124/20-11-2026"), minutes=1)
    assert record(day) == before
    assert len(day.alerts(CHANNEL)) == 1


async def test_what_vanished_is_overdue_in_its_time_all_the_same(day: Day) -> None:
    await day.says(row(), row("124/20-11-2026"))
    await day.says(row("124/20-11-2026"), hours=1)
    await day.says(row("124/20-11-2026"), hours=22)
    assert "overdue" in {stage for stage, _ in day.at().told()}


async def test_a_drop_that_shrank_is_an_alarm_and_closes_nothing(day: Day) -> None:
    await day.says(*many(20))
    before = record(day)
    count = await day.says(*many(4), minutes=5)
    assert count.alarms == ("feed_shrunk",)
    assert day.alarms() == ["feed_shrunk"]
    after = record(day)
    assert after[:3] == before[:3]
    assert len(day.list_of("carmarthenshire")) == 20
    assert (await day.says(*many(20), minutes=5)).alarms == ()


async def test_an_empty_drop_is_an_alarm_and_closes_nothing(day: Day) -> None:
    await day.says(*many(6))
    before = record(day)
    assert "feed_empty" in (await day.says(minutes=5)).alarms
    assert record(day)[:3] == before[:3]


async def test_an_old_drop_that_is_replayed_loses_nothing_and_alerts_nobody_twice(folder: Day) -> None:
    old = [row(), row("124/20-11-2026")]
    await folder.says(*old, file="20-1400.csv")
    folder.at().do(allocate, SERGEANT, OFFICER)
    new = [row(category="robbery", grade="1"), row("124/20-11-2026"), row("125/20-11-2026")]
    await folder.says(*new, file="21-1200.csv", hours=22)
    told, due = len(folder.alerts(CHANNEL)), folder.at().due()
    await folder.says(*old, file="20-1400-again.csv", minutes=5)
    assert (len(folder.alerts(CHANNEL)), folder.at().due()) == (told, due)
    assert folder.at().changes("category") == [["theft", "robbery"], ["robbery", "theft"]]
    assert folder.lines("carmarthenshire")[0].oic.collar == OFFICER  # type: ignore[union-attr] # it has one
    assert sorted(folder.list_of("carmarthenshire")) == ["123", "124", "125"]


async def test_a_replayed_drop_settles_no_reference_twice_and_undoes_no_record(folder: Day) -> None:
    await folder.says(row(), file="1.csv")
    await folder.says(row(crimes="NC/1/26;NC/2/26"), file="2.csv", hours=1)
    kinds = ["incident_received", "incident_changed", "crime_recorded", "crime_ref_waiting"]
    assert folder.at().kinds() == kinds
    await folder.says(row(), file="1-again.csv", hours=1)
    await folder.says(row(crimes="NC/1/26;NC/2/26"), file="2-again.csv", hours=1)
    assert folder.at().kinds() == [*kinds, "incident_changed", "incident_changed"]
    [offence] = folder.at().story().offences
    assert (offence.offence.state, offence.offence.crime_ref) == ("recorded", "NC/1/26")


async def test_an_identical_drop_under_another_name_writes_nothing(folder: Day) -> None:
    await folder.says(row(), file="1.csv")
    before = record(folder)
    await folder.says(row(), file="2.csv", hours=1)
    assert record(folder) == before


async def test_a_bad_row_waits_with_its_place_and_goes_in_once_it_is_corrected(day: Day) -> None:
    count = await day.says(row("124/20-11-2026"), row(reported="20/11/2026 27:05"))
    assert (count.good, count.bad, day.list_of("carmarthenshire")) == (1, 1, ["124"])
    [(_, column, reason)] = day.waiting()
    assert (column, reason) == ("reported", "time_unreadable")
    await day.says(row("124/20-11-2026"), row(reported="20/11/2026 13:00"), hours=1)
    assert day.waiting() == []
    assert day.at().due() == AT + hours(23)
    assert day.list_of("carmarthenshire") == ["123", "124"]


async def test_a_known_row_that_turns_bad_keeps_what_it_said_before(day: Day) -> None:
    await day.says(row())
    await day.says(row(reported="yesterday evening"), hours=1)
    assert day.waiting()[0][2] == "time_unreadable"
    assert (day.at().due(), day.list_of("carmarthenshire")) == (AT + hours(23), ["123"])
    await day.says(row(grade="1"), hours=1)
    assert (day.waiting(), day.at().changes("grade")) == ([], [["2", "1"]])
