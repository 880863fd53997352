"""The arithmetic of a clock and the history of an incident: what `/why` prints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.clock import Crossing, crossings
from bot.domain.force import Edition
from bot.domain.incident import Incident, IncidentKey
from bot.domain.ladder import steps
from bot.domain.offence import RUNNING, Offence
from bot.domain.people import Person
from bot.domain.reference import read_reference
from bot.domain.refusal import Refused
from bot.services.incidents.finding import visible
from bot.services.ladder import rungs
from bot.store import incidents as stored
from bot.store import ladder, trail
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Climbed:
    """One step of an offence's ladder: its rung, whom it means, how it ended (`waiting`: not yet), with whom.

    `passed` are those who were passed over, each with why: `1101:quiet`.
    """

    stage: str
    due_at: datetime
    tell: str
    reason: str
    person: str | None = None
    passed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How one offence's deadline and stages came about; instants are UTC."""

    offence: Offence
    crossings: tuple[Crossing, ...]
    edition: Edition
    ladder: tuple[Climbed, ...] = ()


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
    return Arithmetic(offence, path, work.force.edition(day), tuple(_climbed(work, incident, offence)))


def _climbed(work: Work, incident: Incident, offence: Offence) -> Iterator[Climbed]:
    """Every step of an offence's ladder: what became of those that were made, and those to come."""
    made = ladder.of_offences(work, [(incident.id, offence.n)])
    for s in sorted(made, key=lambda s: (s.due_at, s.id)):
        yield Climbed(s.stage, s.due_at, s.tell, s.reason or "waiting", s.person, s.passed)
    if offence.state in RUNNING:
        known = {s.stage for s in made}
        to_come = {r: at for r, at in rungs.began(work, incident, offence).items() if r not in known}
        codes = rungs.codes(work, incident, offence)
        for due in sorted(steps(work.force.ladder, to_come, codes, work.at), key=lambda due: due.at):
            yield Climbed(due.rung, due.at, due.step.tell, "waiting")


def _entry(row: trail.Row) -> Entry:
    body = row.body
    at, entered = (datetime.fromisoformat(body[name]) for name in ("at", "entered"))
    return Entry(body["kind"], at, entered, body["by"], body["offence"], body["values"], row.hash.hex()[:10])


def all_of(work: Work, typed: str) -> Why | None:
    """The history of the incident that a reference means, whoever asks; for the command line."""
    reference = read_reference(typed, work.today, work.force.links.values())
    found = stored.by_number(work, reference.number, reference.day, 1) if reference else []
    return why(work, found[0].key, None, "en") if found else None
