"""Handovers: offers of one person to another, each ended once, and how each of its items ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from bot.domain.handover import LEFT, OFFERED
from bot.store import upserts
from bot.store.tables import handover_items, handovers
from bot.store.work import Conflict, Work


@dataclass(frozen=True, slots=True)
class Handover:
    """An offer of what one holds to another (collar numbers), and how it ended; instants are UTC."""

    id: int
    giver: str
    taker: str
    state: str
    offered_at: datetime
    lapses_at: datetime
    told_at: datetime | None
    answered_at: datetime | None
    line: str
    version: int


COLUMNS: list[Any] = [handovers.c[name] for name in Handover.__slots__]
STANDS = handovers.c.state == OFFERED
ADD_ITEM = upserts.for_both(
    lambda new: new(handover_items).on_conflict_do_update(
        index_elements=["handover_id", "incident_id"], set_={"how": OFFERED}
    )
)


def _where(work: Work, *conditions: ColumnElement[bool]) -> list[Handover]:
    rows = work.conn.execute(select(*COLUMNS).where(*conditions).order_by(handovers.c.id))
    return [Handover(*row) for row in rows]


def by_id(work: Work, ident: int) -> Handover | None:
    """One offer."""
    found = _where(work, handovers.c.id == ident)
    return found[0] if found else None


def offer(work: Work, giver: str, taker: str, lapses_at: datetime) -> Handover:
    """The offer that stands between two people, made now if there is none; it stands at least so long."""
    found = _where(work, handovers.c.giver == giver, handovers.c.taker == taker, STANDS)
    if found:
        _save(work, found[0], lapses_at=max(lapses_at, found[0].lapses_at))
        return by_id(work, found[0].id) or found[0]
    row = {"giver": giver, "taker": taker, "state": OFFERED, "offered_at": work.at, "lapses_at": lapses_at}
    done = work.conn.execute(insert(handovers).returning(handovers.c.id), row | {"line": "", "version": 1})
    return Handover(done.scalar_one(), giver, taker, OFFERED, work.at, lapses_at, None, None, "", 1)


def add_items(work: Work, ident: int, incident_ids: Iterable[int]) -> None:
    """Put incidents into an offer."""
    for each in incident_ids:
        row = {"handover_id": ident, "incident_id": each, "how": OFFERED}
        work.conn.execute(upserts.of(ADD_ITEM, work.conn), row)


def items(work: Work, ident: int) -> dict[int, str]:
    """The incidents of an offer, and how each ended."""
    asked = select(handover_items.c.incident_id, handover_items.c.how)
    return {row[0]: row[1] for row in work.conn.execute(asked.where(handover_items.c.handover_id == ident))}


def settle(work: Work, ident: int, incident_ids: Iterable[int], how: str) -> None:
    """Note how some items of an offer ended."""
    its = (handover_items.c.handover_id == ident) & handover_items.c.incident_id.in_(list(incident_ids))
    work.conn.execute(update(handover_items).where(its).values(how=how))


def end(work: Work, handover: Handover, state: str, line: str = "") -> None:
    """End an offer; what is not settled is left with the giver. Raises Conflict if somebody else ended it."""
    _save(work, handover, state=state, line=line, answered_at=work.at)
    left = (handover_items.c.handover_id == handover.id) & (handover_items.c.how == OFFERED)
    work.conn.execute(update(handover_items).where(left).values(how=LEFT))


def told(work: Work, handover: Handover) -> None:
    """Note that its taker was told of an offer."""
    _save(work, handover, told_at=work.at)


def _save(work: Work, handover: Handover, **values: Any) -> None:
    its = (handovers.c.id == handover.id) & (handovers.c.version == handover.version)
    done = work.conn.execute(update(handovers).where(its).values(version=handovers.c.version + 1, **values))
    if done.rowcount != 1:
        raise Conflict


def untold(work: Work) -> list[Handover]:
    """The offers that stand and whose taker has not been told."""
    return _where(work, STANDS, handovers.c.told_at.is_(None))


def waiting_for(work: Work, taker: str) -> list[Handover]:
    """The offers that somebody has to answer, oldest first."""
    return _where(work, STANDS, handovers.c.taker == taker)


def lapsed(work: Work) -> list[Handover]:
    """The offers that stand longer than they should."""
    return _where(work, STANDS, handovers.c.lapses_at <= work.at)


def offered_by(work: Work, giver: str) -> dict[int, str]:
    """What somebody has offered and nobody has answered: the taker by the incident's row."""
    asked = (
        select(handover_items.c.incident_id, handovers.c.taker)
        .join(handovers, handovers.c.id == handover_items.c.handover_id)
        .where(STANDS, handovers.c.giver == giver, handover_items.c.how == OFFERED)
    )
    return {row[0]: row[1] for row in work.conn.execute(asked)}


def forget_before(work: Work, instant: datetime) -> int:
    """Drop offers that ended before an instant, with their items; gives how many."""
    old = handovers.c.answered_at < instant
    ended = select(handovers.c.id).where(old)
    work.conn.execute(delete(handover_items).where(handover_items.c.handover_id.in_(ended)))
    return work.conn.execute(delete(handovers).where(old)).rowcount
