"""What a form offers: the choices that make sense now, each with what somebody needs to choose well."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.domain.offence import RUNNING
from bot.domain.people import Person, on_until
from bot.services.case import Target
from bot.store import incidents as stored
from bot.store.tables import incidents, offences
from bot.store.work import Work

MOST = 90  # Slack takes 100 options; the rest are reached by name


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take an incident: on duty until when (UTC), and how many they hold undecided."""

    person: Person
    until: datetime | None
    holds: int


@dataclass(frozen=True, slots=True)
class AllocationChoices:
    """What the allocation form offers; `ref` is empty where the incident is still to be named."""

    ref: str
    candidates: tuple[Candidate, ...]
    oic: str | None


def allocation_form(work: Work, target: Target | None, unit: str) -> AllocationChoices:
    """Officers on duty first, the incident's own unit first, with their workload."""
    incident = stored.by_key(work, target.key) if target else None
    home = incident.unit if incident else unit
    held = _workload(work)
    found = [
        Candidate(p, on_until(p, work.at, work.force.zone), held.get(p.collar, 0))
        for p in work.roster.people
        if p.rank in ("constable", "sergeant") and p.valid_on(work.today)
    ]
    found.sort(key=lambda c: (c.until is None, c.person.unit != home, c.person.rank != "constable", c.holds))
    return AllocationChoices(
        incident.key.ref if incident else "", tuple(found[:MOST]), incident.oic if incident else None
    )


def _workload(work: Work) -> dict[str, int]:
    rows = work.conn.execute(
        select(incidents.c.oic, func.count())
        .join(offences, offences.c.incident_id == incidents.c.id)
        .where(incidents.c.oic.is_not(None), offences.c.state.in_([s.value for s in RUNNING]))
        .group_by(incidents.c.oic)
    )
    return {row[0]: row[1] for row in rows}
