"""The offences of which police were told in a stretch of time, as every figure asks for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select

from bot.domain.offence import STOPPED
from bot.store.tables import incidents, offences, waiting_refs
from bot.store.work import Work

WAITS = select(waiting_refs.c.crime_ref).where(waiting_refs.c.incident_id == incidents.c.id).exists()
STOPPED_STATES = tuple(state.value for state in STOPPED)
COLUMNS = (
    offences.c.told_at, offences.c.due_at, offences.c.state, offences.c.decided_at, offences.c.offence_class,
    offences.c.incident_id, offences.c.n, incidents.c.unit, incidents.c.category, incidents.c.restricted,
    and_(offences.c.state.not_in(STOPPED_STATES), WAITS).label("unmatched"),
)  # fmt: skip


def told_between(
    work: Work, since: datetime, until: datetime, units: Iterable[str] | None = None
) -> Iterable[Row[Any]]:
    """Rows of what was told from `since` until before `until` (UTC), in order of time; `units`: only theirs.

    `unmatched`: a crime reference waits to settle an offence of its incident.
    """
    told = offences.c.told_at >= since, offences.c.told_at < until
    query = (
        select(*COLUMNS)
        .join(incidents, incidents.c.id == offences.c.incident_id)
        .where(incidents.c.force == work.force.id, *told)
        .order_by(offences.c.told_at, offences.c.id)
    )
    if units is not None:
        query = query.where(incidents.c.unit.in_(list(units)))
    return work.conn.execute(query)
