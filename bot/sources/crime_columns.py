"""A crime system's mapping compiled into one function from many rows to what they say, column by column.

What comes out is what `CrimeReader` makes of the rows one by one, several times as fast.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import compress, repeat
from typing import Any

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentKey
from bot.domain.reference import is_crime_ref
from bot.sources.block_columns import (
    ByColumns,
    Column,
    Rows,
    StampColumn,
    name_column,
    settle,
    text_column,
)
from bot.sources.columns import CsvColumns
from bot.sources.fetched import Unreadable
from bot.sources.halves import Instants
from bot.sources.in_bulk import Bulk
from bot.sources.mapping import CrimeMapping, Reference, TimeField
from bot.sources.references import Near, References

Read = tuple[list[str], Instants]


class _Origin:
    """The incidents that records name, where the mapping says how."""

    def __init__(self, force: str, reference: Reference, columns: CsvColumns) -> None:
        self._cell, self._references = columns.text(reference.column), References(force, reference)

    def read(self, rows: Rows, near: Near) -> list[IncidentKey | None]:
        """A key a row, None where the cell is blank; `near`: the days of all rows."""
        texts = [text.strip() for text in map(self._cell, rows)]
        named = [text for text in texts if text]
        keys, _ = self._references.read(named, lambda: list(compress(near(), texts)))
        found = iter(keys)
        return [next(found) if text else None for text in texts]


class CrimeColumns(ByColumns[CrimeReport]):
    """Reads blocks of crime records."""

    def __init__(self, mapping: CrimeMapping, columns: CsvColumns) -> None:
        super().__init__(mapping.filters, columns)
        fields, zone = mapping.crime, mapping.time_zone
        self._force = mapping.force
        self._created = StampColumn(fields.created_at, columns, zone, required=True)
        self._day = _stamps(fields.incident_day, columns, zone)
        self._later = {
            name: _stamps(getattr(fields, name), columns, zone)
            for name in ("reclassified_at", "cancelled_at")
        }
        self._origin = _Origin(mapping.force, mapping.reference, columns) if mapping.reference else None
        self._ref = name_column(fields.ref, columns, "ref_missing")
        self._others: dict[str, Column] = {
            name: text_column(getattr(fields, name), columns, "value_missing")
            for name in ("classification", "offence_class", "cancel_code", "decision_maker")
        }

    def _reports(self, rows: Rows, at: datetime) -> Sequence[CrimeReport]:
        created = self._created.read(rows)
        instants, readings, kept = settle(*created, at)
        columns: dict[str, Iterable[Any]] = {"force": repeat(self._force, len(rows)), "ref": self._refs(rows)}
        columns |= {"created_at": instants, "reading": readings, "raw_created_at": kept}
        columns["incident"] = self._incidents(rows, created)
        columns |= {
            name: stamps.read(rows)[1].at if stamps else repeat(None, len(rows))
            for name, stamps in self._later.items()
        }
        columns |= {name: column(rows) for name, column in self._others.items()}
        return Bulk(CrimeReport, len(rows), columns)

    def _refs(self, rows: Rows) -> list[str]:
        refs = list(self._ref(rows))
        if not all(map(is_crime_ref, refs)):
            raise Unreadable("ref_unreadable")
        return refs

    def _incidents(self, rows: Rows, created: Read) -> list[IncidentKey | None]:
        """The incidents that the records name; a record may name none."""
        days = self._day.read(rows) if self._day else None  # looked at, even where nothing is named
        if self._origin is None:
            return [None] * len(rows)
        return self._origin.read(rows, lambda: self._near(created, days))

    def _near(self, created: Read, days: Read | None) -> list[date]:
        """The days that complete references without one: the incident's own, else the record's."""
        near = self._created.days(*created)
        if self._day and days:
            near = [own or other for own, other in zip(self._day.days(*days), near, strict=True)]
        found = [day for day in near if day]
        if len(found) < len(near):
            raise Unreadable("time_missing")
        return found


def _stamps(field: TimeField | None, columns: CsvColumns, zone: str) -> StampColumn | None:
    return StampColumn(field, columns, zone) if field else None
