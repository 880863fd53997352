"""Trying a mapping on a file, a folder of saved polls, or its own door, without storing anything."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentKey, IncidentReport, TimeReading
from bot.sources.fetched import BadRow, Fetch, Row, Tally
from bot.sources.mapping import AnyMapping, Mapping
from bot.sources.reading import Reading

OPTIONAL = (
    "logged_at",
    "closed_at",
    "closing_category",
    "grade",
    "route",
    "beat",
    "closing_code",
    "crime_refs",
)
STEP = 1000  # rows between two signs of progress

Told = Callable[[int], None]


def _nobody(_rows: int) -> None:
    """Nobody asked how far it is."""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file's count."""

    file: str
    tally: Tally
    broken: bool


@dataclass(slots=True)
class CheckReport:
    """What a mapping makes of an export; the rows of `tally` that were `good` are new or changed.

    `earliest` and `latest` are of the reports, or of when crime records were made (UTC). `of_incidents` and
    `cancelled` count crime records, `waiting` names files that are still being written.
    """

    source: str
    tally: Tally = field(default_factory=Tally)
    files: list[FileCheck] = field(default_factory=list)
    waiting: tuple[str, ...] = ()
    quarantined: list[BadRow] = field(default_factory=list)
    categories: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    markers: Counter[str] = field(default_factory=Counter)
    qualifiers: Counter[str] = field(default_factory=Counter)
    classifications: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    readings: Counter[TimeReading] = field(default_factory=Counter)
    blank: Counter[str] = field(default_factory=Counter)
    incidents: int = 0
    crimes: int = 0
    of_incidents: int = 0
    cancelled: int = 0
    changed: int = 0
    earliest: datetime | None = None
    latest: datetime | None = None

    def by_reason(self) -> dict[str, list[BadRow]]:
        """Quarantined rows by their reason, the most frequent first."""
        found: dict[str, list[BadRow]] = {}
        for row in self.quarantined:
            found.setdefault(row.reason, []).append(row)
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))

    def spans(self, at: datetime) -> None:
        """Widen the stretch of time that the rows are of."""
        self.earliest = min(self.earliest or at, at)
        self.latest = max(self.latest or at, at)


class _Checker:
    """Counts reports as they come; remembers the last of each, to tell new from unchanged."""

    def __init__(self, mapping: AnyMapping, told: Told = _nobody) -> None:
        self.report = CheckReport(mapping.name)
        self._mapping, self._told, self._rows = mapping, told, 0
        self._last: dict[IncidentKey, int] = {}
        self._records: dict[str, tuple[int, bool, bool]] = {}
        fields = mapping.fields if isinstance(mapping, Mapping) else None
        self._may_be_blank = [name for name in OPTIONAL if getattr(fields, name, None) is not None]

    def file(self, path: Path, name: str, at: datetime) -> None:
        """Read one file."""
        tally = Tally()
        if path.stat().st_size > self._mapping.format.max_bytes:
            tally.seen = tally.bad = 1
            self.report.quarantined.append(BadRow(name, 0, "", "too_large"))
            self.close(name, tally, broken=True)
            return
        reading = Reading(self._mapping, name, at, tally)
        self.take(reading.rows(lambda: path.open("rb")), tally)
        self.close(name, tally, reading.broken)

    def take(self, rows: Iterable[Row], tally: Tally) -> None:
        """Count rows; what was seen before is unchanged."""
        for row in rows:
            self._rows += 1
            if self._rows % STEP == 0:
                self._told(self._rows)
            if isinstance(row, BadRow):
                self.report.quarantined.append(row)
            elif self._is_news(row):
                self._count(row)
            else:
                tally.good -= 1
                tally.unchanged += 1

    def close(self, name: str, tally: Tally, broken: bool) -> None:
        """One file, or one poll, is over."""
        self.report.tally.add(tally)
        self.report.files.append(FileCheck(name, tally, broken))
        self.report.incidents, self.report.crimes = len(self._last), len(self._records)
        self.report.of_incidents = sum(of_incident for _, of_incident, _ in self._records.values())
        self.report.cancelled = sum(cancelled for _, _, cancelled in self._records.values())

    def _is_news(self, row: IncidentReport | CrimeReport) -> bool:
        mark, before = hash(row), self._before(row)
        if isinstance(row, CrimeReport):
            self._records[row.key] = mark, row.incident is not None, row.cancelled_at is not None
        else:
            self._last[row.key] = mark
        self.report.changed += before is not None and before != mark
        return before != mark

    def _before(self, row: IncidentReport | CrimeReport) -> int | None:
        if isinstance(row, IncidentReport):
            return self._last.get(row.key)
        return self._records[row.key][0] if row.key in self._records else None

    def _count(self, row: IncidentReport | CrimeReport) -> None:
        self.report.readings[row.reading] += 1
        if isinstance(row, CrimeReport):
            self.report.classifications[row.classification] += 1
            self.report.classes[row.offence_class] += 1
            self.report.spans(row.created_at)
            return
        self.report.categories[row.category] += 1
        self.report.units[row.unit] += 1
        self.report.markers.update(row.markers)
        self.report.qualifiers.update(row.qualifiers)
        self.report.blank.update(name for name in self._may_be_blank if not getattr(row, name))
        self.report.spans(row.reported_at)


def check(path: Path, mapping: AnyMapping, at: datetime, told: Told = _nobody) -> CheckReport:
    """What the mapping makes of a file, or of the files in a folder by name. Raises OSError."""
    checker = _Checker(mapping, told)
    if path.is_dir():
        for file in sorted(p for p in path.glob(mapping.folder.pattern) if p.is_file()):
            checker.file(file, file.relative_to(path).as_posix(), at)
    else:
        checker.file(path, path.name, at)
    return checker.report


def check_fetch(fetch: Fetch, mapping: AnyMapping, told: Told = _nobody) -> CheckReport:
    """What one poll of the mapping's own door brings; nothing is taken. Raises FeedFailed."""
    checker = _Checker(mapping, told)
    checker.take(fetch.reports, fetch.tally)
    checker.close(fetch.source, fetch.tally, fetch.broken)
    checker.report.waiting = fetch.waiting
    return checker.report
