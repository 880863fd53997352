"""Columns of a block of rows: texts, codes, lists and time stamps, each distinct text read once.

What comes out is what the cells of `values` make of the rows one by one, several times as fast.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import compress, repeat
from typing import Any, Generic, TypeVar, cast
from zoneinfo import ZoneInfo

from bot.domain.incident import TimeReading
from bot.domain.reference import is_crime_ref
from bot.sources.columns import CsvColumns, split
from bot.sources.fetched import Spoiled, Unreadable
from bot.sources.halves import Halves, Instants
from bot.sources.mapping import CodeColumn, ListField, RowFilter, TextField, TimeField
from bot.sources.remembered import Remembered
from bot.sources.row_parts import row_filter, stamp_reader, time_cell
from bot.sources.stamps import TOLERANCE, settled, shown
from bot.sources.values import (
    REMEMBERED,
    Cell,
    Cells,
    Columns,
    all_clean,
    codes_reader,
    list_reader,
    text_reader,
)

Rows = Sequence[list[str]]
Column = Callable[[Rows], Iterable[Any]]
LIKELY = re.compile(r"[@+() ]|(?<![\w/.-])0[1-9](?:-?\d){7}")  # in every reference that may name somebody


class _Alone:
    """Columns of a row that is nothing but one cell: what is read of a text can be remembered by it."""

    def __init__(self, whole: Columns) -> None:
        self._whole = whole

    @property
    def withheld(self) -> bool:
        return self._whole.withheld

    @withheld.setter
    def withheld(self, so: bool) -> None:
        self._whole.withheld = so

    def text(self, column: str) -> Cell:
        return lambda text: text

    def many(self, column: str, separator: str) -> Cells:
        return lambda text: split(text, separator)


class _Together(_Alone):
    """Columns of a row that is nothing but some cells, by their names."""

    def __init__(self, names: list[str], whole: Columns) -> None:
        super().__init__(whole)
        self._some = CsvColumns(names)

    def text(self, column: str) -> Cell:
        return self._some.text(column)

    def many(self, column: str, separator: str) -> Cells:
        return self._some.many(column, separator)


def cell_column(cell: Cell, read: Callable[[str], Any]) -> Column:
    """A function from rows to what is read of one cell of each."""
    known = Remembered(read, REMEMBERED).__getitem__
    return lambda rows: list(map(known, map(cell, rows)))


def text_column(field: TextField | None, columns: CsvColumns, missing: str) -> Column:
    """A field's values; of one without a column its default."""
    read = text_reader(field, _Alone(columns), missing)
    if field is None or not field.column:
        return lambda rows: repeat(read(""), len(rows))
    return cell_column(columns.text(field.column), read)


def name_column(field: TextField, columns: CsvColumns, missing: str) -> Column:
    """Values that seldom come twice, as references do: of what is not mapped, clean texts are the values."""
    known = text_column(field, columns, missing)
    if not field.column or field.map or field.unmapped != "keep":
        return known
    cell = columns.text(field.column)

    def read(rows: Rows) -> list[str]:
        texts = list(map(cell, rows))
        return texts if all(texts) and all_clean(texts) else list(known(rows))

    return read


def _one_reference(separator: str) -> Callable[[str], bool]:
    return lambda text: separator not in text and is_crime_ref(text)


def list_column(field: ListField | None, columns: CsvColumns) -> Column:
    """Lists are often of one value that never comes again: such a text need not be looked at by itself."""
    if field is None:
        return lambda rows: repeat((), len(rows))
    cell, separator = columns.text(field.column), field.separator
    known, one = Remembered(list_reader(field, _Alone(columns)), REMEMBERED), _one_reference(separator)

    def read(rows: Rows) -> list[tuple[str, ...]]:
        texts = list(map(cell, rows))
        if not all_clean(texts) or LIKELY.search("\0".join(texts)):
            return list(map(known.__getitem__, texts))
        return [() if not text else (text,) if one(text) else known[text] for text in texts]

    return read


def code_column(fields: tuple[CodeColumn, ...], columns: CsvColumns) -> Column:
    """Several columns of few values each, remembered by their texts together."""
    if not fields:
        return lambda rows: repeat((), len(rows))
    names = list(dict.fromkeys(" ".join(field.column.split()) for field in fields))
    cells = [columns.text(name) for name in names]
    known = Remembered(codes_reader(fields, _Together(names, columns)), REMEMBERED).__getitem__
    return lambda rows: list(map(known, zip(*(map(cell, rows) for cell in cells), strict=True)))


class StampColumn:
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


def settle(
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


Report = TypeVar("Report")


class ByColumns(ABC, Generic[Report]):
    """Reads blocks of rows; made once for a file, because columns are found by its header.

    It takes a block whole or refuses it whole: one with a row that cannot be taken is read again row by row.
    """

    def __init__(self, filters: tuple[RowFilter, ...], columns: CsvColumns) -> None:
        self._filters = [
            cell_column(columns.text(rule.column), row_filter(rule, _Alone(columns))) for rule in filters
        ]

    @abstractmethod
    def _reports(self, rows: Rows, at: datetime) -> Sequence[Report]:
        """The reports of wanted rows, of which there is one at least."""

    def read(self, rows: Sequence[list[str] | Spoiled], at: datetime) -> Sequence[Report | None]:
        """Every row's report, polled at `at`; None for one that the filters leave out. Raises Unreadable."""
        if Spoiled in set(map(type, rows)):
            raise Unreadable("row_unreadable")
        whole = cast("Rows", rows)
        if all(wanted := self._wanted(whole)):
            return self._reports(whole, at) if rows else []
        kept = list(compress(whole, wanted))
        reports = iter(self._reports(kept, at) if kept else ())
        return [next(reports) if wants else None for wants in wanted]

    def _wanted(self, rows: Rows) -> list[bool]:
        """Which rows the filters let through."""
        verdicts = [column(rows) for column in self._filters]
        return list(map(all, zip(*verdicts, strict=True))) if verdicts else [True] * len(rows)
