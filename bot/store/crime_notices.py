"""Messages about lapsed claims, and about cancellations that the Registrar must look at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update

from bot.store import holds
from bot.store.tables import crime_notices, incidents
from bot.store.work import Work

Condition = ColumnElement[bool]
LAPSED, CANCELLATION = "lapsed", "cancellation"  # also the bulletins


@dataclass(frozen=True, slots=True)
class Notice:
    """What one message tells: of which offence and crime, why, and whom it mentions or names (collars)."""

    message_key: str
    kind: str
    incident_id: int
    n: int
    crime_ref: str
    why: str
    at: datetime
    mentions: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    seen_by: str | None = None
    seen_at: datetime | None = None


COLUMNS = [crime_notices.c[name] for name in Notice.__slots__]
UNSEEN = and_(crime_notices.c.kind == CANCELLATION, crime_notices.c.seen_at.is_(None))


def add(work: Work, notice: Notice) -> None:
    """Note what a message tells."""
    work.conn.execute(insert(crime_notices), {name: getattr(notice, name) for name in Notice.__slots__})


def by_key(work: Work, message_key: str) -> Notice | None:
    """What a message tells."""
    row = work.conn.execute(select(*COLUMNS).where(crime_notices.c.message_key == message_key)).one_or_none()
    return Notice(*row) if row else None


def unseen(work: Work) -> list[Notice]:
    """What the Registrar still has to look at, oldest first."""
    asked = (
        select(*COLUMNS)
        .join(incidents, incidents.c.id == crime_notices.c.incident_id)
        .where(UNSEEN, incidents.c.force == work.force.id)
    )
    return [Notice(*row) for row in work.conn.execute(asked.order_by(crime_notices.c.at))]


def unseen_of(work: Work, incident_id: int, n: int) -> list[Notice]:
    """What the Registrar still has to look at of one offence."""
    rows = work.conn.execute(select(*COLUMNS).where(UNSEEN, *_of(incident_id, n)))
    return [Notice(*row) for row in rows]


def seen(work: Work, by: str, message_key: str) -> bool:
    """Take one off the list; false where it is not on it."""
    return _seen(work, by, crime_notices.c.message_key == message_key) > 0


def seen_all(work: Work, by: str, incident_id: int, n: int) -> int:
    """Take off the list what is on it of one offence; gives how many."""
    return _seen(work, by, *_of(incident_id, n))


def _of(incident_id: int, n: int) -> tuple[Condition, Condition]:
    return crime_notices.c.incident_id == incident_id, crime_notices.c.n == n


def _seen(work: Work, by: str, *which: Condition) -> int:
    done = update(crime_notices).where(UNSEEN, *which).values(seen_by=by, seen_at=work.at)
    return work.conn.execute(done).rowcount


def forget_before(work: Work, instant: datetime) -> int:
    """Drop what was told before an instant; gives how many.

    What the Registrar has not looked at stays, and what tells of an incident on hold.
    """
    free = crime_notices.c.incident_id.not_in(holds.ALL)
    done = or_(crime_notices.c.kind != CANCELLATION, crime_notices.c.seen_at.is_not(None))
    return work.conn.execute(delete(crime_notices).where(crime_notices.c.at < instant, done, free)).rowcount
