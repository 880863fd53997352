"""Meetings that were over long ago: forgotten with all that was written at them."""

from datetime import datetime

from sqlalchemy import delete, exists, or_, select

from bot.domain.meeting import MeetingState, stream_of
from bot.domain.promise import OfferState
from bot.store import holds, trail
from bot.store.tables import attendance, meeting_items, meetings, promises, resources, unit_offers
from bot.store.work import Work

WRITTEN = (meeting_items, attendance, promises, resources, unit_offers)
OVER = meetings.c.state.in_((MeetingState.ENDED.value, MeetingState.MISSED.value))
STILL_OF_USE = or_(  # somebody owes something, or one of its incidents is on hold
    exists().where(promises.c.meeting_id == meetings.c.id, promises.c.done_at.is_(None)),
    exists().where(
        unit_offers.c.meeting_id == meetings.c.id, unit_offers.c.state == OfferState.OFFERED.value
    ),
    *(
        exists().where(table.c.meeting_id == meetings.c.id, table.c.incident_id.in_(holds.ALL))
        for table in (meeting_items, promises, unit_offers)
    ),
)


def forget_before(work: Work, instant: datetime) -> list[str]:
    """Drop meetings that should have ended before an instant (UTC), with what was written.

    Gives the hash of the last row of each one's trail, in hexadecimal: exact, and tells of nobody.
    """
    old = select(meetings.c.id, meetings.c.unit, meetings.c.day)
    found = work.conn.execute(old.where(meetings.c.due_end < instant, OVER, ~STILL_OF_USE)).all()
    ids = [row.id for row in found]
    for table in WRITTEN:
        work.conn.execute(delete(table).where(table.c.meeting_id.in_(ids)))
    work.conn.execute(delete(meetings).where(meetings.c.id.in_(ids)))
    return [trail.head_hash(work.conn, stream_of(row.unit, row.day)).hex() for row in found]
