"""Incidents that have lived and are over, and what is left of them after retention."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.services.keeping import retention
from bot.services.keeping.retention import Forgotten
from bot.store import polls
from bot.store.polls import Poll
from bot.store.store import Store
from bot.store.tables import metadata
from bot.store.trail import rows
from bot.store.verify import verify
from tests.builders import AT, FORCE, INSPECTOR, OFFICER, SERGEANT, Station, key_of, report

DAYS = FORCE.retention_days["incidents"]
GRACE = FORCE.retention_days["released"]


def lived(empty: Station, number: str = "123", **said: Any) -> Station:
    """An incident that was alerted, allocated, recorded and signed off: nothing of it waits."""
    station = empty.about(number)
    station.receive(report(number, ago=23, **said))
    station.move_on()
    station.allocate(SERGEANT, OFFICER)
    return settled(station)


def settled(station: Station) -> Station:
    """The same station, its offence recorded and, where the sample drew it, signed off."""
    station.record(SERGEANT, f"47/{station.number}/26")
    if station.offence().sign_off_due:
        station.sign_off(INSPECTOR)
    return station


def awake(station: Station) -> Station:
    """The same station, which took something in the day before yesterday: its clock is right."""
    then = station.later(hours=-30)
    then.do(polls.note, Poll("control", then.at, 1, 1, 0, 0, 1, 0))
    return station


def hears(station: Station) -> None:
    """Something new is taken in, dated by the station's own clock."""
    made = report("9", key=key_of("9", station.at.date()))
    assert station.receive(replace(made, reported_at=station.at)).fresh == 1


def forget(station: Station, door: str = "command") -> Forgotten:
    """Forget every incident whose time is over, as the command does."""
    awake(station)
    done, after = Forgotten(), 0
    while True:
        found = station.see(retention.due, after)
        done += station.do(retention.forget_incidents, [one.id for one in found.ripe], door)
        if found.last is None:
            return done
        after = found.last


def over(station: Station, **more: float) -> Station:
    """The same station when nothing has happened for as long as incidents are kept, and a little longer."""
    return station.later(days=DAYS, **(more or {"seconds": 1}))


def words_of(station: Station, number: str) -> list[bool]:
    """Whether each entry of an incident's trail still has its words."""
    stream = str(key_of(number))
    return station.see(lambda work: [bool(row.body) for row in rows(work.conn, stream)])


def whole(store: Store) -> tuple[bool, int]:
    """Whether the trail is whole, and how many of its rows keep only their proof."""

    def check(work: Any) -> tuple[bool, int]:
        verdict = verify(work.conn)
        return verdict.whole, verdict.erased

    return store.read_now(check, AT)


def holding(station: Station, number: str) -> dict[str, list[Any]]:
    """Every row that belongs to an incident, with its trail and the messages that tell of it."""
    key = str(key_of(number))

    def look(work: Any) -> dict[str, list[Any]]:
        tables = metadata.tables
        [ident] = work.conn.execute(
            select(tables["incidents"].c.id).where(tables["incidents"].c.key == key)
        ).scalars()
        theirs = ("offences", "alerts", "waiting_refs", "crimes", "holds")
        found = {n: _rows(work, tables[n], tables[n].c.incident_id == ident) for n in theirs}
        told = select(tables["alerts"].c.message_key).where(tables["alerts"].c.incident_id == ident)
        found["messages"] = _rows(work, tables["messages"], tables["messages"].c.key.in_(told))
        found["incidents"] = _rows(work, tables["incidents"], tables["incidents"].c.id == ident)
        found["trail"] = _rows(work, tables["trail"], tables["trail"].c.stream == key)
        return found

    return station.see(look)


def _rows(work: Any, table: Any, condition: Any) -> list[Any]:
    return sorted(map(tuple, work.conn.execute(select(table).where(condition))), key=repr)
