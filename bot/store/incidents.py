"""Incidents and their offences: found, and saved by compare-and-swap on their version."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, insert, or_, select, update

from bot.domain.clock import Stage
from bot.domain.incident import Incident, IncidentKey
from bot.domain.offence import RUNNING, Decision, Offence, State
from bot.store.tables import incidents, offences
from bot.store.work import Conflict, Work

INCIDENT_COLUMNS = [
    incidents.c[name] for name in ("force", "day", "number", *(n for n in Incident.__slots__ if n != "key"))
]
OFFENCE_COLUMNS = [offences.c[name] for name in Offence.__slots__]
RUNNING_STATES = tuple(s.value for s in RUNNING)

# Built once: to put a statement together takes longer than to run it.
BY_KEY = select(*INCIDENT_COLUMNS).where(incidents.c.key == bindparam("key"))
BY_IDS = select(*INCIDENT_COLUMNS).where(incidents.c.id.in_(bindparam("ids", expanding=True)))
BY_KEYS = select(*INCIDENT_COLUMNS).where(
    incidents.c.key.in_(bindparam("keys", expanding=True)), incidents.c.force == bindparam("of_force")
)
BY_NUMBER = (
    select(*INCIDENT_COLUMNS)
    .where(incidents.c.force == bindparam("force"), incidents.c.number == bindparam("number"))
    .order_by(incidents.c.day.desc())
    .limit(bindparam("most"))
)
BY_NUMBER_AND_DAY = BY_NUMBER.where(incidents.c.day == bindparam("day"))
OFFENCES_OF = (
    select(*OFFENCE_COLUMNS).where(offences.c.incident_id == bindparam("incident")).order_by(offences.c.n)
)
OFFENCES_OF_ALL = (
    select(*OFFENCE_COLUMNS)
    .where(offences.c.incident_id.in_(bindparam("ids", expanding=True)))
    .order_by(offences.c.incident_id, offences.c.n)
)
SAVE_INCIDENT = (
    update(incidents)
    .where(incidents.c.id == bindparam("its_id"), incidents.c.version == bindparam("seen"))
    .values(version=incidents.c.version + 1)
)
SAVE_OFFENCE = (
    update(offences)
    .where(
        offences.c.incident_id == bindparam("its_id"),
        offences.c.n == bindparam("its_n"),
        offences.c.version == bindparam("seen"),
    )
    .values(version=offences.c.version + 1)
)


def _incident(row: Row[Any]) -> Incident:
    force, day, number, ident, *values = list(row)
    return Incident(ident, IncidentKey(force, day, number), *values)


def offence_of(row: Row[Any]) -> Offence:
    """An offence from its row."""
    values = dict(row._mapping)
    values["state"] = State(values["state"])
    values["decision"] = Decision(values["decision"]) if values["decision"] else None
    values["told_stages"] = Stage(values["told_stages"])
    return Offence(**values)


def by_key(work: Work, key: IncidentKey) -> Incident | None:
    """The incident with this key; None for another force's: its people are not ours, nor is its matrix."""
    row = work.conn.execute(BY_KEY, {"key": str(key)}).one_or_none()
    return _incident(row) if row and key.force == work.force.id else None


def by_keys(work: Work, keys: Sequence[str]) -> dict[str, Incident]:
    """Those incidents that we hold, by key."""
    if not keys:
        return {}
    rows = work.conn.execute(BY_KEYS, {"keys": list(keys), "of_force": work.force.id})
    return {incident.stream: incident for incident in map(_incident, rows)}


def by_number(work: Work, number: str, day: date | None, limit: int = 5) -> list[Incident]:
    """The newest incidents with this number; numbers restart daily, so there may be several."""
    values = {"force": work.force.id, "number": number, "most": limit}
    if day is None:
        rows = work.conn.execute(BY_NUMBER, values)
    else:
        rows = work.conn.execute(BY_NUMBER_AND_DAY, values | {"day": day})
    return [_incident(r) for r in rows]


def by_ids(work: Work, ids: Sequence[int]) -> dict[int, Incident]:
    """Incidents by their row ids."""
    rows = work.conn.execute(BY_IDS, {"ids": ids})
    return {i.id: i for i in map(_incident, rows)}


