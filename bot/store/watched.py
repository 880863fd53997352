"""Incidents that are only watched: no offence of theirs is on the clock."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from bot.store.tables import incidents, offences
from bot.store.work import Work

HAS_OFFENCE = select(offences.c.id).where(offences.c.incident_id == incidents.c.id).exists()


class Log(NamedTuple):
    """What an incident without an offence says of itself."""

    number: str
    day: date
    restricted: bool
    closed_at: datetime | None
    category: str
    opening_category: str
    closing_category: str
    qualifiers: tuple[str, ...]
    markers: tuple[str, ...]
    crime_refs: tuple[str, ...]


def count(work: Work, unit: str, since: datetime, until: datetime) -> int:
    """How many of a unit's were reported from `since` until before `until`."""
    asked = select(func.count()).select_from(incidents).where(_of(work, unit, since, until))
    return int(work.conn.execute(asked).scalar_one())


def logs(work: Work, unit: str, since: datetime, until: datetime) -> list[Log]:
    """A unit's that were reported from `since` until before `until`, in their order."""
    asked = select(*(incidents.c[name] for name in Log._fields)).where(_of(work, unit, since, until))
    rows = work.conn.execute(asked.order_by(incidents.c.day, incidents.c.id))
    return [Log(*row) for row in rows]


def _of(work: Work, unit: str, since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(
        incidents.c.force == work.force.id,
        incidents.c.unit == unit,
        incidents.c.reported_at >= since,
        incidents.c.reported_at < until,
        ~HAS_OFFENCE,
    )
