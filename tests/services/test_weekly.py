"""The weekly digest: to whom, once a week whatever the clocks do, late rather than not, and what it says."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.services import weekly
from bot.store import trail
from bot.store.tables import messages, slots
from tests.builders import REGISTRAR, Station

CHAIR = "3101"
BEFORE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
HOUR = timedelta(hours=1)


def at(station: Station, when: datetime) -> Station:
    """The station at an instant."""
    return station.later(seconds=(when - station.at).total_seconds())


def tick(station: Station, when: datetime) -> int:
    """What the job does at an instant; gives how many slots it took."""
    now, took = at(station, when), 0
    while found := now.see(weekly.ready):
        took += now.do(weekly.send, found)
    return took


def keys(station: Station) -> list[str]:
    """The weekly digests that were put."""
    query = select(messages.c.key).where(messages.c.bulletin == weekly.WEEKLY).order_by(messages.c.key)
    return list(station.see(lambda work: work.conn.execute(query).scalars().all()))


def outcomes(station: Station, day: date) -> Counter[str]:
    """What became of the slots of a day."""
    query = select(slots.c.outcome).where(slots.c.local_date == day, slots.c.job.startswith("weekly:"))
    return Counter(station.see(lambda work: work.conn.execute(query).scalars().all()))


def alarms(station: Station) -> list[str]:
    """What the operations channel is told of."""
    query = select(messages.c.subject).where(messages.c.bulletin == weekly.SKIPPED)
    return list(station.see(lambda work: work.conn.execute(query).scalars().all()))


def facts(station: Station, day: date) -> list[dict[str, Any]]:
    """What the trail of a day's digests tells."""
    return station.see(lambda work: [dict(row.body) for row in trail.rows(work.conn, f"digests:{day}")])


@pytest.fixture
def begun(station: Station) -> Station:
    """A station where weekly digests have been looked after since the Sunday."""
    tick(station, BEFORE)
    return station


def test_chief_inspectors_and_the_registrar_get_theirs_once(begun: Station) -> None:
    assert keys(begun) == []
    assert tick(begun, MONDAY - timedelta(seconds=1)) == 0
    assert tick(begun, MONDAY) == 2
    assert tick(begun, MONDAY + HOUR) == 0
    assert keys(begun) == [f"weekly:{CHAIR}:{DAY}", f"weekly:{REGISTRAR}:{DAY}"]
    assert outcomes(begun, DAY) == {"run": 2}


def test_two_who_look_at_once_send_one(begun: Station) -> None:
    now = at(begun, MONDAY)
    first, second = now.see(weekly.ready), now.see(weekly.ready)
    assert [now.do(weekly.send, each) for each in (first, second)] == [2, 0]
    assert len(keys(begun)) == 2


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
def test_once_a_week_over_a_clock_change_at_the_same_local_time(station: Station, sunday: date) -> None:
    begins = datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC) - timedelta(days=7)
    for hour in range(24 * 15):
        tick(station, begins + hour * HOUR)
    monday = sunday + timedelta(days=1)
    assert outcomes(station, monday) == {"run": 2}
    assert len([key for key in keys(station) if key.endswith(str(monday))]) == 2
    told = [fact["values"]["figures"]["at"] for fact in facts(station, monday)]
    utc = "08:00:00Z" if sunday.month == 10 else "07:00:00Z"
    assert told == [f"{monday}T{utc}"] * 2


def test_late_it_says_so_and_after_a_day_it_is_an_alarm_instead(begun: Station) -> None:
    tick(begun, MONDAY + 3 * HOUR)
    assert outcomes(begun, DAY) == {"late": 2}
    assert begun.see(weekly.of_message, keys(begun)[0]).late
    tick(begun, MONDAY + timedelta(days=8, hours=1))
    following = DAY + timedelta(days=7)
    assert outcomes(begun, following) == {"skipped": 2}
    assert alarms(begun) == [str(following)]
    assert begun.see(weekly.skipped, following) == 2
    assert {fact["values"]["why"] for fact in facts(begun, following)} == {"skipped"}
