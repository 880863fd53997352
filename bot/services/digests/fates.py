"""What became of the reported offences that we hold, as `domain/figures.py` judges them: for every figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from bot.domain.figures import Fate
from bot.domain.offence import STOPPED, State
from bot.store.tables import incidents, offences, waiting_refs
from bot.store.work import Work

RECORDED = frozenset({State.RECORDED.value, State.SIGNED_OFF.value})


@dataclass(frozen=True, slots=True)
class Placed:
    """The fate of one offence, with its incident's unit and its own category, else its incident's."""

    fate: Fate
    unit: str
    category: str
    restricted: bool
    incident_id: int
    n: int
    state: str


WAITS = select(waiting_refs.c.crime_ref).where(waiting_refs.c.incident_id == incidents.c.id).exists()
STOPPED_STATES = tuple(state.value for state in STOPPED)
COLUMNS = (
    offences.c.told_at, offences.c.due_at, offences.c.state, offences.c.decided_at, offences.c.offence_class,
    offences.c.incident_id, offences.c.n, incidents.c.unit, incidents.c.category, incidents.c.restricted,
    and_(offences.c.state.not_in(STOPPED_STATES), WAITS).label("unmatched"),
)  # fmt: skip


def fates(work: Work, since: datetime, until: datetime, units: Iterable[str] | None = None) -> list[Placed]:
    """The offences of which police were told from `since` until before `until` (UTC), in order of time.

    `units`: only theirs. A negation counts as one once it is confirmed: until then its clock runs.
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
    return [_placed(row) for row in work.conn.execute(query)]


def _placed(row: Any) -> Placed:
    fate = Fate(
        row.told_at,
        row.due_at,
        row.decided_at if row.state in RECORDED else None,
        negated=row.state == State.CONFIRMED,
        unmatched=bool(row.unmatched),
        cancelled=row.state == State.CANCELLED,
    )
    category = row.offence_class or row.category
    return Placed(fate, row.unit, category, row.restricted, row.incident_id, row.n, row.state)
