"""Reading the exports: each row by its mapping, as a poll reads it, and laid aside by its incident's day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport, TimeReading
from bot.replay.findings import KEPT, Export
from bot.replay.shelf import Row, Shelf
from bot.sources.fetched import BadRow
from bot.sources.mapping import AnyMapping, CrimeMapping
from bot.sources.part import WHOLE, Part
from bot.sources.reading import Reading


class Version(NamedTuple):
    """What a row of the log says of an incident; instants are seconds since 1970 (UTC)."""

    number: str
    reported: float
    logged: float | None
    closed: float | None
    category: str
    opening: str
    unit: str
    route: str
    qualifiers: tuple[str, ...]
    markers: tuple[str, ...]
    refs: tuple[str, ...]
    over: bool  # the log is closed


class Crime(NamedTuple):
    """What a row of the crime system's export says; instants are seconds since 1970 (UTC)."""

    number: str
    ref: str
    created: float
    offence_class: str
    cancelled: bool


def instant(seconds: float) -> datetime:
    """An instant from its seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a file to be read by its mapping as at an instant, and where its rows are laid aside."""

    path: Path
    mapping: AnyMapping
    at: datetime
    shelf: Path
    part: Part = WHOLE


@dataclass(slots=True)
class Taken:
    """What reading gathers beside the rows: their account, how times were read, the first and last instant.

    `loose` are crime records that name no incident, by reference.
    """

    export: Export
    shelf: Shelf
    readings: Counter[TimeReading] = field(default_factory=Counter)
    began: float | None = None
    until: float | None = None
    loose: dict[str, Crime] = field(default_factory=dict)

    def span(self, first: float, last: float) -> None:
        """Note the first and the last instant that a row tells of."""
        self.began = first if self.began is None else min(self.began, first)
        self.until = last if self.until is None else max(self.until, last)


def take(task: Task) -> Taken:
    """Lay every row of a part aside, of a log or of crime records, as its mapping says."""
    return take_crimes(task) if isinstance(task.mapping, CrimeMapping) else take_log(task)


def take_log(task: Task) -> Taken:
    """Lay every incident row aside by the day of its key; accounts for those that cannot be read."""
    taken, now = _begun(task), task.at.timestamp()
    add, readings = taken.shelf.add, taken.readings
    for row in _rows(task, taken.export):
        assert isinstance(row, IncidentReport), "a mapping of incidents gives incidents"
        version = _version(row)
        readings[row.reading] += 1
        add(row.key.day.toordinal(), version)
        if row.reading is not TimeReading.FUTURE:
            taken.span(version[1], min(now, max(version[1], version[2] or 0.0, version[3] or 0.0)))
    taken.shelf.settle()
    return taken


def _begun(task: Task) -> Taken:
    return Taken(Export(task.path.name, task.mapping.name), Shelf(task.shelf))


def _version(row: IncidentReport) -> Row:
    """A row as a Version has it: a plain tuple, since there may be a million."""
    closed = row.closed_at
    return (
        row.key.number,
        row.reported_at.timestamp(),
        row.logged_at.timestamp() if row.logged_at else None,
        closed.timestamp() if closed else None,
        row.category,
        row.opening_category,
        row.unit,
        row.route,
        row.qualifiers,
        row.markers,
        row.crime_refs,
        bool(closed or row.closing_code),
    )


def take_crimes(task: Task) -> Taken:
    """Lay every crime record aside by its incident's day."""
    taken = _begun(task)
    for row in _rows(task, taken.export):
        assert isinstance(row, CrimeReport), "a mapping of crimes gives crimes"
        crime, key = _crime(row), row.incident
        if key is None:
            taken.loose[row.ref.upper()] = crime
        else:
            taken.shelf.add(key.day.toordinal(), tuple(crime))
        if row.reading is not TimeReading.FUTURE:
            taken.span(crime.created, crime.created)
    taken.shelf.settle()
    return taken


def _crime(row: CrimeReport) -> Crime:
    number = row.incident.number if row.incident else ""
    return Crime(number, row.ref, row.created_at.timestamp(), row.offence_class, row.cancelled_at is not None)


def _rows(task: Task, export: Export) -> Iterator[Any]:
    """The readable rows of a file; the others go to the export's account."""
    reading = Reading(task.mapping, task.path.name, task.at, export.tally)
    for row in reading.rows(lambda: task.path.open("rb"), task.part):
        if isinstance(row, BadRow):
            export.reasons[row.reason] += 1
            if len(export.unread) < KEPT:
                export.unread.append(row)
        else:
            yield row
    export.broken = reading.broken
