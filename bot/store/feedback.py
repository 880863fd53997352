"""Feedback that waits to be understood: what was returned to whom, and why, as a code."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bot.store.tables import feedback
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Feedback:
    """One decision that was returned: its incident and offence, to whom, by whom (collar numbers), when."""

    id: int
    incident_id: int
    n: int
    collar: str
    code: str
    by: str
    at: datetime
    seen_at: datetime | None


COLUMNS = [feedback.c[name] for name in Feedback.__slots__]


def add(work: Work, incident_id: int, n: int, collar: str, code: str, by: str) -> None:
    """Let feedback wait for somebody."""
    row = {"incident_id": incident_id, "n": n, "collar": collar, "code": code, "by": by, "at": work.at}
    work.conn.execute(insert(feedback), row)


def unseen(work: Work, collar: str) -> list[Feedback]:
    """What somebody has not acknowledged, oldest first."""
    asked = select(*COLUMNS).where(feedback.c.collar == collar, feedback.c.seen_at.is_(None))
    return [Feedback(*row) for row in work.conn.execute(asked.order_by(feedback.c.at, feedback.c.id))]


def seen(work: Work, ident: int, collar: str) -> Feedback | None:
    """Note that the one whom it is for has understood it; None where it is not theirs, or was before."""
    mine = (feedback.c.id == ident) & (feedback.c.collar == collar) & feedback.c.seen_at.is_(None)
    row = work.conn.execute(
        update(feedback).where(mine).values(seen_at=work.at).returning(*COLUMNS)
    ).one_or_none()
    return Feedback(*row) if row else None


def forget_before(work: Work, instant: datetime) -> int:
    """Drop feedback that was given before an instant; gives how much."""
    return work.conn.execute(delete(feedback).where(feedback.c.at < instant)).rowcount
