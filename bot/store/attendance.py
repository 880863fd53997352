"""Who was at a meeting: whoever pressed the button, once."""

from datetime import datetime

from sqlalchemy import select

from bot.domain.meeting import Meeting
from bot.store import upserts
from bot.store.tables import attendance
from bot.store.work import Work

COME = upserts.for_both(
    lambda insert: insert(attendance).on_conflict_do_nothing().returning(attendance.c.collar)
)


def come(work: Work, meeting: Meeting, collar: str) -> bool:
    """Note that somebody is there; False for whom that is known of."""
    row = {"meeting_id": meeting.id, "collar": collar, "at": work.at}
    return work.conn.execute(upserts.of(COME, work.conn), row).scalar_one_or_none() is not None


def of(work: Work, meeting: Meeting) -> dict[str, datetime]:
    """The collar numbers of those who were there, and since when (UTC), in the order in which they came."""
    asked = select(attendance.c.collar, attendance.c.at).where(attendance.c.meeting_id == meeting.id)
    rows = work.conn.execute(asked.order_by(attendance.c.at, attendance.c.collar))
    return {row.collar: row.at for row in rows}
