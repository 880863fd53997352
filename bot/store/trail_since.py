"""The newest facts of all streams, found by halving or read backwards: ids go up with the time of entry."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select

from bot.store.tables import trail

AT_ONCE = 2000
DISORDER = timedelta(hours=1)  # transactions at the same time may get their ids in another order


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as the trail has it: its stream, when it happened and was entered (UTC), its offence."""

    stream: str
    kind: str
    at: datetime
    entered: datetime
    offence: int | None
    values: dict[str, Any]


def since(conn: Connection, at: datetime, kinds: Collection[str]) -> list[Told]:
    """The facts of some kinds that were entered at or after an instant (UTC), oldest first.

    What a retention rule has erased is not among them.
    """
    begins = _first_id(conn, at - DISORDER)
    named = or_(*(trail.c.body.contains(f'"kind":"{kind}"', autoescape=True) for kind in kinds))
    rows = conn.execute(
        select(trail.c.stream, trail.c.body).where(trail.c.id >= begins, named).order_by(trail.c.id)
    )
    found = (_told(row.stream, json.loads(row.body)) for row in rows)
    return [told for told in found if told.entered >= at and told.kind in kinds]


def back(conn: Connection) -> Iterator[Sequence[Row[Any, Any, Any]]]:
    """Stream and body of every fact, some at once, from the newest back; what was erased is left out."""
    last: int | None = None
    while True:
        asked = select(trail.c.id, trail.c.stream, trail.c.body).where(trail.c.body.is_not(None))
        asked = asked.where(trail.c.id < last) if last is not None else asked
        rows = conn.execute(asked.order_by(trail.c.id.desc()).limit(AT_ONCE)).all()
        if rows:
            yield rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def _told(stream: str, body: dict[str, Any]) -> Told:
    at, entered = (datetime.fromisoformat(body[name]) for name in ("at", "entered"))
    return Told(stream, body["kind"], at, entered, body["offence"], body["values"])


def _first_id(conn: Connection, at: datetime) -> int:
    """An id such that no fact with a smaller one was entered at or after an instant."""
    low, high = conn.execute(select(func.min(trail.c.id), func.max(trail.c.id))).one()
    low, high = low or 0, (high or 0) + 1
    while low < high:
        middle = (low + high) // 2
        kept = select(trail.c.id, trail.c.body).where(trail.c.id >= middle, trail.c.body.is_not(None))
        row = conn.execute(kept.order_by(trail.c.id).limit(1)).one_or_none()
        if row is None or datetime.fromisoformat(json.loads(row.body)["entered"]) >= at:
            high = middle
        else:
            low = row.id + 1
    return int(low)
