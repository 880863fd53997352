"""A station whose ladder is climbed: what was told to whom by it, and how each step ended."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.domain.people import Person, Roster
from bot.domain.rungs import Ladder
from bot.services.ladder import climbing
from bot.services.ladder.reach import TOLD
from bot.store.ladder import COLUMNS, LadderStep
from bot.store.tables import ladder_messages
from tests.builders import FORCE, ROSTER, Station


def climb(station: Station) -> Station:
    """Let the clock look, then the ladder, until nothing is due; gives the station."""
    while station.move_on():
        pass
    while station.do(climbing.climb):
        pass
    return station


def by_minutes(station: Station, hours: float, every: int = 10) -> Station:
    """Climb again and again until so many hours have passed."""
    for minutes in range(0, int(hours * 60) + 1, every):
        climb(station.later(minutes=minutes))
    return station.later(hours=hours)


def steps(station: Station) -> list[LadderStep]:
    """Every step that was made, in the order in which they were due."""
    asked = select(*COLUMNS).order_by(COLUMNS[8], COLUMNS[0])
    return station.see(lambda work: [LadderStep(*list(row)) for row in work.conn.execute(asked)])


def ends(station: Station, stage: str = "") -> list[tuple[str, str, str | None]]:
    """How each step ended: whom it meant, the reason, who was told."""
    return [(s.tell, s.reason, s.person) for s in steps(station) if stage in ("", s.stage)]


def told(station: Station) -> list[tuple[str, str]]:
    """The messages to people: whose, and its key, in order."""
    return [(m.channel, m.key) for m in station.messages(TOLD)]


def heard(station: Station) -> dict[str, list[datetime]]:
    """When each person was sent or mentioned in something, by collar number."""
    found: dict[str, list[datetime]] = {}
    asked = select(ladder_messages).order_by(ladder_messages.c.put_at)
    for row in station.see(lambda work: list(work.conn.execute(asked))):
        found.setdefault(row.collar, []).append(row.put_at)
    return found


def staffed(station: Station, change: Any) -> None:
    """Change every person of the roster."""
    station.store.roster = Roster(tuple(change(p) for p in ROSTER.people))


def off(station: Station, *collars: str) -> None:
    """Take some people off duty."""
    staffed(station, lambda p: replace(p, tours=()) if p.collar in collars else p)


def joined_by(station: Station, people: Iterable[Person]) -> None:
    """Put further people on the roster."""
    station.store.roster = Roster((*ROSTER.people, *people))


def ruled(station: Station, **changes: Any) -> None:
    """Change the ladder of the force."""
    station.store.force = replace(FORCE, ladder=replace(Ladder(), **changes))
