"""Which clocks have reached their next stage: one indexed question, however many offences there are."""

from sqlalchemy import bindparam, select

from bot.domain.offence import Offence
from bot.store.incidents import OFFENCE_COLUMNS, offence_of
from bot.store.tables import offences
from bot.store.work import Work

DUE = (
    select(*OFFENCE_COLUMNS)
    .where(offences.c.crosses_at <= bindparam("at"))
    .order_by(offences.c.crosses_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def due(work: Work, limit: int) -> list[Offence]:
    """The running offences whose next stage is due at `work.at`, longest due first."""
    return [offence_of(r) for r in work.conn.execute(DUE, {"at": work.at, "most": limit})]
