"""Changes of duty beside the roster: those that may still matter at an instant."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, select

from bot.domain.duty import DutyChange
from bot.store.tables import duty_changes

KEPT_IN_SIGHT = timedelta(days=2)  # a tour that has just been cut short still says when it began
COVER = case((duty_changes.c.declined_at.is_(None), duty_changes.c.cover), else_="")
COLUMNS: list[Any] = [*(duty_changes.c[n] for n in ("collar", "on_duty", "begins", "ends", "id")), COVER]
IN_SIGHT = select(*COLUMNS).where(duty_changes.c.ends > bindparam("since")).order_by(duty_changes.c.id)


def in_sight(conn: Connection, at: datetime) -> tuple[DutyChange, ...]:
    """The changes that cover `at` (UTC), lie ahead of it or have just ended, oldest entry first."""
    return tuple(DutyChange(*row) for row in conn.execute(IN_SIGHT, {"since": at - KEPT_IN_SIGHT}))
