"""What each poll of a source brought, and the rows that wait to be corrected."""

import json
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Update, delete, exists, insert, or_, select, update

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


class Quarantined(NamedTuple):
    """A row that could not be taken: where it stands and why; no value but a time stamp's raw text."""

    file: str
    line: int
    column: str
    reason: str
    raw_time: str


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


KEEP_ASIDE, REMEMBER = upserts.for_both(_keep_aside), upserts.for_both(_remember)


def note(work: Work, poll: Poll) -> None:
    """Keep the count of a poll."""
    work.conn.execute(insert(polls), {name: getattr(poll, name) for name in Poll.__slots__})


def newest(work: Work, source: str, limit: int = 20) -> list[Poll]:
    """The last polls of a source, newest first."""
    columns = [polls.c[name] for name in Poll.__slots__]
    rows = work.conn.execute(
        select(*columns)
        .where(polls.c.source == source)
        .order_by(polls.c.at.desc(), polls.c.id.desc())
        .limit(limit)
    )
    return [Poll(*row) for row in rows]


def keep_aside(work: Work, source: str, rows: Sequence[Quarantined]) -> None:
    """Put bad rows into quarantine; one that stands there already is left as it is."""
    new = [{"source": source, **row._asdict(), "seen_at": work.at} for row in rows]
    if new:
        work.conn.execute(upserts.of(KEEP_ASIDE, work.conn), new)


def clear(work: Work, source: str, files: Container[str], still_bad: set[tuple[str, int, str]]) -> int:
    """Clear the rows of files that were read again and are bad no longer; gives how many."""
    standing = work.conn.execute(
        select(quarantine.c.file, quarantine.c.line, quarantine.c.column).where(
            quarantine.c.source == source,
            quarantine.c.cleared_at.is_(None),
        )
    )
    gone = [tuple(row) for row in standing if row.file in files and tuple(row) not in still_bad]
    for file, line, column in gone:
        work.conn.execute(_row(source, file, line, column).values(cleared_at=work.at))
    return len(gone)


def _row(source: str, file: str, line: int, column: str) -> Update:
    return update(quarantine).where(
        quarantine.c.source == source,
        quarantine.c.file == file,
        quarantine.c.line == line,
        quarantine.c.column == column,
    )


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
