"""Rows as they lie there, whatever was written into them, to be compared with the trail."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Select, Table, select, type_coerce
from sqlalchemy.types import NullType

from bot.domain.proof import Row
from bot.store.tables import (
    attendance,
    duty_changes,
    handovers,
    incidents,
    meeting_items,
    meetings,
    promises,
    resources,
    rulings,
    unit_offers,
)
from bot.store.trail import instant
from bot.store.types import Instant

IDS = "m_id"
KEY = incidents.c.key.label("incident")


def raw(table: Table, names: Sequence[str]) -> list[ColumnElement[Any]]:
    """Columns as the driver gives them: no type of ours stumbles over what it would never have written."""
    return [type_coerce(table.c[name], NullType()).label(name) for name in names]


def plain(table: Table, row: Row) -> dict[str, Any]:
    """A row's values as the trail would write them."""
    return {name: _plain(table, name, value) for name, value in row.items()}


def _plain(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type if name in table.c else None
    if isinstance(kind, Boolean) and value in (0, 1):
        return bool(value)
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return _instant(value) if isinstance(kind, Instant) and isinstance(value, str) else value


def _instant(text: str) -> str:
    """An instant of SQLite's as the trail writes it; what is none is left as it is."""
    try:
        return instant(datetime.fromisoformat(text))
    except ValueError:
        return text


MEETING = (
    "due_at", "due_end", "state", "listed_at", "chair", "delegated", "late",
    "begun_by", "begun_at", "ended_by", "ended_at", "why_not", "why_line",
)  # fmt: skip
ITEM = ("place", "how", "line", "by", "at", "what", "oic", "due_at", "no_meeting")
PROMISE = ("unit", "collar", "line", "due_at", "made_by", "made_at", "done_by", "done_at")
RESOURCE = ("collar", "line", "to_unit", "until", "by", "at")
OFFER = (
    "from_unit", "to_unit", "line", "by", "at", "state", "answered_by", "answered_at", "answer_line",
)  # fmt: skip


def _about(table: Table, names: Sequence[str]) -> Select[Any]:
    """Rows of a meeting that are about an incident, with its key; `which` tells one from the other."""
    which = KEY if table is meeting_items else table.c.id
    asked = select(table.c.meeting_id.label(IDS), which.label("which"), KEY, *raw(table, names))
    return asked.outerjoin(incidents, incidents.c.id == table.c.incident_id)


ASKED: dict[Table, Select[Any]] = {
    attendance: select(
        attendance.c.meeting_id.label(IDS), attendance.c.collar.label("which"), *raw(attendance, ["at"])
    ),
    meeting_items: _about(meeting_items, ITEM),
    promises: _about(promises, PROMISE),
    resources: select(
        resources.c.meeting_id.label(IDS), resources.c.id.label("which"), *raw(resources, RESOURCE)
    ),
    unit_offers: _about(unit_offers, OFFER),
}


def streams_of_meetings(conn: Connection) -> dict[str, int]:
    """The streams that the rows of meetings belong to, each with its row's number."""
    rows = conn.execute(select(meetings.c.id, meetings.c.unit, *raw(meetings, ["day"])))
    return {f"meeting:{unit}:{day}": ident for ident, unit, day in rows}


OF_DUTY = {
    duty_changes: ("collar", "on_duty", "begins", "ends", "entered_by", "entered_at", "cover", "declined_at"),
    handovers: ("giver", "taker", "state", "offered_at", "answered_at", "line"),
}
OF_RULINGS = {
    rulings: (
        "question", "answer", "edition", "day", "given_by", "series", "week",
        "superseded_by", "superseded_on",
    ),
}  # fmt: skip


def by_number(conn: Connection, wanted: Mapping[Table, Sequence[str]]) -> dict[str, dict[str, Row]]:
    """Some columns of all rows of some tables, by table and by the rows' own numbers."""
    found: dict[str, dict[str, Row]] = {}
    for table, names in wanted.items():
        rows = conn.execute(select(table.c.id.label("which"), *raw(table, names))).mappings()
        found[table.name] = {str(row["which"]): plain(table, {n: row[n] for n in names}) for row in rows}
    return found


def of_meetings(conn: Connection, ids: Sequence[int]) -> dict[int, dict[str, dict[str, Row]]]:
    """All that was written of some meetings, by table and by what tells one row from another."""
    found: dict[int, dict[str, dict[str, Row]]] = {ident: {} for ident in ids}
    own = select(meetings.c.id.label(IDS), *raw(meetings, MEETING)).where(meetings.c.id.in_(ids))
    _gather(conn, meetings, own, found)
    for table, asked in ASKED.items():
        _gather(conn, table, asked.where(table.c.meeting_id.in_(ids)), found)
    return found


def _gather(
    conn: Connection, table: Table, asked: Select[Any], found: dict[int, dict[str, dict[str, Row]]]
) -> None:
    for row in conn.execute(asked).mappings():
        values = plain(table, {name: value for name, value in row.items() if name not in (IDS, "which")})
        found[row[IDS]].setdefault(table.name, {})[str(row.get("which", ""))] = values
