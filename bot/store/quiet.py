"""The quiet hours that people chose for themselves."""

from datetime import time

from sqlalchemy import delete, select

from bot.domain.ladder import own
from bot.domain.rungs import Quiet
from bot.store import upserts
from bot.store.tables import quiet_hours
from bot.store.work import Work

CHOOSE = upserts.for_both(
    lambda insert: (new := insert(quiet_hours)).on_conflict_do_update(
        index_elements=["collar"], set_={"begins": new.excluded.begins, "ends": new.excluded.ends}
    )
)
NONE = time(0)


def hours(work: Work) -> dict[str, Quiet | None]:
    """Everybody's own hours by collar number; None for whoever wants none, whatever the force has."""
    rows = work.conn.execute(select(quiet_hours))
    return {row.collar: own(time.fromisoformat(row.begins), time.fromisoformat(row.ends)) for row in rows}


def choose(work: Work, collar: str, wanted: Quiet | None) -> None:
    """Keep somebody's own hours; None: none."""
    begins, ends = (wanted.begins, wanted.ends) if wanted else (NONE, NONE)
    row = {"collar": collar, "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    work.conn.execute(upserts.of(CHOOSE, work.conn), row)


def follow_the_force(work: Work, collar: str) -> None:
    """Let somebody have the force's hours again."""
    work.conn.execute(delete(quiet_hours).where(quiet_hours.c.collar == collar))
