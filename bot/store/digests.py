"""Digests that were made: what each says, and which incidents its things to do are."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select

from bot.store.bulk import insert_many
from bot.store.tables import digest_items, digests, slots
from bot.store.work import Work

JOB = "digest:"  # a slot's job, before whose digest it is
ALIVE = "digests"  # the job whose slot says that this was looked after on a day


class Made(NamedTuple):
    """A digest that was made: whose it is, of which local day, its figures as they were written."""

    message_key: str
    collar: str
    day: date
    figures: str


def slot_of(collar: str) -> str:
    """The job under which somebody's digests stand in the ledger."""
    return f"{JOB}{collar}"


def key_of(collar: str, day: date) -> str:
    """The key of somebody's digest of a local day."""
    return f"digest:{collar}:{day.isoformat()}"


def taken(work: Work, since: date) -> dict[tuple[str, date], str]:
    """Every digest's slot from a local day on, by whose it is and its date, with its outcome."""
    rows = work.conn.execute(
        select(slots.c.job, slots.c.local_date, slots.c.outcome).where(slots.c.local_date >= since)
    )
    return {(r.job.removeprefix(JOB), r.local_date): r.outcome for r in rows if r.job.startswith(JOB)}


def alive(work: Work) -> tuple[Any, Any]:
    """The first and the newest instant (UTC) at which digests are known to have been looked after."""
    asked = select(func.min(slots.c.taken_at), func.max(slots.c.taken_at)).where(slots.c.job == ALIVE)
    first, newest = work.conn.execute(asked).one()
    return first, newest


def add(work: Work, made: Sequence[Made], items: Mapping[str, Sequence[int]]) -> None:
    """Keep what digests say, and by their messages the incidents of their things to do, in their order."""
    insert_many(work.conn, digests, Made._fields, made)
    rows = [(key, place, ident) for key, ids in items.items() for place, ident in enumerate(ids)]
    insert_many(work.conn, digest_items, ("message_key", "place", "incident_id"), rows)


def by_key(work: Work, message_key: str) -> Made | None:
    """The digest of a message."""
    columns = [digests.c[name] for name in Made._fields]
    row = work.conn.execute(select(*columns).where(digests.c.message_key == message_key)).one_or_none()
    return Made(*row) if row else None


def items(work: Work, message_key: str) -> list[int]:
    """The incidents of a digest's things to do that are still held, in their order."""
    asked = select(digest_items.c.incident_id).where(digest_items.c.message_key == message_key)
    return list(work.conn.execute(asked.order_by(digest_items.c.place)).scalars())


def forget_before(work: Work, day: date) -> int:
    """Forget the digests of the local days before one; gives how many."""
    old = select(digests.c.message_key).where(digests.c.day < day)
    work.conn.execute(delete(digest_items).where(digest_items.c.message_key.in_(old)))
    return work.conn.execute(delete(digests).where(digests.c.day < day)).rowcount
