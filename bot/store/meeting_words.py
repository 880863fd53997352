"""What the trails of meetings say of incidents that are forgotten: found, and erased with those incidents."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import and_, select, update

from bot.domain.meeting import LOOK_BACK, stream_of
from bot.store.forgetting import Lived, Old
from bot.store.tables import meeting_items, meetings, promises, trail, trail_heads, unit_offers
from bot.store.work import Work

AT_ONCE = 200  # streams
EDGE = timedelta(days=2)  # a local day begins on the day before in UTC, and a meeting may end on the next
EVERY = select(trail_heads.c.stream).where(trail_heads.c.stream.like("meeting:%"))
OF_WHOM = re.compile(r'"incident":("(?:[^"\\]|\\.)*")')
ABOUT_ONE = trail.c.body.like('%"incident":"%')
STOOD_ON = (meeting_items, promises, unit_offers)


def about(work: Work, found: Sequence[Old], lives: Mapping[int, Lived]) -> dict[str, list[int]]:
    """The numbers of the rows that are about some incidents, by the streams of meetings that have them.

    Ask before the incidents go: their rows still tell at which meetings they were.
    """
    keys = {json.dumps(one.key, ensure_ascii=False) for one in found}
    rows = defaultdict[str, list[int]](list)
    streams = sorted(set(_streams(work, found, lives)))
    for n in range(0, len(streams), AT_ONCE):
        its = (trail.c.stream.in_(streams[n : n + AT_ONCE]), ABOUT_ONE)
        asked = select(trail.c.stream, trail.c.seq, trail.c.body).where(*its)
        for stream, seq, body in work.conn.execute(asked.order_by(trail.c.stream, trail.c.seq)):
            named = OF_WHOM.search(body)
            if named and named[1] in keys:
                rows[stream].append(seq)
    return dict(rows)


def _streams(work: Work, found: Sequence[Old], lives: Mapping[int, Lived]) -> Iterator[str]:
    """The streams of meetings that may have looked at some incidents.

    A meeting lists only what nobody has decided, so its day is one of the incident's life; one that was
    missed while the bot was away lists what came in until then.
    """
    first = min(one.first_seen_at for one in found).date() - LOOK_BACK - EDGE
    last = max(lives[one.id].active_at for one in found).date() + EDGE
    for stream in work.conn.execute(EVERY).scalars():
        if first.isoformat() <= stream[-len("2026-11-27") :] <= last.isoformat():
            yield stream
    yield from _still_known(work, [one.id for one in found])


def _still_known(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """The meetings at which the rows of incidents say that they were."""
    for table in STOOD_ON:
        joined = select(meetings.c.unit, meetings.c.day).join(table, table.c.meeting_id == meetings.c.id)
        rows = work.conn.execute(joined.where(table.c.incident_id.in_(ids)).distinct())
        yield from (stream_of(row.unit, row.day) for row in rows)


def erase(work: Work, rows: Mapping[str, Sequence[int]]) -> int:
    """Erase the words of some rows; gives how many. Their incidents are gone, else the database refuses."""
    count = 0
    for stream, seqs in rows.items():
        its = and_(trail.c.stream == stream, trail.c.seq.in_(seqs), trail.c.body.is_not(None))
        count += work.conn.execute(update(trail).where(its).values(body=None)).rowcount
    return count
