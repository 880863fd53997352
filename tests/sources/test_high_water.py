"""The high-water mark: whatever the order of commits, no row is lost that is less late than the look-back."""

import asyncio
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.door import HighWater
from bot.sources.high_water import MARK, Kind, Mark, Tide, from_memory, sign, since
from bot.sources.sql_view import SqlView
from tests.sources.builders import AT
from tests.sources.views import HIGH_WATER, System, mapping_of, polled, sqlite

LONDON = ZoneInfo("Europe/London")
RULE = HighWater.model_validate({"column": "at", "look_back": "15m"})
COUNTED = HighWater.model_validate({"column": "at", "look_back": 100})
CHANGE = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)  # an hour before the clock in London goes back
LOOK_BACK = timedelta(minutes=15)

# Stamps in seconds around the change, and how long after its stamp each row was committed.
ROWS = st.lists(
    st.tuples(st.integers(0, 3 * 3600), st.integers(0, int(LOOK_BACK.total_seconds()) - 1)),
    min_size=1,
    max_size=12,
)
POLLS = st.lists(st.integers(0, 4 * 3600), min_size=1, max_size=8)
WRITTEN = {
    "by its offset": lambda at: at.isoformat(),
    "by the clock": lambda at: at.astimezone(LONDON).replace(tzinfo=None).isoformat(sep=" "),
    "by the clock and its offset": lambda at: at.astimezone(LONDON).isoformat(),
    "to the minute": lambda at: at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M"),
}


async def numbers_of_all(
    source: SqlView, system: System, rows: list[tuple[datetime, datetime, str]], polls: list[datetime]
) -> set[int]:
    """Everything that came, where each row is put in as late as it was committed."""
    left, came = sorted(enumerate(rows), key=lambda row: row[1][1]), set[int]()
    for at in polls:
        while left and left[0][1][1] <= at:
            n, (_, _, stamp) = left.pop(0)
            system.put(n, stamp=stamp)
        came |= set((await polled(source, at))[1])
    return came


@pytest.mark.parametrize("written", WRITTEN)
@settings(max_examples=12, deadline=None)
@given(rows=ROWS, polls=POLLS)
def test_every_row_is_taken_in_whatever_order_they_are_committed(
    written: str, rows: list[tuple[int, int]], polls: list[int]
) -> None:
    stamped = [CHANGE + timedelta(seconds=s) for s, _ in rows]
    told = [
        (at, at + timedelta(seconds=delay), WRITTEN[written](at))
        for at, (_, delay) in zip(stamped, rows, strict=True)
    ]
    moments = [CHANGE + timedelta(seconds=s) for s in sorted(polls)] + [CHANGE + timedelta(hours=5)]
    with tempfile.TemporaryDirectory() as folder:
        system = System(sqlite(Path(folder)))
        source = system.source(mapping_of(sql=HIGH_WATER))
        came = asyncio.run(numbers_of_all(source, system, told, moments))
    assert came == set(range(len(rows)))


def test_the_control_without_a_look_back_loses_a_late_row() -> None:
    late = [
        (CHANGE, CHANGE, CHANGE.isoformat()),
        (CHANGE - LOOK_BACK, CHANGE + LOOK_BACK, (CHANGE - LOOK_BACK).isoformat()),
    ]
    with tempfile.TemporaryDirectory() as folder:
        system = System(sqlite(Path(folder)))
        source = system.source(mapping_of(sql=HIGH_WATER.replace("15m", "0m")))
        moments = [CHANGE, CHANGE + 2 * LOOK_BACK]
        assert asyncio.run(numbers_of_all(source, system, late, moments)) == {0}


def wall(*parts: int) -> datetime:
    return datetime(*parts)  # noqa: DTZ001 -- a wall clock's


BOUNDS = [
    (AT, AT - LOOK_BACK),
    (wall(2026, 11, 20, 12, 0), wall(2026, 11, 20, 11, 45)),
    (wall(2026, 10, 25, 1, 50), wall(2026, 10, 25, 0, 35)),  # the hour that comes twice: it may be the first
    (date(2026, 11, 20), date(2026, 11, 19)),
    ("2026-11-20T12:00:00.5Z", "2026-11-20T11:45:00"),
    ("2026-11-20 12:00", "2026-11-20 11:45"),
    ("20261120T120000", "20261120T114500"),
    ("2026-11-20", "2026-11-19"),
    ("20261120", "20261119"),
]


@pytest.mark.parametrize(("value", "bound"), BOUNDS, ids=str)
def test_the_next_poll_begins_a_look_back_before_the_mark(value: object, bound: object) -> None:
    tide = Tide(RULE, LONDON, AT + timedelta(minutes=1))
    tide.rise(value)
    assert tide.mark is not None
    assert since(tide.mark, RULE, LONDON, AT + timedelta(minutes=1)) == bound
    assert from_memory({MARK: tide.mark.as_memory()}) == tide.mark


@pytest.mark.parametrize("value", [7, Decimal("7"), 7.0])
def test_whole_numbers_are_marks_and_others_are_not(value: object) -> None:
    tide = Tide(COUNTED, LONDON, AT)
    tide.rise(value)
    assert (tide.mark, tide.unreadable) == (
        (None, True) if value == 7.0 and isinstance(value, float) else (Mark(Kind.NUMBER, 7), False)
    )


NO_MARK = [True, b"\0\1", "yesterday", "20/11/2026 12:00", 12, "0001-01-01T00:00:00", [1]]


@pytest.mark.parametrize("value", NO_MARK, ids=str)
def test_what_has_no_order_of_time_is_no_mark(value: object) -> None:
    tide = Tide(RULE, LONDON, AT)
    tide.rise(value)
    assert (tide.mark, tide.unreadable) == (None, True)


@pytest.mark.parametrize(
    "value", [AT + timedelta(seconds=1), AT.replace(year=2099), "2150-01-01T00:00:00", None]
)
def test_the_future_and_nothing_at_all_move_no_mark(value: object) -> None:
    tide = Tide(RULE, LONDON, AT, Mark(Kind.INSTANT, AT))
    tide.rise(value)
    assert (tide.mark, tide.unreadable) == (Mark(Kind.INSTANT, AT), False)


def test_a_mark_without_a_time_of_day_is_no_sign_of_life() -> None:
    assert sign(Mark(Kind.DAY, date(2026, 11, 20)), LONDON) is None
    assert sign(Mark(Kind.TEXT, "2026-11-20"), LONDON) is None
    assert sign(Mark(Kind.TEXT, "2026-11-20T12:00:00"), LONDON) == AT
