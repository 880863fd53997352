"""Which clocks have reached their next stage: one indexed question, however many offences there are."""

from sqlalchemy import bindparam, select

from bot.domain.offence import Offence
from bot.store.incidents import OFFENCE_COLUMNS, offence_of
from bot.store.tables import incidents, offences
from bot.store.work import Work

# asked of each due row: a join or EXISTS lets a planner begin with the incidents, all of them
FORCE = select(incidents.c.force).where(incidents.c.id == offences.c.incident_id).scalar_subquery()
DUE = (
    select(*OFFENCE_COLUMNS)
    .where(offences.c.crosses_at <= bindparam("at"), bindparam("force") == FORCE)
    .order_by(offences.c.crosses_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def due(work: Work, limit: int) -> list[Offence]:
    """The force's running offences whose next stage is due at `work.at`, longest due first."""
    asked = {"at": work.at, "force": work.force.id, "most": limit}
    return [offence_of(r) for r in work.conn.execute(DUE, asked)]