def offences_of(work: Work, incident_id: int) -> list[Offence]:
    """The offences of an incident, in their order."""
    return [offence_of(r) for r in work.conn.execute(OFFENCES_OF, {"incident": incident_id})]


def by_crime_ref(work: Work, crime_ref: str) -> list[tuple[Incident, Offence]]:
    """The offences that a crime reference settled."""
    rows = work.conn.execute(
        select(*OFFENCE_COLUMNS)
        .join(incidents, incidents.c.id == offences.c.incident_id)
        .where(func.upper(offences.c.crime_ref) == crime_ref.upper(), incidents.c.force == work.force.id)
    )
    found = [offence_of(r) for r in rows]
    held = by_ids(work, [o.incident_id for o in found])
    return [(held[o.incident_id], o) for o in found]


def reported_between(work: Work, since: datetime, until: datetime) -> list[int]:
    """The row ids of the force's incidents that were reported from one instant to another (UTC)."""
    asked = select(incidents.c.id).where(
        incidents.c.force == work.force.id, incidents.c.reported_at.between(since, until)
    )
    return list(work.conn.execute(asked).scalars())


def offences_changed(work: Work, unit: str, told: datetime, decided: datetime) -> list[Offence]:
    """The offences of a unit that were told after one instant or decided after another (UTC)."""
    asked = (
        select(*OFFENCE_COLUMNS)
        .join(incidents, incidents.c.id == offences.c.incident_id)
        .where(
            incidents.c.force == work.force.id,
            incidents.c.unit == unit,
            or_(offences.c.told_at > told, offences.c.decided_at > decided),
        )
    )
    return [offence_of(row) for row in work.conn.execute(asked)]


def with_offences(work: Work, *conditions: Any) -> list[tuple[Incident, list[Offence]]]:
    """Incidents that meet some conditions on either table, each with all its offences."""
    wanted = (
        select(offences.c.incident_id)
        .join(incidents, incidents.c.id == offences.c.incident_id)
        .where(and_(incidents.c.force == work.force.id, *conditions))
    )
    found = work.conn.execute(select(*INCIDENT_COLUMNS).where(incidents.c.id.in_(wanted)))
    held = {i.id: (i, list[Offence]()) for i in map(_incident, found)}
    theirs = select(*OFFENCE_COLUMNS).where(offences.c.incident_id.in_(wanted))
    for row in work.conn.execute(theirs.order_by(offences.c.incident_id, offences.c.n)):
        offence = offence_of(row)
        held[offence.incident_id][1].append(offence)
    return list(held.values())


def with_offences_of(work: Work, ids: Sequence[int]) -> list[tuple[Incident, list[Offence]]]:
    """Incidents by their row ids, each with all its offences."""
    held = {i.id: (i, list[Offence]()) for i in by_ids(work, ids).values()} if ids else {}
    for row in work.conn.execute(OFFENCES_OF_ALL, {"ids": ids}) if ids else ():
        held[row.incident_id][1].append(offence_of(row))
    return list(held.values())


def save_incident(work: Work, before: Incident, **values: Any) -> None:
    """Write some columns of an incident; raises Conflict if somebody else did meanwhile."""
    done = work.conn.execute(SAVE_INCIDENT, values | {"its_id": before.id, "seen": before.version})
    if done.rowcount != 1:
        raise Conflict


def save_offence(work: Work, before: Offence, after: Offence) -> None:
    """Write an offence as it is now; raises Conflict if somebody else changed it meanwhile."""
    values = {k: v for k, v in plain_offence(after).items() if k not in ("incident_id", "n", "version")}
    which = {"its_id": before.incident_id, "its_n": before.n, "seen": before.version}
    done = work.conn.execute(SAVE_OFFENCE, values | which)
    if done.rowcount != 1:
        raise Conflict


def add_offence(work: Work, offence: Offence) -> None:
    """Add a further offence; raises IntegrityError if its number is taken."""
    work.conn.execute(insert(offences), plain_offence(offence))


def plain_offence(offence: Offence) -> dict[str, Any]:
    """An offence as its row is written."""
    values = {name: getattr(offence, name) for name in Offence.__slots__}
    values["state"] = offence.state.value
    values["decision"] = offence.decision.value if offence.decision else None
    values["told_stages"] = int(offence.told_stages)
    return values
