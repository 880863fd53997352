"""The meetings of a time read back: with what stood on their lists, and when that was first allocated."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from bot.domain.facts import Happened
from bot.domain.meeting import MeetingState
from bot.domain.meeting_figures import Met
from bot.store.incidents import RUNNING_STATES
from bot.store.tables import (
    incidents,
    meeting_items,
    meetings,
    offences,
)
from bot.store.tables import trail as trail_table
from bot.store.work import Work

CHUNK = 500
FIRST_GIVEN = f'%"kind":"{Happened.INCIDENT_ALLOCATED.value}"%'


def over(work: Work, units: Sequence[str], since: date, until: date, at: datetime) -> dict[int, Met]:
    """The meetings of some units from one local day to another that had ended, or whose time was over."""
    columns = (meetings.c[name] for name in Met.__slots__)
    rows = work.conn.execute(
        select(meetings.c.id, *columns)
        .where(
            meetings.c.unit.in_(units),
            meetings.c.day.between(since, until),
            or_(meetings.c.due_end <= at, meetings.c.ended_at <= at),  # one may end before its time
            meetings.c.state != MeetingState.DUE.value,  # it may still begin
        )
        .order_by(meetings.c.day, meetings.c.unit)
    )
    return {ident: Met(*row) for ident, *row in rows}


def stood_on(work: Work, meeting_ids: Iterable[int]) -> Iterator[Any]:
    """What stood on the lists of some meetings: meeting, incident, how, and the stream of the incident."""
    columns = (meeting_items.c.meeting_id, meeting_items.c.incident_id, meeting_items.c.how, incidents.c.key)
    joined = select(*columns).join(incidents, incidents.c.id == meeting_items.c.incident_id)
    for some in _chunks(sorted(meeting_ids)):
        yield from work.conn.execute(joined.where(meeting_items.c.meeting_id.in_(some)))


def first_given(work: Work, streams: Iterable[str]) -> dict[str, datetime]:
    """When each of some incidents was first allocated (UTC); those that never were are left out."""
    found: dict[str, datetime] = {}
    for some in _chunks(sorted(streams)):
        rows = work.conn.execute(
            select(trail_table.c.stream, trail_table.c.body)
            .where(trail_table.c.stream.in_(some), trail_table.c.body.like(FIRST_GIVEN))
            .order_by(trail_table.c.stream, trail_table.c.seq)
        )
        for stream, body in rows:
            found.setdefault(stream, datetime.fromisoformat(json.loads(body)["at"]))
    return found


def unsettled(work: Work, incident_ids: Iterable[int]) -> set[int]:
    """Those of some incidents of which something is undecided, or decided and not confirmed."""
    running = select(offences.c.incident_id).where(offences.c.state.in_(RUNNING_STATES))
    return {
        ident
        for some in _chunks(sorted(incident_ids))
        for ident in work.conn.execute(running.where(offences.c.incident_id.in_(some))).scalars()
    }


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
