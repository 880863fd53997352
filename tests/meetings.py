"""A morning's meeting for the tests, held by the services: listed, begun, looked at, ended."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.services.case import Request, Target
from bot.services.meetings import ending, promises, resources, reviewing, rounds, starting
from tests.builders import INSPECTOR, OFFICER, SERGEANT, Station, key_of, report

MORNING = date(2026, 11, 21)
DUE = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)  # a Saturday in Carmarthenshire
CHAIR, UNIT = "3101", "carmarthenshire"


def at(station: Station, minutes: int, days: int = 0) -> Station:
    """The station so many minutes after the meeting was due."""
    return Station(station.store, DUE + timedelta(days=days, minutes=minutes), _ids=station._ids)


def ask(station: Station, service: Callable[..., Any], by: str, *args: Any) -> Any:
    """Let somebody ask a service that is about a meeting."""
    return station.do(service, Request(f"meeting:{next(station._ids)}", by), *args)


def target(number: str) -> Target:
    """An incident of the day before."""
    return Target(key_of(number), None, None)


def receive(station: Station) -> None:
    """Four thefts of the evening before, one of them allocated, and a rape."""
    late = {"ago": -6.0}
    numbers = ("201", "202", "203", "204")
    station.receive(*(report(n, **late) for n in numbers), report("205", "rape", **late))
    evening = at(station, -600)
    evening.about("201").allocate(SERGEANT, OFFICER)


def begin(station: Station) -> None:
    """The list is put, and the chair begins."""
    at(station, -20).do(rounds.keep)
    ask(at(station, 2), starting.start, CHAIR, UNIT)


def hold(station: Station) -> None:
    """One is reviewed in a line, one recorded, one allocated, the rest read out; then it ends."""
    receive(station)
    begin(station)
    ask(at(station, 5), reviewing.review, SERGEANT, target("201"), "Ring the informant #before noon")
    at(station, 8).about("202").record(SERGEANT)
    at(station, 9).about("203").allocate(SERGEANT, OFFICER)
    until = DUE + timedelta(hours=9)
    ask(at(station, 10), promises.promise, SERGEANT, target("201"), OFFICER, "Look at the camera", until)
    ask(at(station, 11), resources.move, INSPECTOR, UNIT, "", "one response crew", "powys", until)
    ask(at(station, 12), reviewing.read_out, CHAIR, UNIT, False)
    ask(at(station, 30), ending.end, CHAIR, UNIT, "INF", "waiting for the hospital")
