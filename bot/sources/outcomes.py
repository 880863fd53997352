"""What becomes of the rows of a table: by columns where all is well, else by pieces, at last one by one."""

from collections.abc import Iterator, Sequence
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

FEW = 2  # rows that are sooner read one by one
PIECES = 4  # of a block that holds a row which cannot be taken
Reader = RowReader | CrimeReader
Outcome = Report | Unreadable | None
Block = tuple[Sequence[int], Sequence[Outcome]]  # line numbers, and what becomes of as many rows


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
        self.columns = columns = CsvColumns(header)
        self._one = reader_of(mapping, columns)
        self._many: ByColumns[IncidentReport] | ByColumns[CrimeReport] = (
            CrimeColumns(mapping, columns)
            if isinstance(mapping, CrimeMapping)
            else Columnwise(mapping, columns)
        )

    def read(
        self, numbers: Sequence[int], rows: Sequence[list[str] | Spoiled], at: datetime
    ) -> Iterator[Block]:
        """What becomes of each row, polled at `at`, in their order: in one block where all is well."""
        if len(rows) <= FEW:
            yield numbers, [outcome(self._one, row, at) for row in rows]
            return
        try:
            found: Sequence[Outcome] = self._many.read(rows, at)
        except Unreadable:
            size = max(FEW, len(rows) // PIECES)
            for n in range(0, len(rows), size):
                yield from self.read(numbers[n : n + size], rows[n : n + size], at)
        else:
            yield numbers, found
