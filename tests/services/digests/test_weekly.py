"""The weekly digest: to whom, once a week whatever the clocks do, late rather than not, and what it says."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.domain.people import Roster
from bot.domain.weekly import Axis
from bot.services.case import Request
from bot.services.digests import subscribing, weekly, weekly_record
from bot.store import trail
from bot.store.store import Store
from bot.store.tables import duty_changes, messages, slots
from tests.builders import FORCE, INSPECTOR, OFFICER, REGISTRAR, ROSTER, Station, report

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


def days_go_by(station: Station, monday: datetime = MONDAY) -> None:
    """Monday and what follows, until everybody has been on duty."""
    for hours in range(0, 96, 6):
        tick(station, monday + hours * HOUR)


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


def off(station: Station, collar: str, until: datetime, cover: str = "") -> None:
    """Put somebody on leave from the Sunday until an instant."""
    row = {"collar": collar, "on_duty": False, "begins": BEFORE, "ends": until, "cover": cover}
    entered = {"entered_by": collar, "entered_at": BEFORE}
    station.do(lambda work: work.conn.execute(insert(duty_changes), row | entered))


def test_whoever_is_off_duty_gets_it_when_they_come_back(begun: Station) -> None:
    off(begun, CHAIR, MONDAY + timedelta(days=2, hours=2))
    assert tick(begun, MONDAY) == 1
    assert tick(begun, MONDAY + timedelta(days=2, hours=1)) == 0
    assert tick(begun, MONDAY + timedelta(days=2, hours=2)) == 1
    assert outcomes(begun, DAY) == {"run": 2}
    assert alarms(begun) == []


def test_whoever_is_away_all_week_gets_none_and_nobody_is_alarmed(begun: Station) -> None:
    off(begun, CHAIR, MONDAY + timedelta(days=9))
    assert tick(begun, MONDAY) == 2
    assert outcomes(begun, DAY) == {"run": 1, "off_duty": 1}
    assert alarms(begun) == []


def test_a_cover_reads_the_digest_of_whom_they_cover(begun: Station) -> None:
    off(begun, CHAIR, MONDAY + timedelta(days=9), INSPECTOR)
    tick(begun, MONDAY)
    query = select(messages.c.channel).where(messages.c.key == f"weekly:{CHAIR}:{DAY}")
    assert begun.see(lambda work: work.conn.execute(query).scalar_one()) == f"@{INSPECTOR}"


def test_whoever_subscribes_gets_the_units_that_they_chose(begun: Station) -> None:
    request = Request("ask:1", OFFICER)
    at(begun, BEFORE).do(subscribing.subscribe, request, False, True, ["powys", "ceredigion"])
    tick(begun, BEFORE + HOUR)
    days_go_by(begun)
    week = begun.see(weekly.of_message, f"weekly:{OFFICER}:{DAY}")
    assert (week.units, week.looks) == (("powys", "ceredigion"), None)
    at(begun, MONDAY).do(subscribing.subscribe, Request("ask:2", CHAIR), True, False, [])
    tick(begun, MONDAY + timedelta(days=7))
    assert [key for key in keys(begun) if CHAIR in key] == [f"weekly:{CHAIR}:{DAY}"]


def test_the_tactical_lead_reads_of_every_unit_and_the_registrar_of_the_second_look_too(
    database_url: str,
) -> None:
    people = [replace(p, roles=p.roles | {"cdi_lead"}) if p.collar == OFFICER else p for p in ROSTER.people]
    store = Store(database_url, FORCE, Roster(tuple(people)))
    station = Station(store)
    tick(station, BEFORE)
    days_go_by(station)
    read = {who: station.see(weekly.of_message, f"weekly:{who}:{DAY}") for who in (OFFICER, REGISTRAR, CHAIR)}
    assert read[OFFICER].units == read[REGISTRAR].units == tuple(FORCE.units)
    assert read[CHAIR].units == ("carmarthenshire",)
    assert [week.looks is not None for week in read.values()] == [False, True, False]
    store.close()


def test_whoever_has_no_account_is_left_out_with_the_reason_on_the_trail(database_url: str) -> None:
    people = [replace(p, slack_ids=()) if p.collar == CHAIR else p for p in ROSTER.people]
    store = Store(database_url, FORCE, Roster(tuple(people)))
    station = Station(store)
    tick(station, BEFORE)
    tick(station, MONDAY)
    assert outcomes(station, DAY) == {"run": 1, "unreachable": 1}
    why = [fact["values"]["why"] for fact in facts(station, DAY) if fact["kind"] == "digest_skipped"]
    assert why == ["unreachable"]
    store.close()


def test_its_figures_are_those_of_its_own_units_and_days(begun: Station) -> None:
    begun.receive(report("201", ago=30, category="violence"), report("202", ago=30, unit="powys"))
    begun.receive(report("203", ago=40), report("204", ago=24 * 10))
    begun.later(hours=-29).about("203").record(OFFICER, "50/1/26")
    begun.about("201").record(OFFICER, "51/1/26")
    tick(begun, MONDAY)
    week = begun.see(weekly.of_message, f"weekly:{CHAIR}:{DAY}")
    assert (week.timeliness.met, week.timeliness.judged) == (1, 3)
    assert {row.code: row.timeliness.judged for row in week.axes[Axis.UNIT]} == {"carmarthenshire": 4}
    assert {row.code: row.timeliness.met for row in week.axes[Axis.CATEGORY]} == {"theft": 1, "violence": 0}


def test_what_the_trail_tells_of_a_digest_is_what_its_message_says(begun: Station) -> None:
    tick(begun, MONDAY)
    for fact in facts(begun, DAY):
        said = begun.see(weekly.of_message, f"weekly:{fact['values']['collar']}:{DAY}")
        assert weekly_record.plain(said) == fact["values"]["figures"]
        assert fact["values"]["digest"] == "weekly"
