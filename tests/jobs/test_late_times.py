"""Late truth about times: midnight, the hour that comes twice, the one that never comes, days, the future."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.kit import Kit
from tests.builders import DAY, hours
from tests.jobs.late import Day, day_of, row

BY_LOG = {"pattern": r"(?P<number>\d+)", "day": 'day_from = "logged_at"'}
BY_REPORT = {"pattern": r"(?P<number>\d+)"}


def opened(kit: Kit, tmp_path: Path, how: dict[str, str]) -> AbstractAsyncContextManager[Day]:
    """A day whose keys take their day from one of the two times."""
    return day_of(kit, tmp_path, "drop_folder", **how)


@pytest.fixture(params=["drop_folder", "http_queue"])
async def day(request: pytest.FixtureRequest, kit: Kit, tmp_path: Path) -> AsyncIterator[Day]:
    async with day_of(kit, tmp_path, request.param) as made:
        yield made


def stand(day: Day, *when: int) -> None:
    """Set the clock (UTC)."""
    day.kit.clock.hands.at = datetime(*when, tzinfo=UTC)  # type: ignore[attr-defined,misc,arg-type] # a clock of the tests


@pytest.mark.parametrize(("how", "its_day"), [(BY_LOG, 21), (BY_REPORT, 20)], ids=["logged", "reported"])
async def test_reported_before_midnight_and_logged_after_is_one_incident(
    kit: Kit, tmp_path: Path, how: dict[str, str], its_day: int
) -> None:
    async with opened(kit, tmp_path, how) as day:
        stand(day, 2026, 11, 21, 0, 5)
        late = row("7", "20/11/2026 23:58", logged="21/11/2026 00:03")
        assert (await day.says(late)).fresh == 1
        assert (await day.says(late | {"grade": "1"}, hours=1)).changed == 1
        seen = day.at("7", date(2026, 11, its_day))
        assert seen.due() == datetime(2026, 11, 21, 23, 58, tzinfo=UTC)
        assert day.list_of("carmarthenshire") == ["7"]


async def test_a_report_corrected_over_midnight_stays_one_incident(kit: Kit, tmp_path: Path) -> None:
    async with opened(kit, tmp_path, BY_LOG) as day:
        stand(day, 2026, 11, 21, 0, 20)
        late = row("7", "21/11/2026 00:10", logged="21/11/2026 00:12")
        await day.says(late)
        count = await day.says(late | {"reported": "20/11/2026 23:50"}, hours=1)
        assert (count.fresh, count.changed) == (0, 1)
        seen = day.at("7", date(2026, 11, 21))
        assert seen.due() == datetime(2026, 11, 21, 23, 50, tzinfo=UTC)
        assert "from 00:10 to Fri 23:50" in seen.why()


async def test_the_hour_that_comes_twice_is_read_as_the_earlier_one_and_said_so(day: Day) -> None:
    stand(day, 2026, 10, 25, 8, 0)
    await day.says(row("7/25-10-2026", "25/10/2026 01:30"))
    seen = day.at("7", date(2026, 10, 25))
    assert seen.due() == datetime(2026, 10, 26, 0, 30, tzinfo=UTC)
    assert "hour that happens twice; the earlier one was taken" in seen.why()


async def test_of_the_hour_that_comes_twice_the_later_offset_buys_no_time(day: Day) -> None:
    stand(day, 2026, 10, 25, 8, 0)
    await day.says(row("7/25-10-2026", "25/10/2026 01:30"))
    await day.says(row("7/25-10-2026", "2026-10-25T01:30:00+00:00"), hours=1)
    seen = day.at("7", date(2026, 10, 25))
    assert seen.due() == datetime(2026, 10, 26, 0, 30, tzinfo=UTC)
    assert seen.changes("reported_at") == [["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]]


async def test_a_report_before_the_clocks_go_back_has_24_real_hours(day: Day) -> None:
    stand(day, 2026, 10, 24, 22, 0)
    await day.says(row("7/24-10-2026", "24/10/2026 22:00"))
    seen = day.at("7", date(2026, 10, 24))
    assert seen.due() == datetime(2026, 10, 25, 21, 0, tzinfo=UTC)
    assert "24 h = due Sun 21:00" in seen.why()


async def test_the_hour_that_never_comes_is_read_as_the_earlier_instant_and_said_so(day: Day) -> None:
    stand(day, 2026, 3, 29, 8, 0)
    await day.says(row("7/29-03-2026", "29/03/2026 01:30"))
    seen = day.at("7", date(2026, 3, 29))
    assert seen.due() == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
    assert "hour that is skipped; the earlier instant was taken" in seen.why()


async def test_a_day_without_a_time_runs_from_its_first_moment(day: Day) -> None:
    await day.says(row(reported="20/11/2026"))
    assert day.at().due() == datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert "a day without a time; the start of that day was taken" in day.at().why()


async def test_a_day_that_gets_its_time_later_buys_no_time(day: Day) -> None:
    await day.says(row(reported="20/11/2026"))
    await day.says(row(reported="20/11/2026 13:00"), hours=1)
    assert day.at().due() == datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert day.at().changes("reported_at") == [["2026-11-20T00:00:00Z", "2026-11-20T13:00:00Z"]]


async def test_a_day_of_yesterday_without_a_time_is_overdue_at_once(day: Day) -> None:
    await day.says(row("123/19-11-2026", "19/11/2026"))
    seen = day.at(day=DAY - timedelta(days=1))
    assert "overdue" in {stage for stage, _ in seen.told()}


async def test_a_stamp_from_the_future_keeps_the_instant_at_which_it_was_first_seen(day: Day) -> None:
    seen_at = day.kit.clock.story()
    ahead = row(reported="20/11/2026 23:00")
    await day.says(ahead)
    for _ in range(3):
        await day.says(ahead | {"grade": "1"}, hours=1)
    assert day.at().due() == seen_at + hours(24)
    assert day.at().kinds() == ["incident_received", "incident_changed"]
    assert "lay ahead; the moment when it was first seen was taken" in day.at().why()


async def test_a_stamp_from_the_future_that_comes_true_or_is_corrected_buys_no_time(day: Day) -> None:
    seen_at = day.kit.clock.story()
    await day.says(row(reported="20/11/2026 15:00"))
    await day.says(row(reported="20/11/2026 15:00", grade="1"), hours=4)
    assert day.at().due() == seen_at + hours(24)
    await day.says(row(reported="20/11/2026 12:00"), hours=1)
    assert day.at().due() == seen_at + hours(22)


async def test_a_watched_stamp_from_the_future_that_is_upgraded_runs_from_its_first_sight(day: Day) -> None:
    seen_at = day.kit.clock.story()
    await day.says(row(category="bangs", reported="20/11/2026 16:00"))
    await day.says(row(category="homicide", reported="20/11/2026 16:00"), hours=3)
    assert day.at().due() == seen_at + hours(24)
