"""Which clocks have reached their next stage: one indexed question, however many offences there are."""

from sqlalchemy import bindparam, select

from bot.domain.offence import Offence
from bot.store.incidents import OFFENCE_COLUMNS, offence_of
from bot.store.tables import incidents, offences
from bot.store.work import Work

DUE = (
    select(*OFFENCE_COLUMNS)
    .join(incidents, incidents.c.id == offences.c.incident_id)
    .where(offences.c.crosses_at <= bindparam("at"), incidents.c.force == bindparam("force"))
    .order_by(offences.c.crosses_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=offences)
)


def due(work: Work, limit: int) -> list[Offence]:
    """The force's running offences whose next stage is due at `work.at`, longest due first."""
    asked = {"at": work.at, "force": work.force.id, "most": limit}
    return [offence_of(r) for r in work.conn.execute(DUE, asked)]
