"""Which clocks have reached their next stage: one indexed question, however many offences there are."""

from sqlalchemy import select

from bot.domain.offence import Offence
from bot.store.incidents import OFFENCE_COLUMNS, offence_of
from bot.store.tables import offences
from bot.store.work import Work


def due(work: Work, limit: int) -> list[Offence]:
    """The running offences whose next stage is due at `work.at`, longest due first."""
    rows = work.conn.execute(
        select(*OFFENCE_COLUMNS)
        .where(offences.c.crosses_at <= work.at)
        .order_by(offences.c.crosses_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [offence_of(r) for r in rows]
