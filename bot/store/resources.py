"""What meetings moved from unit to unit."""

from datetime import datetime

from sqlalchemy import insert, select

from bot.domain.meeting import Meeting
from bot.domain.promise import Resource
from bot.store.tables import resources
from bot.store.work import Work

COLUMNS = [resources.c[name] for name in Resource.__slots__]


def add(
    work: Work, meeting: Meeting, collar: str | None, line: str, to_unit: str, until: datetime, by: str
) -> int:
    """Note what a meeting moves to a unit until an instant (UTC); gives its number."""
    what = {"collar": collar, "line": line, "to_unit": to_unit, "until": until}
    row = {"meeting_id": meeting.id, **what, "by": by, "at": work.at}
    return int(work.conn.execute(insert(resources).returning(resources.c.id), row).scalar_one())


def of_meeting(work: Work, meeting: Meeting) -> list[Resource]:
    """What a meeting moved, in the order in which it did."""
    asked = select(*COLUMNS).where(resources.c.meeting_id == meeting.id).order_by(resources.c.id)
    return [Resource(*row) for row in work.conn.execute(asked)]
