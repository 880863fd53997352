"""Changes of duty as they were entered: added, found, and what became of the cover that they name."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.duty import DutyChange
from bot.store.tables import duty_changes
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Entered:
    """A change as it was entered: by whom and when, and what became of its cover."""

    change: DutyChange
    entered_by: str
    entered_at: datetime
    declined_at: datetime | None
    told_at: datetime | None


WHOLE: list[Any] = [
    *(duty_changes.c[n] for n in ("collar", "on_duty", "begins", "ends", "id", "cover")),
    *(duty_changes.c[n] for n in ("entered_by", "entered_at", "declined_at", "told_at")),
]


def add(work: Work, change: DutyChange, by: str) -> DutyChange:
    """Enter a change; whoever asks the roster of this transaction afterwards sees it."""
    values = {"collar": change.collar, "on_duty": change.on, "begins": change.begins, "ends": change.ends}
    row = values | {"cover": change.cover, "entered_by": by, "entered_at": work.at}
    done = work.conn.execute(insert(duty_changes).returning(duty_changes.c.id), row)
    work.look_again()
    return replace(change, id=done.scalar_one())


def by_id(work: Work, ident: int) -> Entered | None:
    """One change, with its cover even where that was declined."""
    row = work.conn.execute(select(*WHOLE).where(duty_changes.c.id == ident)).one_or_none()
    return _entered(row) if row else None


def untold(work: Work) -> list[Entered]:
    """The changes whose cover has not been told, and that are not over."""
    waits = duty_changes.c.told_at.is_(None) & duty_changes.c.declined_at.is_(None)
    asked = select(*WHOLE).where(waits, duty_changes.c.cover != "", duty_changes.c.ends > work.at)
    return [_entered(row) for row in work.conn.execute(asked.order_by(duty_changes.c.id))]


def mark(work: Work, ident: int, column: str) -> bool:
    """Note that a cover was told (`told_at`) or declined (`declined_at`); False where that was done."""
    once = duty_changes.c[column].is_(None)
    done = work.conn.execute(
        update(duty_changes).where(duty_changes.c.id == ident, once).values({column: work.at})
    )
    work.look_again()
    return done.rowcount == 1


def _entered(row: Row[Any]) -> Entered:
    values = list(row)
    return Entered(DutyChange(*values[:6]), *values[6:])


def forget_before(work: Work, instant: datetime) -> int:
    """Drop changes that were over before an instant; gives how many."""
    return work.conn.execute(delete(duty_changes).where(duty_changes.c.ends < instant)).rowcount
