"""Reading the exports: each row by its mapping, as a poll reads it, and laid aside by its incident's day."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentKey, IncidentReport, TimeReading
from bot.replay.findings import LISTED, Export
from bot.replay.shelf import Shelf
from bot.sources.fetched import BadRow, Tally
from bot.sources.mapping import AnyMapping
from bot.sources.reading import Reading

PROGRESS = 5_000
Progress = Callable[[int], None]


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


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None


@dataclass(slots=True)
class Taken:
    """What reading gathers beside the rows: how times were read, and the log's first and last instant."""

    readings: dict[TimeReading, int] = field(default_factory=dict)
    began: float | None = None
    until: float | None = None

    def note(self, reading: TimeReading, at: float, last: float) -> None:
        """Note a row's reading, its report and its last instant; one in the future tells neither."""
        self.readings[reading] = self.readings.get(reading, 0) + 1
        if reading is TimeReading.FUTURE:
            return
        if self.began is None or at < self.began:
            self.began = at
        if self.until is None or last > self.until:
            self.until = last


def take_log(
    path: Path, mapping: AnyMapping, at: datetime, shelf: Shelf, progress: Progress
) -> tuple[Export, Taken]:
    """Lay every incident row of a file aside; accounts for those that cannot be read."""
    export, taken, now = Export(path.name, mapping.name), Taken(), at.timestamp()
    for row in _rows(path, mapping, at, export, progress):
        assert isinstance(row, IncidentReport), "a mapping of incidents gives incidents"
        version = _version(row)
        last = max(t for t in version[1:4] if t is not None)
        taken.note(row.reading, version.reported, min(last, now))
        shelf.add(row.key.day.toordinal(), tuple(version))
    shelf.settle()
    return export, taken


def _version(row: IncidentReport) -> Version:
    return Version(
        row.key.number,
        row.reported_at.timestamp(),
        _seconds(row.logged_at),
        _seconds(row.closed_at),
        row.category,
        row.opening_category,
        row.unit,
        row.route,
        row.qualifiers,
        row.markers,
        row.crime_refs,
        bool(row.closed_at or row.closing_code),
    )


@dataclass(slots=True)
class Records:
    """What reading the crime records gathers: those that name no incident, by reference; the last instant."""

    export: Export
    loose: dict[str, Crime] = field(default_factory=dict)
    last: float | None = None


def take_crimes(path: Path, mapping: AnyMapping, at: datetime, shelf: Shelf, progress: Progress) -> Records:
    """Lay every crime record aside by its incident's day."""
    read = Records(Export(path.name, mapping.name))
    for row in _rows(path, mapping, at, read.export, progress):
        assert isinstance(row, CrimeReport), "a mapping of crimes gives crimes"
        crime, key = _crime(row), row.incident
        if key is None:
            read.loose[row.ref.upper()] = crime
        else:
            shelf.add(key.day.toordinal(), tuple(crime))
        if row.reading is not TimeReading.FUTURE:
            read.last = max(read.last or crime.created, crime.created)
    shelf.settle()
    return read


def _crime(row: CrimeReport) -> Crime:
    key: IncidentKey | None = row.incident
    number = key.number if key else ""
    return Crime(number, row.ref, row.created_at.timestamp(), row.offence_class, row.cancelled_at is not None)


def _rows(path: Path, mapping: AnyMapping, at: datetime, export: Export, progress: Progress) -> Iterator[Any]:
    """The readable rows of a file; the others go to the export's account."""
    tally = export.tally = Tally()
    reading = Reading(mapping, path.name, at, tally)
    for row in reading.rows(lambda: path.open("rb")):
        if isinstance(row, BadRow):
            export.reasons[row.reason] += 1
            if len(export.unread) < LISTED * 20:
                export.unread.append(row)
        else:
            yield row
        if not tally.seen % PROGRESS:
            progress(tally.seen)
    export.broken = reading.broken
