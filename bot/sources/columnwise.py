"""A mapping compiled into one function from many rows of a table to their reports, column by column.

What comes out is what `RowReader` makes of the rows one by one, several times as fast.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any

from bot.domain.incident import IncidentReport
from bot.sources.block_columns import (
    ByColumns,
    Column,
    Rows,
    StampColumn,
    code_column,
    list_column,
    settle,
    text_column,
)
from bot.sources.columns import CsvColumns
from bot.sources.fetched import Unreadable
from bot.sources.halves import Instants
from bot.sources.in_bulk import Bulk
from bot.sources.mapping import Mapping
from bot.sources.references import References


class _Categories:
    """What incidents are called: now, at first, at the end."""

    def __init__(self, mapping: Mapping, columns: CsvColumns) -> None:
        fields = (mapping.fields.category, mapping.fields.opening_category, mapping.fields.closing_category)
        self._columns = [text_column(field, columns, "category_missing") for field in fields]

    def read(self, rows: Rows) -> dict[str, Iterable[str]]:
        """The three columns of a report."""
        named, opening, closing = (list(column(rows)) for column in self._columns)
        together = list(zip(closing, named, opening, strict=True))
        now = [last or said or first for last, said, first in together]
        if not all(now):
            raise Unreadable("category_missing")
        first = [first or said or last for last, said, first in together]
        return {"category": now, "opening_category": first, "closing_category": closing}


class Columnwise(ByColumns[IncidentReport]):
    """Reads blocks of incidents."""

    def __init__(self, mapping: Mapping, columns: CsvColumns) -> None:
        super().__init__(mapping.filters, columns)
        fields, zone = mapping.fields, mapping.time_zone
        self._reported = StampColumn(fields.reported_at, columns, zone, required=True)
        self._logged = StampColumn(fields.logged_at, columns, zone) if fields.logged_at else None
        self._closed = StampColumn(fields.closed_at, columns, zone) if fields.closed_at else None
        self._from_log = mapping.reference.day_from == "logged_at"
        self._ref = columns.text(mapping.reference.column)
        self._references = References(mapping.force, mapping.reference, mapping.source_url)
        self._categories = _Categories(mapping, columns)
        self._unit = text_column(fields.unit, columns, "unit_missing")
        self._others: dict[str, Column] = {
            name: text_column(getattr(fields, name), columns, "value_missing")
            for name in ("route", "grade", "beat", "closing_code")
        }
        self._others["crime_refs"] = list_column(fields.crime_refs, columns)
        self._others["markers"] = code_column(mapping.markers, columns)
        self._others["qualifiers"] = code_column(mapping.qualifiers, columns)

    def _reports(self, rows: Rows, at: datetime) -> Sequence[IncidentReport]:
        texts, reported = self._reported.read(rows)
        instants, readings, kept = settle(texts, reported, at)
        logged = self._logged.read(rows) if self._logged else None
        keys, links = self._references.read(
            list(map(self._ref, rows)), lambda: self._near(texts, reported, logged)
        )
        closed = self._closed.read(rows)[1].at if self._closed else repeat(None, len(rows))
        columns: dict[str, Iterable[Any]] = {"key": keys, "source_url": links, "unit": self._units(rows)}
        columns |= {"reported_at": instants, "reading": readings, "raw_reported_at": kept}
        columns |= {"logged_at": logged[1].at if logged else repeat(None, len(rows)), "closed_at": closed}
        columns |= self._categories.read(rows)
        columns |= {name: column(rows) for name, column in self._others.items()}
        return Bulk(IncidentReport, len(rows), columns)

    def _units(self, rows: Rows) -> list[str]:
        units = list(self._unit(rows))
        if not all(units):
            raise Unreadable("unit_missing")
        return units

    def _near(
        self, texts: list[str], reported: Instants, logged: tuple[list[str], Instants] | None
    ) -> list[date]:
        """The days that complete references without one."""
        if self._from_log and self._logged and logged:
            days = self._logged.days(*logged)
        else:
            days = self._reported.days(texts, reported)
        found = [day for day in days if day]
        if len(found) < len(days):
            raise Unreadable("time_missing")
        return found
