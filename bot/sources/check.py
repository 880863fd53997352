"""Trying a mapping on a file, or on a folder of saved polls, without storing anything."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentKey, IncidentReport, TimeReading
from bot.sources.fetched import BadRow, Tally
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


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file's count."""

    file: str
    tally: Tally
    broken: bool


@dataclass(slots=True)
class CheckReport:
    """What a mapping makes of an export; the rows of `tally` that were `good` are new or changed."""

    source: str
    tally: Tally = field(default_factory=Tally)
    files: list[FileCheck] = field(default_factory=list)
    quarantined: list[BadRow] = field(default_factory=list)
    categories: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    markers: Counter[str] = field(default_factory=Counter)
    qualifiers: Counter[str] = field(default_factory=Counter)
    readings: Counter[TimeReading] = field(default_factory=Counter)
    blank: Counter[str] = field(default_factory=Counter)
    incidents: int = 0
    changed: int = 0
    earliest: datetime | None = None
    latest: datetime | None = None

    def by_reason(self) -> dict[str, list[BadRow]]:
        """Quarantined rows by their reason, the most frequent first."""
        found: dict[str, list[BadRow]] = {}
        for row in self.quarantined:
            found.setdefault(row.reason, []).append(row)
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))


class _Checker:
    """Counts reports as they come; remembers a hash of each incident, to tell new from unchanged."""

    def __init__(self, mapping: AnyMapping) -> None:
        self.report = CheckReport(mapping.name)
        self._mapping = mapping
        self._last: dict[IncidentKey, int] = {}
        fields = mapping.fields if isinstance(mapping, Mapping) else None
        self._may_be_blank = [name for name in OPTIONAL if getattr(fields, name, None) is not None]

    def file(self, path: Path, name: str, at: datetime) -> None:
        """Read one file."""
        tally = Tally()
        if path.stat().st_size > self._mapping.format.max_bytes:
            tally.seen = tally.bad = 1
            self.report.quarantined.append(BadRow(name, 0, "", "too_large"))
            self._close(name, tally, broken=True)
            return
        reading = Reading(self._mapping, name, at, tally)
        for row in reading.rows(lambda: path.open("rb")):
            if isinstance(row, BadRow):
                self.report.quarantined.append(row)
            elif isinstance(row, CrimeReport):
                continue
            elif self._is_news(row):
                self._count(row)
            else:
                tally.good -= 1
                tally.unchanged += 1
        self._close(name, tally, reading.broken)

    def _close(self, name: str, tally: Tally, broken: bool) -> None:
        total = self.report.tally
        for part in ("seen", "good", "bad", "filtered", "unchanged"):
            setattr(total, part, getattr(total, part) + getattr(tally, part))
        self.report.files.append(FileCheck(name, tally, broken))
        self.report.incidents = len(self._last)

    def _is_news(self, row: IncidentReport) -> bool:
        mark = hash(row)
        before = self._last.get(row.key)
        self._last[row.key] = mark
        self.report.changed += before is not None and before != mark
        return before != mark

    def _count(self, row: IncidentReport) -> None:
        report = self.report
        report.categories[row.category] += 1
        report.units[row.unit] += 1
        report.readings[row.reading] += 1
        report.markers.update(row.markers)
        report.qualifiers.update(row.qualifiers)
        for name in self._may_be_blank:
            if not getattr(row, name):
                report.blank[name] += 1
        report.earliest = min(report.earliest or row.reported_at, row.reported_at)
        report.latest = max(report.latest or row.reported_at, row.reported_at)


def check(path: Path, mapping: AnyMapping, at: datetime) -> CheckReport:
    """What the mapping makes of a file, or of the files in a folder by name. Raises OSError."""
    checker = _Checker(mapping)
    if path.is_dir():
        for file in sorted(p for p in path.glob(mapping.folder.pattern) if p.is_file()):
            checker.file(file, file.relative_to(path).as_posix(), at)
    else:
        checker.file(path, path.name, at)
    return checker.report
