"""Incidents that no retention rule touches, and for which reasons."""

from sqlalchemy import func, insert, select, update

from bot.domain.hold import Hold
from bot.domain.incident import Incident
from bot.store import incidents as stored
from bot.store.tables import holds, incidents
from bot.store.work import Work

COLUMNS = [holds.c[name] for name in Hold.__slots__]
STANDS = holds.c.released_at.is_(None)  # one that was let go of stays as a row, and keeps nothing
ALL = select(holds.c.incident_id).where(
    STANDS
)  # whatever asks for old rows leaves those of these incidents alone


def add(work: Work, hold: Hold) -> None:
    """Put an incident on hold; raises IntegrityError where it is held for this reason already."""
    work.conn.execute(insert(holds), {name: getattr(hold, name) for name in Hold.__slots__})


def release(work: Work, hold: Hold, by: str) -> None:
    """Let go of one hold: it says from now on who let go of it (a collar number) and when."""
    its = (holds.c.incident_id == hold.incident_id, holds.c.code == hold.code, STANDS)
    work.conn.execute(update(holds).where(*its).values(released_at=work.at, released_by=by))


def of(work: Work, incident_id: int) -> list[Hold]:
    """The holds on an incident, the first one first."""
    asked = select(*COLUMNS).where(holds.c.incident_id == incident_id, STANDS)
    return [Hold(*row) for row in work.conn.execute(asked.order_by(holds.c.held_at, holds.c.code))]


def every(work: Work) -> list[tuple[Incident, Hold]]:
    """Every hold of the force with its incident, the oldest first."""
    asked = select(*COLUMNS).join(incidents).where(incidents.c.force == work.force.id, STANDS)
    found = [Hold(*row) for row in work.conn.execute(asked.order_by(holds.c.held_at, holds.c.code))]
    held = stored.by_ids(work, sorted({hold.incident_id for hold in found}))
    return [(held[hold.incident_id], hold) for hold in found]


def count(work: Work) -> int:
    """How many incidents of the force are on hold."""
    asked = select(func.count(holds.c.incident_id.distinct())).join(incidents)
    return int(work.conn.execute(asked.where(incidents.c.force == work.force.id, STANDS)).scalar_one())
