"""Bulk reading and writing of what the feed says: a few statements for a batch, whatever its size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, text, update

from bot.domain.comparing import digest
from bot.domain.facts import Fact, Happened
from bot.domain.incident import IncidentReport
from bot.domain.offence import Offence
from bot.store import trail
from bot.store.incidents import plain_offence
from bot.store.tables import incidents, offences
from bot.store.work import Work

REPORTED = (
    "reported_at", "raw_reported_at", "logged_at", "route", "opening_category", "category", "closing_category",
    "qualifiers", "markers", "grade", "unit", "beat", "crime_refs", "closing_code", "closed_at", "source_url",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fresh:
    """An incident seen for the first time, with the offence that its rule opens, if any."""

    id: int
    report: IncidentReport
    restricted: bool
    offence: Offence | None


def known_digests(work: Work, keys: Iterable[str]) -> dict[str, str]:
    """The digests of those incidents that we hold already, by key."""
    rows = work.conn.execute(
        select(incidents.c.key, incidents.c.digest).where(incidents.c.key.in_(list(keys)))
    )
    return {row.key: row.digest for row in rows}


def held(work: Work, keys: Iterable[str]) -> dict[str, Row[Any]]:
    """Whole rows of incidents, by key."""
    rows = work.conn.execute(select(incidents).where(incidents.c.key.in_(list(keys))))
    return {row.key: row for row in rows}


def reserve(conn: Connection, table: Table, count: int) -> range | list[int]:
    """Row ids for a batch: SQLite has one writer, PostgreSQL hands them out of the column's sequence."""
    if conn.dialect.name == "sqlite":
        newest = conn.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        return range(newest + 1, newest + 1 + count)
    sequence = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return list(conn.execute(sequence, {"table": table.name, "count": count}).scalars())


def values_of(report: IncidentReport, restricted: bool) -> dict[str, Any]:
    """The columns of an incident that the feed owns."""
    row = {name: getattr(report, name) for name in REPORTED}
    return row | {"reading": report.reading.value, "digest": digest(report), "restricted": restricted}


def insert_fresh(work: Work, source: str, fresh: Sequence[Fresh]) -> None:
    """Write new incidents, their first offences, and the first facts of their trails."""
    rows = [_incident_row(work, source, f) for f in fresh]
    work.conn.execute(insert(incidents), rows)
    opened = [plain_offence(f.offence) for f in fresh if f.offence]
    if opened:
        work.conn.execute(insert(offences), opened)
    trail.begin_many(work.conn, [_first_fact(work, source, f) for f in fresh])


def _incident_row(work: Work, source: str, fresh: Fresh) -> dict[str, Any]:
    key = fresh.report.key
    return values_of(fresh.report, fresh.restricted) | {
        "id": fresh.id,
        "key": str(key),
        "force": key.force,
        "day": key.day,
        "number": key.number,
        "source": source,
        "first_seen_at": work.at,
    }


def _first_fact(work: Work, source: str, fresh: Fresh) -> trail.Entry:
    report = fresh.report
    values = {
        "category": report.category,
        "unit": report.unit,
        "source": source,
        "clock": fresh.offence is not None,
        "reading": report.reading.value,
    }
    fact = Fact(Happened.INCIDENT_RECEIVED, report.reported_at, work.at, values=values)
    return trail.Entry(str(report.key), trail.canonical(fact.body()))


def write_change(work: Work, row: Row[Any], report: IncidentReport, restricted: bool) -> None:
    """Write what the feed says now over what it said before."""
    values: Mapping[str, Any] = values_of(report, restricted)
    work.conn.execute(
        update(incidents)
        .where(incidents.c.id == row.id)
        .values({**values, "version": incidents.c.version + 1})
    )
