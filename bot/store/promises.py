"""What was promised at meetings, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.domain.meeting import Meeting
from bot.domain.promise import Promise
from bot.store.tables import promises
from bot.store.work import Work

COLUMNS = [promises.c[name] for name in Promise.__slots__]
IN_ORDER = select(*COLUMNS).order_by(promises.c.due_at, promises.c.id)
OWED = IN_ORDER.where(promises.c.unit == bindparam("of"), promises.c.done_at.is_(None))
BY_ID = select(*COLUMNS).where(promises.c.id == bindparam("its_id"))


def _promise(row: Row[Any]) -> Promise:
    return Promise(**row._mapping)


def add(
    work: Work, meeting: Meeting, incident_id: int, collar: str, line: str, due_at: datetime, by: str
) -> int:
    """Note what somebody does about an incident by when (UTC); gives its number."""
    who = {"collar": collar, "line": line, "due_at": due_at, "made_by": by, "made_at": work.at}
    where = {"meeting_id": meeting.id, "incident_id": incident_id, "unit": meeting.unit}
    return int(work.conn.execute(insert(promises).returning(promises.c.id), where | who).scalar_one())


def by_id(work: Work, ident: int) -> Promise | None:
    """One promise."""
    row = work.conn.execute(BY_ID, {"its_id": ident}).one_or_none()
    return _promise(row) if row else None


def of_meeting(work: Work, meeting: Meeting) -> list[Promise]:
    """What was promised at a meeting, what is due first first."""
    return [_promise(r) for r in work.conn.execute(IN_ORDER.where(promises.c.meeting_id == meeting.id))]


def owed(work: Work, unit: str) -> list[Promise]:
    """What was promised at a unit's meetings and nobody has said is done."""
    return [_promise(r) for r in work.conn.execute(OWED, {"of": unit})]


def done(work: Work, promise: Promise, by: str) -> bool:
    """Note that a promise is kept; False where somebody did before."""
    nobody = (promises.c.id == promise.id, promises.c.done_at.is_(None))
    kept = update(promises).where(*nobody).values(done_by=by, done_at=work.at)
    return work.conn.execute(kept).rowcount == 1


def owed_by(work: Work, collar: str) -> list[Promise]:
    """What somebody promised and nobody has said is done."""
    his = (promises.c.collar == collar, promises.c.done_at.is_(None))
    return [_promise(r) for r in work.conn.execute(IN_ORDER.where(*his))]


def about(work: Work, incident_id: int) -> list[Promise]:
    """What was promised about an incident and nobody has said is done."""
    its = (promises.c.incident_id == incident_id, promises.c.done_at.is_(None))
    return [_promise(r) for r in work.conn.execute(IN_ORDER.where(*its))]
