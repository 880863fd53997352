"""What each poll of a source brought, and the rows that wait to be corrected."""

import json
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, delete, exists, insert, or_, select, update

from bot.store import holds, upserts
from bot.store.tables import incidents, polls, quarantine, source_memory
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Poll:
    """The count of one poll: a row is good, bad or filtered; what follows these is of the good."""

    source: str
    at: datetime
    seen: int
    good: int
    bad: int
    filtered: int
    fresh: int
    changed: int
    alarms: tuple[str, ...] = ()
    too_old: int = 0  # older than the retention period, or forgotten: not taken in
    partial: bool = False  # it failed, or its count is not of everything


class Quarantined(NamedTuple):
    """A row that could not be taken: where it stands and why; no value but a time stamp's raw text."""

    file: str
    line: int
    column: str
    reason: str
    raw_time: str


class Place(NamedTuple):
    """Where a row stands."""

    file: str
    line: int
    column: str


def _keep_aside(insert: Callable[[Any], Any]) -> Any:
    new = insert(quarantine)
    said = {"reason": new.excluded.reason, "raw_time": new.excluded.raw_time, "cleared_at": None}
    differs = or_(quarantine.c.cleared_at.is_not(None), quarantine.c.reason != new.excluded.reason)
    keys = list(quarantine.primary_key.columns.keys())
    return new.on_conflict_do_update(index_elements=keys, set_=said, where=differs)


def _remember(insert: Callable[[Any], Any]) -> Any:
    new = insert(source_memory)
    differs = source_memory.c.body != new.excluded.body
    return new.on_conflict_do_update(
        index_elements=["source"], set_={"body": new.excluded.body}, where=differs
    )


FULL = polls.c.partial.is_(False)
AT_ONCE = 1000  # rows for which the writer is held
KEEP_ASIDE, REMEMBER = upserts.for_both(_keep_aside), upserts.for_both(_remember)

CLEAR = (
    update(quarantine)
    .where(
        quarantine.c.source == bindparam("of"),
        quarantine.c.file == bindparam("in_file"),
        quarantine.c.line == bindparam("in_line"),
        quarantine.c.column == bindparam("in_column"),
    )
    .values(cleared_at=bindparam("now"))
)


def note(work: Work, poll: Poll) -> None:
    """Keep the count of a poll."""
    work.conn.execute(insert(polls), {name: getattr(poll, name) for name in Poll.__slots__})


def newest(work: Work, source: str, limit: int = 20, *which: ColumnElement[bool]) -> list[Poll]:
    """The last polls of a source that meet some conditions, newest first."""
    rows = work.conn.execute(_newest(source).where(*which).limit(limit))
    return [Poll(*row) for row in rows]


def sources(work: Work) -> list[str]:
    """Every source that was ever polled, by name."""
    asked = select(polls.c.source).distinct().order_by(polls.c.source)
    return list(work.conn.execute(asked).scalars())


def counted(work: Work, source: str, since: datetime) -> list[Poll]:
    """The polls that counted everything, oldest first: since an instant (UTC), and the one before."""
    later = [Poll(*row) for row in work.conn.execute(_newest(source).where(FULL, polls.c.at >= since))]
    return [*later, *newest(work, source, 1, FULL, polls.c.at < since)][::-1]


def _newest(source: str) -> Select[Any]:
    columns = [polls.c[name] for name in Poll.__slots__]
    of_source = select(*columns).where(polls.c.source == source)
    return of_source.order_by(polls.c.at.desc(), polls.c.id.desc())


def keep_aside(work: Work, source: str, rows: Sequence[Quarantined]) -> None:
    """Put bad rows into quarantine; one that stands there already is left as it is."""
    new = [{"source": source, **row._asdict(), "seen_at": work.at} for row in rows]
    if new:
        work.conn.execute(upserts.of(KEEP_ASIDE, work.conn), new)


def corrected(
    work: Work, source: str, files: Container[str], still_bad: Sequence[Quarantined]
) -> list[list[Place]]:
    """Where rows stand that were read again and are bad no longer, as many together as `clear` may take."""
    if not files:
        return []
    places = select(quarantine.c.file, quarantine.c.line, quarantine.c.column)
    standing = work.conn.execute(
        places.where(quarantine.c.source == source, quarantine.c.cleared_at.is_(None))
    )
    bad = {(row.file, row.line, row.column) for row in still_bad}
    gone = [place for row in standing if row.file in files and (place := Place(*row)) not in bad]
    return [gone[n : n + AT_ONCE] for n in range(0, len(gone), AT_ONCE)]


def clear(work: Work, source: str, places: Sequence[Place]) -> None:
    """Clear the rows at some places, at most 1,000."""
    work.conn.execute(CLEAR, [{"of": source, "now": work.at, **_bound(place)} for place in places])


def _bound(place: Place) -> dict[str, str | int]:
    return {"in_file": place.file, "in_line": place.line, "in_column": place.column}


def standing(work: Work, limit: int = 50) -> list[tuple[str, Quarantined]]:
    """The rows that wait to be corrected, newest first, each with its source."""
    rows = work.conn.execute(
        select(
            quarantine.c.source, quarantine.c.file, quarantine.c.line, quarantine.c.column,
            quarantine.c.reason, quarantine.c.raw_time,
        )
        .where(quarantine.c.cleared_at.is_(None))
        .order_by(quarantine.c.seen_at.desc(), quarantine.c.file, quarantine.c.line)
        .limit(limit)
    )  # fmt: skip
    return [(row[0], Quarantined(*row[1:])) for row in rows]


def memory_of(work: Work, source: str) -> dict[str, Any]:
    """What a source had read when it was last asked; empty for a new one."""
    asked = select(source_memory.c.body).where(source_memory.c.source == source)
    body = work.conn.execute(asked).scalar_one_or_none()
    return dict(json.loads(body)) if body else {}


def remember(work: Work, source: str, memory: Mapping[str, Any]) -> None:
    """Keep what a source has read; the same again writes nothing."""
    row = {"source": source, "body": json.dumps(memory, sort_keys=True)}
    work.conn.execute(upserts.of(REMEMBER, work.conn), row)


def forget_before(work: Work, instant: datetime) -> int:
    """Drop rows that went into quarantine before an instant, corrected or not; gives how many.

    Which incident a row told of, nobody knows: while one is on hold, what its source brought since it was
    reported stays.
    """
    kept = exists().where(
        incidents.c.id.in_(holds.ALL),
        incidents.c.source == quarantine.c.source,
        or_(
            incidents.c.reported_at <= quarantine.c.seen_at, incidents.c.first_seen_at <= quarantine.c.seen_at
        ),
    )
    return work.conn.execute(delete(quarantine).where(quarantine.c.seen_at < instant, ~kept)).rowcount
