"""Incidents that one unit offers another, and what the other said."""

from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from bot.domain.meeting import Meeting
from bot.domain.promise import OfferState, UnitOffer
from bot.store.tables import unit_offers
from bot.store.work import Conflict, Work

COLUMNS = [unit_offers.c[name] for name in UnitOffer.__slots__]
BY_ID = select(*COLUMNS).where(unit_offers.c.id == bindparam("its_id"))
NEWEST = (
    select(*COLUMNS)
    .where(unit_offers.c.incident_id.in_(bindparam("ids", expanding=True)))
    .order_by(unit_offers.c.id)
)


def _offer(row: Row[Any]) -> UnitOffer:
    return UnitOffer(**dict(row._mapping) | {"state": OfferState(row._mapping["state"])})


def add(
    work: Work, incident_id: int, meeting: Meeting | None, from_unit: str, to_unit: str, line: str, by: str
) -> UnitOffer:
    """Offer an incident to a unit; raises IntegrityError while another offer of it waits."""
    where = {"incident_id": incident_id, "meeting_id": meeting.id if meeting else None}
    what = {"from_unit": from_unit, "to_unit": to_unit, "line": line, "answer_line": ""}
    row = {**where, **what, "by": by, "at": work.at, "state": OfferState.OFFERED.value}
    work.conn.execute(insert(unit_offers), row)
    return newest_of(work, [incident_id])[incident_id]


def by_id(work: Work, ident: int) -> UnitOffer | None:
    """One offer."""
    row = work.conn.execute(BY_ID, {"its_id": ident}).one_or_none()
    return _offer(row) if row else None


def newest_of(work: Work, incident_ids: list[int]) -> dict[int, UnitOffer]:
    """The newest offer of each of some incidents that was ever offered, by the incident's row id."""
    if not incident_ids:
        return {}
    rows = work.conn.execute(NEWEST, {"ids": incident_ids})
    return {offer.incident_id: offer for offer in map(_offer, rows)}


def answer(work: Work, offer: UnitOffer, state: OfferState, by: str, line: str = "") -> None:
    """Write what became of an offer that waits; raises Conflict where it has its answer."""
    waits = (unit_offers.c.id == offer.id, unit_offers.c.state == OfferState.OFFERED.value)
    said = {"state": state.value, "answered_by": by, "answered_at": work.at, "answer_line": line}
    if work.conn.execute(update(unit_offers).where(*waits).values(said)).rowcount != 1:
        raise Conflict


def at_meeting(work: Work, meeting: Meeting) -> dict[int, str]:
    """The units to which a meeting offered incidents, by the incidents' row ids; of several the last."""
    asked = select(unit_offers.c.incident_id, unit_offers.c.to_unit).order_by(unit_offers.c.id)
    rows = work.conn.execute(asked.where(unit_offers.c.meeting_id == meeting.id))
    return {row.incident_id: row.to_unit for row in rows}
