"""Meetings of Carmarthenshire, due at 08:30 for 45 minutes: what the tests of them ask and look at."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.meeting import Item, Meeting
from bot.services.case import Request
from bot.services.meetings import ending, rounds, starting
from bot.store import incidents as stored_incidents
from bot.store import meetings as stored
from bot.store import trail
from bot.store.work import Work
from tests.builders import Station, report

UNIT, OTHER = "carmarthenshire", "powys"
CHAIR = "3101"
MEETS = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)  # a Friday; local time is UTC in November
DAY = MEETS.date()
LISTS = MEETS - timedelta(minutes=30)
OVER = MEETS + timedelta(minutes=45)
MISSED = OVER + timedelta(minutes=60)


def at(station: Station, instant: datetime) -> Station:
    """The same station at an instant."""
    return Station(station.store, instant, station.number, station.n, station._ids)


def of_the_night(station: Station) -> None:
    """Take in two thefts and a restricted incident of the night before."""
    station.receive(report("301", ago=10), report("302", ago=8), report("303", "rape", ago=7))


def keep(station: Station, instant: datetime) -> int:
    """Let the job look once at an instant."""
    return int(at(station, instant).do(rounds.keep))


def request(station: Station, by: str, decider: str | None = None) -> Request:
    """A delivery of Slack that nobody had before."""
    return Request(f"met:{next(station._ids)}", by, decider)


def start(station: Station, by: str = CHAIR, chair: str | None = None, unit: str = UNIT) -> Any:
    """Start a unit's meeting."""
    return station.do(starting.start, request(station, by, chair), unit)


def end(station: Station, by: str = CHAIR, *why: str, unit: str = UNIT) -> Any:
    """End it."""
    return station.do(ending.end, request(station, by), unit, *why)


def meeting(station: Station, day: date = DAY, unit: str = UNIT) -> Meeting:
    """A unit's meeting of a day."""
    found = station.see(stored.on, unit, day)
    assert found is not None
    return found


def items(station: Station, day: date = DAY, unit: str = UNIT) -> dict[str, Item]:
    """The items of a meeting, by the numbers of their incidents."""

    def named(work: Work) -> dict[str, Item]:
        met = stored.on(work, unit, day)
        every = stored.items(work, met) if met else []
        held = stored_incidents.by_ids(work, [i.incident_id for i in every]) if every else {}
        return {held[i.incident_id].key.number: i for i in every}

    return station.see(named)


def facts(station: Station, day: date = DAY, unit: str = UNIT, listed: bool = False) -> list[dict[str, Any]]:
    """What a meeting's own trail says; of what stands on its list only where that is asked for."""
    stream = f"meeting:{unit}:{day.isoformat()}"
    every = station.see(lambda work: [dict(row.body) for row in trail.rows(work.conn, stream)])
    return [fact for fact in every if listed or fact["kind"] != "item_listed"]


def kinds(station: Station, day: date = DAY, unit: str = UNIT) -> list[str]:
    """The kinds of fact on a meeting's own trail, without those that name its items."""
    return [fact["kind"] for fact in facts(station, day, unit)]
