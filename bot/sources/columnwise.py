"""A mapping compiled into one function from many rows of a table to their reports, column by column.

What comes out is what `RowReader` makes of the rows one by one, several times as fast. It takes a block whole
or refuses it whole: a block that holds a row which cannot be taken is read again row by row.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import compress, repeat
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.domain.incident import IncidentReport, TimeReading
from bot.sources.columns import CsvColumns, split
from bot.sources.fetched import Spoiled, Unreadable
from bot.sources.halves import Halves, Instants
from bot.sources.in_bulk import made
from bot.sources.mapping import CodeColumn, ListField, Mapping, TextField, TimeField
from bot.sources.references import References
from bot.sources.remembered import Remembered
from bot.sources.row_parts import row_filter, stamp_reader, time_cell
from bot.sources.stamps import TOLERANCE, settled, shown
from bot.sources.values import REMEMBERED, Cell, Cells, all_clean, codes_reader, list_reader, text_reader

Rows = Sequence[list[str]]
Column = Callable[[Rows], Iterable[Any]]


class _Alone:
    """Columns of a row that is nothing but one cell: what is read of a text can be remembered by it."""

    def text(self, column: str) -> Cell:
        return lambda text: text

    def many(self, column: str, separator: str) -> Cells:
        return lambda text: split(text, separator)


def _column(cell: Cell, read: Callable[[str], Any]) -> Column:
    """A function from rows to what is read of one cell of each."""
    known = Remembered(read, REMEMBERED).__getitem__
    return lambda rows: list(map(known, map(cell, rows)))


def _texts(field: TextField | None, columns: CsvColumns, missing: str) -> Column:
    read = text_reader(field, _Alone(), missing)
    if field is None or not field.column:
        return lambda rows: repeat(read(""), len(rows))
    return _column(columns.text(field.column), read)


def _lists(field: ListField | None, columns: CsvColumns) -> Column:
    """Lists are often of one value that never comes again: such a text need not be looked at by itself."""
    if field is None:
        return lambda rows: repeat((), len(rows))
    cell, separator = columns.text(field.column), field.separator
    known = Remembered(list_reader(field, _Alone()), REMEMBERED)

    def read(rows: Rows) -> list[tuple[str, ...]]:
        texts = list(map(cell, rows))
        if not all_clean(texts):
            return list(map(known.__getitem__, texts))
        return [() if not text else known[text] if separator in text else (text,) for text in texts]

    return read


def _codes(fields: tuple[CodeColumn, ...], columns: CsvColumns) -> Column:
    """Several columns of few values each, remembered by their texts together."""
    if not fields:
        return lambda rows: repeat((), len(rows))
    names = list(dict.fromkeys(" ".join(field.column.split()) for field in fields))
    cells = [columns.text(name) for name in names]
    known = Remembered(codes_reader(fields, CsvColumns(names)), REMEMBERED).__getitem__
    return lambda rows: list(map(known, zip(*(map(cell, rows) for cell in cells), strict=True)))


class _Stamps:
    """One column of time stamps, or none."""

    def __init__(self, field: TimeField, columns: CsvColumns, zone: str, required: bool = False) -> None:
        self._cell = time_cell(field, columns) if field.time_column else columns.text(field.column)
        whole = stamp_reader(field, zone, required)
        self._halves = Halves(field.formats, ZoneInfo(field.time_zone or zone), whole)

    def read(self, rows: Rows) -> tuple[list[str], Instants]:
        """Their raw texts, perhaps with spaces around them, and their instants."""
        texts = list(map(self._cell, rows))
        return texts, self._halves.instants(texts)

    def days(self, texts: list[str], instants: Instants) -> list[date | None]:
        """The local days that they name."""
        return self._halves.days(texts, instants)


def _settle(
    texts: list[str], instants: Instants, at: datetime
) -> tuple[list[Any], list[TimeReading], list[str]]:
    """Instants to hold after a poll at `at`, how surely each was read, and the raw text where it is kept."""
    found, kept = list[Any](instants.at), [""] * len(texts) if instants.exact else list(texts)
    readings = [TimeReading.EXACT if instants.exact else TimeReading.LOCAL] * len(texts)
    for place, stamp in instants.whole.items():
        if stamp is None:
            raise Unreadable("time_missing")
        found[place], readings[place] = settled(stamp, at)
        exact = readings[place] is TimeReading.EXACT
        kept[place] = "" if exact else shown(texts[place].strip())
    if max(found) > at + TOLERANCE:
        for place, instant in enumerate(found):
            if instant > at + TOLERANCE:
                found[place], readings[place] = at, TimeReading.FUTURE
                kept[place] = shown(texts[place].strip())
    return found, readings, kept


class _Categories:
    """What incidents are called: now, at first, at the end."""

    def __init__(self, mapping: Mapping, columns: CsvColumns) -> None:
        fields = (mapping.fields.category, mapping.fields.opening_category, mapping.fields.closing_category)
        self._columns = [_texts(field, columns, "category_missing") for field in fields]

    def read(self, rows: Rows) -> dict[str, Iterable[str]]:
        """The three columns of a report."""
        named, opening, closing = (list(column(rows)) for column in self._columns)
        together = list(zip(closing, named, opening, strict=True))
        now = [last or said or first for last, said, first in together]
        if not all(now):
            raise Unreadable("category_missing")
        first = [first or said or last for last, said, first in together]
        return {"category": now, "opening_category": first, "closing_category": closing}


class Columnwise:
    """Reads blocks of rows; made once for a file, because columns are found by its header."""

    def __init__(self, mapping: Mapping, columns: CsvColumns) -> None:
        fields, zone = mapping.fields, mapping.time_zone
        self._reported = _Stamps(fields.reported_at, columns, zone, required=True)
        self._logged = _Stamps(fields.logged_at, columns, zone) if fields.logged_at else None
        self._closed = _Stamps(fields.closed_at, columns, zone) if fields.closed_at else None
        self._from_log = mapping.reference.day_from == "logged_at"
        self._references = References(mapping, columns)
        self._categories = _Categories(mapping, columns)
        self._unit = _texts(fields.unit, columns, "unit_missing")
        self._others: dict[str, Column] = {
            name: _texts(getattr(fields, name), columns, "value_missing")
            for name in ("route", "grade", "beat", "closing_code")
        }
        self._others["crime_refs"] = _lists(fields.crime_refs, columns)
        self._others["markers"] = _codes(mapping.markers, columns)
        self._others["qualifiers"] = _codes(mapping.qualifiers, columns)
        self._filters = [
            _column(columns.text(rule.column), row_filter(rule, _Alone())) for rule in mapping.filters
        ]

    def read(self, rows: Sequence[list[str] | Spoiled], at: datetime) -> list[IncidentReport | None]:
        """Every row's report, polled at `at`; None for one that the filters leave out. Raises Unreadable."""
        if Spoiled in set(map(type, rows)):
            raise Unreadable("row_unreadable")
        whole = cast("Rows", rows)
        if all(wanted := self._wanted(whole)):
            return list(self._reports(whole, at))
        reports = iter(self._reports(list(compress(whole, wanted)), at))
        return [next(reports) if wants else None for wants in wanted]

    def _wanted(self, rows: Rows) -> list[bool]:
        """Which rows the filters let through."""
        verdicts = [column(rows) for column in self._filters]
        return list(map(all, zip(*verdicts, strict=True))) if verdicts else [True] * len(rows)

    def _reports(self, rows: Rows, at: datetime) -> Sequence[IncidentReport]:
        if not rows:
            return ()
        texts, reported = self._reported.read(rows)
        instants, readings, kept = _settle(texts, reported, at)
        logged = self._logged.read(rows) if self._logged else None
        keys, links = self._references.read(rows, lambda: self._near(texts, reported, logged))
        closed = self._closed.read(rows)[1].at if self._closed else repeat(None, len(rows))
        columns: dict[str, Iterable[Any]] = {"key": keys, "source_url": links, "unit": self._units(rows)}
        columns |= {"reported_at": instants, "reading": readings, "raw_reported_at": kept}
        columns |= {"logged_at": logged[1].at if logged else repeat(None, len(rows)), "closed_at": closed}
        columns |= self._categories.read(rows)
        columns |= {name: column(rows) for name, column in self._others.items()}
        return made(IncidentReport, len(rows), columns)

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
