"""The arithmetic of a clock and the history of an incident: what `/why` prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.clock import Crossing, crossings
from bot.domain.force import Edition
from bot.domain.incident import Incident, IncidentKey
from bot.domain.offence import Offence
from bot.domain.people import Person
from bot.domain.reference import read_reference
from bot.domain.refusal import Refused
from bot.services.finding import visible
from bot.store import incidents as stored
from bot.store import trail
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How one offence's deadline and stages came about; instants are UTC."""

    offence: Offence
    crossings: tuple[Crossing, ...]
    edition: Edition


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as the trail has it: when it happened, when it was entered, by whom (a collar number)."""

    kind: str
    at: datetime
    entered: datetime
    by: str
    offence: int | None
    values: Mapping[str, Any]
    mark: str

    @property
    def late(self) -> bool:
        """Whether it was entered noticeably after it happened."""
        return (self.entered - self.at).total_seconds() >= 60


@dataclass(frozen=True, slots=True)
class Why:
    """An incident's clock explained, and everything that happened to it, oldest first.

    Of `erased` rows retention has left the proof, and no words.
    """

    incident: Incident
    unit_name: str
    dmm: str
    offences: tuple[Arithmetic, ...]
    entries: tuple[Entry, ...]
    erased: int = 0


def why(work: Work, key: IncidentKey, asker: Person | None, lang: str) -> Why:
    """The arithmetic and the history of an incident; raises Refused `unknown_incident`."""
    incident = stored.by_key(work, key)
    if incident is None or (asker and not visible(work, incident, asker)):
        raise Refused("unknown_incident", ref=key.ref)
    unit = work.force.units.get(incident.unit)
    dmm = unit.dmm if unit else None
    offences = stored.offences_of(work, incident.id)
    rows = list(trail.rows(work.conn, incident.stream))
    told = tuple(_entry(row) for row in rows if row.body)
    return Why(
        incident,
        unit.names.get(lang, unit.code) if unit else incident.unit,
        f"{dmm.at:%H:%M}" if dmm else "",
        tuple(_arithmetic(work, incident, o) for o in offences),
        told,
        len(rows) - len(told),
    )


def _arithmetic(work: Work, incident: Incident, offence: Offence) -> Arithmetic:
    unit = work.force.units.get(incident.unit)
    path = crossings(offence.told_at, unit.dmm if unit else None, work.force.zone, work.force.stages)
    day = offence.told_at.astimezone(ZoneInfo(work.force.zone)).date()
    return Arithmetic(offence, path, work.force.edition(day))


def _entry(row: trail.Row) -> Entry:
    body = row.body
    at, entered = (datetime.fromisoformat(body[name]) for name in ("at", "entered"))
    return Entry(body["kind"], at, entered, body["by"], body["offence"], body["values"], row.hash.hex()[:10])


def all_of(work: Work, typed: str) -> Why | None:
    """The history of the incident that a reference means, whoever asks; for the command line."""
    reference = read_reference(typed, work.today, work.force.links.values())
    found = stored.by_number(work, reference.number, reference.day, 1) if reference else []
    return why(work, found[0].key, None, "en") if found else None
