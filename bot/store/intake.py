"""Bulk reading and writing of what the feed says: a few statements for a batch, whatever its size."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, select, text, update

from bot.domain.comparing import digest
from bot.domain.facts import Fact, Happened
from bot.domain.incident import IncidentReport
from bot.domain.offence import Offence
from bot.store import trail
from bot.store.bulk import insert_many
from bot.store.incidents import plain_offence
from bot.store.tables import incidents, offences
from bot.store.work import Conflict, Work

REPORTED = (
    "reported_at", "raw_reported_at", "logged_at", "route", "opening_category", "category",
    "closing_category", "qualifiers", "markers", "grade", "unit", "beat", "crime_refs", "closing_code",
    "closed_at", "source_url",
)  # fmt: skip
OWNED = (*REPORTED, "reading", "digest", "restricted")  # the columns of an incident that the feed owns
FIRST = ("id", "key", "force", "day", "number", *OWNED)
_reported_of = attrgetter(*REPORTED)

Held = Row[Any]  # the whole row of an incident

KNOWN = select(incidents.c.key, incidents.c.digest).where(
    incidents.c.key.in_(bindparam("keys", expanding=True))
)
HELD = select(incidents).where(incidents.c.key.in_(bindparam("keys", expanding=True)))
CHANGE = (
    update(incidents).where(incidents.c.id == bindparam("its_id")).values(version=incidents.c.version + 1)
)


class Fresh(NamedTuple):
    """An incident seen for the first time, with the offence that its rule opens, if any."""

    id: int
    key: str
    report: IncidentReport
    restricted: bool
    offence: Offence | None


def known_digests(work: Work, keys: Iterable[str]) -> dict[str, str]:
    """The digests of those incidents that we hold already, by key."""
    return {row.key: row.digest for row in work.conn.execute(KNOWN, {"keys": list(keys)})}


def held(work: Work, keys: Iterable[str]) -> dict[str, Held]:
    """Whole rows of incidents, by key."""
    rows = work.conn.execute(HELD, {"keys": list(keys)})
    return {row.key: row for row in rows}


def reserve(conn: Connection, count: int) -> range | list[int]:
    """Row ids for a batch of incidents: SQLite has one writer, PostgreSQL hands them out of a sequence."""
    if conn.dialect.name == "sqlite":
        newest = conn.execute(select(func.coalesce(func.max(incidents.c.id), 0))).scalar_one()
        return range(newest + 1, newest + 1 + count)
    sequence = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")
    return list(conn.execute(sequence, {"table": incidents.name, "count": count}).scalars())


def _owned(report: IncidentReport, restricted: bool) -> tuple[Any, ...]:
    """The values of the columns that the feed owns."""
    return *_reported_of(report), report.reading.value, digest(report), restricted


def insert_fresh(work: Work, source: str, fresh: Sequence[Fresh]) -> None:
    """Write new incidents, their first offences, and the first facts of their trails."""
    rows = [_incident_row(f) for f in fresh]
    insert_many(work.conn, incidents, FIRST, rows, source=source, first_seen_at=work.at)
    opened = [tuple(plain_offence(f.offence).values()) for f in fresh if f.offence]
    insert_many(work.conn, offences, Offence.__slots__, opened)
    trail.begin_many(work.conn, list(_first_facts(work, source, fresh)))


def _incident_row(fresh: Fresh) -> tuple[Any, ...]:
    key, owned = fresh.report.key, _owned(fresh.report, fresh.restricted)
    return fresh.id, fresh.key, key.force, key.day, key.number, *owned


def _first_facts(work: Work, source: str, fresh: Sequence[Fresh]) -> Iterator[trail.Entry]:
    """What the trails begin with.

    Many of a batch say the same but for their instant, which stands first in canonical JSON: the rest is
    written once for them all.
    """

    @cache
    def rest(category: str, unit: str, clock: bool, reading: str, restricted: bool) -> str:
        values = {"category": category, "unit": unit, "source": source, "clock": clock, "reading": reading}
        told = values | {"restricted": restricted or None}
        body = Fact(Happened.INCIDENT_RECEIVED, work.at, work.at, values=told).body()
        del body["at"]
        return trail.canonical(body).removeprefix("{")

    for _, key, report, restricted, offence in fresh:
        told = rest(report.category, report.unit, offence is not None, report.reading.value, restricted)
        yield trail.Entry(key, f'{{"at":"{trail.instant(report.reported_at)}",{told}')


def _unit(row: Held, report: IncidentReport) -> dict[str, str | None]:
    """The units: one that a unit took over stays there, and what the feed calls it is kept apart."""
    if row.feed_unit is None:
        return {}
    return {"unit": row.unit, "feed_unit": None if report.unit == row.unit else report.unit}


def write_change(work: Work, row: Held, report: IncidentReport, restricted: bool) -> None:
    """Write what the feed says now over what it said before; raises Conflict if that was forgotten."""
    values = dict(zip(OWNED, _owned(report, restricted), strict=True)) | _unit(row, report)
    if work.conn.execute(CHANGE, {"its_id": row.id, **values}).rowcount != 1:
        raise Conflict
