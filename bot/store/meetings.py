"""Meetings that were due and their items: found, and written where nobody else did meanwhile."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, or_, select, update

from bot.domain.dmm import Sitting
from bot.domain.meeting import How, Item, Meeting, MeetingState
from bot.store.bulk import insert_many
from bot.store.tables import meeting_items, meetings, promises
from bot.store.work import Conflict, Work

COLUMNS = [meetings.c[name] for name in Meeting.__slots__]
ITEM_COLUMNS = [meeting_items.c[name] for name in Item.__slots__]
KNOWN = select(meetings.c.unit, meetings.c.day).where(meetings.c.day >= bindparam("since"))
OF_UNIT = select(*COLUMNS).where(meetings.c.unit == bindparam("of"))
NEWEST = OF_UNIT.order_by(meetings.c.due_end.desc()).limit(1)
RUNNING_ONE = OF_UNIT.where(meetings.c.state == MeetingState.BEGUN.value)
BEFORE = OF_UNIT.where(meetings.c.due_end < bindparam("end")).order_by(meetings.c.due_end.desc())
BY_IDS = select(*COLUMNS).where(meetings.c.id.in_(bindparam("ids", expanding=True)))
UNSTARTED = select(*COLUMNS).where(meetings.c.state == MeetingState.DUE.value)
ITEMS = (
    select(*ITEM_COLUMNS)
    .where(meeting_items.c.meeting_id == bindparam("meeting"))
    .order_by(meeting_items.c.place)
)
ITEMS_OF = select(*ITEM_COLUMNS).where(
    meeting_items.c.meeting_id.in_(bindparam("ids", expanding=True)),
    meeting_items.c.incident_id == bindparam("incident"),
)
NAMING = (  # what was promised about an incident is on the record too
    select(*COLUMNS)
    .where(
        or_(
            *(
                meetings.c.id.in_(
                    select(table.c.meeting_id).where(table.c.incident_id == bindparam("incident"))
                )
                for table in (meeting_items, promises)
            )
        )
    )
    .order_by(meetings.c.due_at)
)
NOW_LOOKED_AT = (
    select(meeting_items.c.meeting_id)
    .join(meetings, meetings.c.id == meeting_items.c.meeting_id)
    .where(meeting_items.c.incident_id == bindparam("incident"), meetings.c.state == MeetingState.BEGUN.value)
)


def _meeting(row: Row[Any]) -> Meeting:
    values = dict(row._mapping)
    return Meeting(**values | {"state": MeetingState(values["state"])})


def _item(row: Row[Any]) -> Item:
    values = {name: row._mapping[name] for name in Item.__slots__}
    return Item(**values | {"how": How(values["how"])})


def known(work: Work, since: date) -> dict[str, set[date]]:
    """The local days since one for which each unit has a meeting."""
    found: dict[str, set[date]] = {}
    for unit, day in work.conn.execute(KNOWN, {"since": since}):
        found.setdefault(unit, set()).add(day)
    return found


def add(work: Work, unit: str, sitting: Sitting, listed: bool) -> Meeting:
    """A meeting that is due; raises IntegrityError where the unit has one that day."""
    values = {"unit": unit, "day": sitting.day, "due_at": sitting.begins, "due_end": sitting.ends}
    state, none = MeetingState.DUE, {"delegated": False, "late": False}
    row = {**values, **none, "state": state.value, "listed_at": work.at if listed else None}
    work.conn.execute(insert(meetings), row)
    found = on(work, unit, sitting.day)
    assert found is not None, "it was written just now"
    return found


def on(work: Work, unit: str, day: date) -> Meeting | None:
    """A unit's meeting of a local day."""
    row = work.conn.execute(OF_UNIT.where(meetings.c.day == day), {"of": unit}).one_or_none()
    return _meeting(row) if row else None


def by_id(work: Work, ident: int) -> Meeting:
    """A meeting by its row's id."""
    return _meeting(work.conn.execute(BY_IDS, {"ids": [ident]}).one())


def newest(work: Work, unit: str) -> Meeting | None:
    """The newest meeting of a unit whose list is due."""
    row = work.conn.execute(NEWEST, {"of": unit}).one_or_none()
    return _meeting(row) if row else None


def running(work: Work, unit: str) -> Meeting | None:
    """The meeting of a unit that has begun and not ended."""
    row = work.conn.execute(RUNNING_ONE, {"of": unit}).first()
    return _meeting(row) if row else None


def before(work: Work, meeting: Meeting, limit: int) -> list[Meeting]:
    """The meetings of the same unit before one, newest first."""
    asked = {"of": meeting.unit, "end": meeting.due_end}
    return [_meeting(row) for row in work.conn.execute(BEFORE.limit(limit), asked)]


def unstarted(work: Work) -> list[Meeting]:
    """Every meeting that is due and has not begun."""
    return [_meeting(row) for row in work.conn.execute(UNSTARTED)]


def change(work: Work, meeting: Meeting, **values: Any) -> None:
    """Write some columns; raises Conflict where its state or its chair is another by now."""
    seen = (meetings.c.id == meeting.id, meetings.c.state == meeting.state.value)
    same_chair = func.coalesce(meetings.c.chair, "") == (meeting.chair or "")
    if work.conn.execute(update(meetings).where(*seen, same_chair).values(values)).rowcount != 1:
        raise Conflict


def add_items(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    """Write the items of a meeting; raises IntegrityError for an incident that stands on it already."""
    if rows:
        insert_many(work.conn, meeting_items, tuple(rows[0]), [tuple(row.values()) for row in rows])


def drop_items(work: Work, meeting: Meeting) -> None:
    """Take back the items of a meeting that counted as missed, for it begins after all."""
    work.conn.execute(delete(meeting_items).where(meeting_items.c.meeting_id == meeting.id))


def items(work: Work, meeting: Meeting) -> list[Item]:
    """The items of a meeting, in the order in which it takes them."""
    return [_item(row) for row in work.conn.execute(ITEMS, {"meeting": meeting.id})]


def now_looked_at(work: Work, incident_id: int) -> list[tuple[Item, Meeting]]:
    """The items of an incident at the meetings that run, each with its meeting."""
    found = list(work.conn.execute(NOW_LOOKED_AT, {"incident": incident_id}).scalars())
    if not found:
        return []
    held = {m.id: m for m in map(_meeting, work.conn.execute(BY_IDS, {"ids": found}))}
    rows = work.conn.execute(ITEMS_OF, {"ids": found, "incident": incident_id})
    return [(item, held[item.meeting_id]) for item in map(_item, rows)]


def naming(work: Work, incident_id: int) -> list[Meeting]:
    """Every meeting, long over or not, at which an incident was looked at or something promised about it."""
    return [_meeting(row) for row in work.conn.execute(NAMING, {"incident": incident_id})]


def change_item(work: Work, item: Item, **values: Any) -> None:
    """Write some columns of an item; raises Conflict where somebody else has changed it meanwhile."""
    seen = (meeting_items.c.id == item.id, meeting_items.c.how == item.how.value)
    same_line = meeting_items.c.line == item.line
    if work.conn.execute(update(meeting_items).where(*seen, same_line).values(values)).rowcount != 1:
        raise Conflict


def change_items(work: Work, found: Collection[Item], **values: Any) -> None:
    """Write some columns of several items; raises Conflict where one of them is not as it was."""
    if not found:
        return
    ids, hows = [item.id for item in found], {item.how.value for item in found}
    seen = (meeting_items.c.id.in_(ids), meeting_items.c.how.in_(hows))
    if work.conn.execute(update(meeting_items).where(*seen).values(values)).rowcount != len(ids):
        raise Conflict
