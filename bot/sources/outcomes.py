"""What becomes of the rows of a table: by columns where all is well, else by halves, at last one by one."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport
from bot.sources.block_columns import ByColumns
from bot.sources.columns import CsvColumns
from bot.sources.columnwise import Columnwise
from bot.sources.crime_columns import CrimeColumns
from bot.sources.crime_rows import CrimeReader
from bot.sources.fetched import Report, Spoiled, Unreadable
from bot.sources.mapping import AnyMapping, CrimeMapping
from bot.sources.rows import RowReader
from bot.sources.values import Columns, Row

FEW = 8  # rows that are sooner read one by one
Reader = RowReader | CrimeReader
Outcome = Report | Unreadable | None


def reader_of(mapping: AnyMapping, columns: Columns) -> Reader:
    """The reader of a mapping's rows; raises Unreadable for a column that is not there."""
    if isinstance(mapping, CrimeMapping):
        return CrimeReader(mapping, columns)
    return RowReader(mapping, columns)


def outcome(reader: Reader, row: Row, at: datetime) -> Outcome:
    """The report of a row, why it cannot be taken, or None for one that the filters leave out."""
    if isinstance(row, Spoiled):
        return Unreadable(row.reason)
    try:
        return reader.read(row, at) if reader.wants(row) else None
    except Unreadable as problem:
        return problem


class TableReader:
    """Reads blocks of rows of a table; raises Unreadable if its header lacks a column of the mapping."""

    def __init__(self, mapping: AnyMapping, header: list[str]) -> None:
        columns = CsvColumns(header)
        self._one = reader_of(mapping, columns)
        self._many: ByColumns[IncidentReport] | ByColumns[CrimeReport] = (
            CrimeColumns(mapping, columns)
            if isinstance(mapping, CrimeMapping)
            else Columnwise(mapping, columns)
        )

    def read(self, rows: Sequence[list[str] | Spoiled], at: datetime) -> Sequence[Outcome]:
        """What becomes of each row, polled at `at`, in their order."""
        if len(rows) <= FEW:
            return [outcome(self._one, row, at) for row in rows]
        try:
            return self._many.read(rows, at)
        except Unreadable:
            middle = len(rows) // 2
            return [*self.read(rows[:middle], at), *self.read(rows[middle:], at)]
