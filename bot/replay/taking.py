"""Reading the exports: each row by its mapping, as a poll reads it, and laid aside by its incident's day."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, compress
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.incident import IncidentKey, TimeReading
from bot.replay.findings import KEPT, Export
from bot.replay.shelf import Row, Shelf
from bot.sources.fetched import BadRow
from bot.sources.in_bulk import Bulk, column
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
    code: str  # with which it was closed


class Crime(NamedTuple):
    """What a row of the crime system's export says; instants are seconds since 1970 (UTC)."""

    number: str
    ref: str
    created: float
    offence_class: str
    cancelled: bool
    timed: bool  # it names an hour, not a day alone


LOG_TIMES = itemgetter(1, 2, 3)  # of a Version
AS_THEY_ARE = (
    "category", "opening_category", "unit", "route", "qualifiers", "markers", "crime_refs"
)  # fmt: skip


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

    `ended` is the last report of a log; `loose` are crime records that name no incident, by reference.
    """

    export: Export
    shelf: Shelf
    readings: Counter[TimeReading] = field(default_factory=Counter)
    began: float | None = None
    ended: float | None = None
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
    for rows in _readable(task, taken.export):
        readings, versions = column(rows, "reading"), _versions(rows)
        taken.readings.update(readings)
        taken.shelf.extend(column(rows, "key.day"), versions)
        if sure := _sure(versions, readings):
            latest = max(filter(None, chain.from_iterable(map(LOG_TIMES, sure))))
            reported = list(map(itemgetter(1), sure))
            taken.ended = max(taken.ended or 0, max(reported))
            taken.span(min(reported), min(now, latest))
    taken.shelf.settle()
    return taken


def _begun(task: Task) -> Taken:
    return Taken(Export(task.path.name, task.mapping.name), Shelf(task.shelf))


def _versions(rows: Sequence[Any]) -> list[Row]:
    """Reports as a Version has them: plain tuples made by columns, since there may be a million."""
    closed, codes = column(rows, "closed_at"), column(rows, "closing_code")
    return list(
        zip(
            column(rows, "key.number"),
            _seconds(column(rows, "reported_at")),
            _seconds(column(rows, "logged_at")),
            _seconds(closed),
            *(column(rows, name) for name in AS_THEY_ARE),
            [bool(at or code) for at, code in zip(closed, codes, strict=True)],
            codes,
            strict=True,
        )
    )


def take_crimes(task: Task) -> Taken:
    """Lay every crime record aside by its incident's day."""
    taken = _begun(task)
    for rows in _readable(task, taken.export):
        crimes, keys = _crimes(rows), column(rows, "incident")
        if all(keys):
            taken.shelf.extend([key.day for key in keys], crimes)
        else:
            _part(taken, keys, crimes)
        if sure := _sure(crimes, column(rows, "reading")):
            created = list(map(itemgetter(2), sure))
            taken.span(min(created), max(created))
    taken.shelf.settle()
    return taken


def _part(taken: Taken, keys: Sequence[IncidentKey | None], crimes: list[Row]) -> None:
    """Lay aside crime records of which some name no incident."""
    for key, crime in zip(keys, crimes, strict=True):
        if key is None:
            taken.loose[crime[1].upper()] = Crime._make(crime)
        else:
            taken.shelf.add(key.day.toordinal(), crime)


def _crimes(rows: Sequence[Any]) -> list[Row]:
    """Records as a Crime has them."""
    return list(
        zip(
            [key.number if key else "" for key in column(rows, "incident")],
            column(rows, "ref"),
            _seconds(column(rows, "created_at")),
            column(rows, "offence_class"),
            [at is not None for at in column(rows, "cancelled_at")],
            [reading is not TimeReading.DATE_ONLY for reading in column(rows, "reading")],
            strict=True,
        )
    )


def _seconds(instants: Sequence[datetime | None]) -> list[float | None]:
    return [at.timestamp() if at else None for at in instants]


def _sure(rows: list[Row], readings: Sequence[TimeReading]) -> list[Row]:
    """Those whose time was not given as later than the present."""
    if TimeReading.FUTURE not in readings:
        return rows
    return list(compress(rows, (reading is not TimeReading.FUTURE for reading in readings)))


def _readable(task: Task, export: Export) -> Iterator[Sequence[Any]]:
    """The readable rows of a file, many at a time; the others go to the export's account."""
    reading = Reading(task.mapping, task.path.name, task.at, export.tally)
    for rows in reading.blocks(lambda: task.path.open("rb"), task.part):
        if not isinstance(rows, Bulk):
            bad = [row for row in rows if isinstance(row, BadRow)]
            export.reasons.update(row.reason for row in bad)
            export.unread += bad[: KEPT - len(export.unread)]
            rows = [row for row in rows if not isinstance(row, BadRow)]
        if rows:
            yield rows
    export.broken = reading.broken
