"""From bytes to reports: picks the decoder, compiles the mapping for the file, counts every row."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from typing import Any, BinaryIO

from bot.sources.columns import CsvColumns, JsonColumns
from bot.sources.crime_rows import CrimeReader
from bot.sources.csv_rows import csv_rows
from bot.sources.fetched import BadRow, Row, Spoiled, Tally, Unreadable
from bot.sources.json_rows import JsonDocument, line_rows
from bot.sources.json_window import Broken
from bot.sources.mapping import AnyMapping, CrimeMapping
from bot.sources.rows import RowReader
from bot.sources.values import Columns

Cuts = Iterator[tuple[int, Any]]
Opener = Callable[[], BinaryIO]
Reader = RowReader | CrimeReader


def reader_of(mapping: AnyMapping, columns: Columns) -> Reader:
    """The reader of a mapping's rows; raises Unreadable for a column that is not there."""
    if isinstance(mapping, CrimeMapping):
        return CrimeReader(mapping, columns)
    return RowReader(mapping, columns)


class Reading:
    """One file or answer being read; `broken` tells whether its end was never reached."""

    def __init__(self, mapping: AnyMapping, file: str, at: datetime, tally: Tally) -> None:
        self._mapping = mapping
        self._file = file
        self._at = at
        self._tally = tally
        self.broken = False

    def rows(self, opened: Opener) -> Iterator[Row]:
        """Reports and bad rows, as they come; the tally is right after each."""
        try:
            with closing(opened()) as stream:
                yield from self._decoded(stream)
        except Broken as problem:
            self.broken = True
            yield self._bad(0, Unreadable(problem.reason))
        except UnicodeError:
            self.broken = True
            yield self._bad(0, Unreadable("encoding"))
        except OSError:
            self.broken = True
            yield self._bad(0, Unreadable("file_unreadable"))

    def records(self, cuts: Cuts) -> Iterator[Row]:
        """The same from places and records that are no bytes, such as a view's."""
        yield from self._each(cuts, reader_of(self._mapping, JsonColumns()))

    def _decoded(self, stream: BinaryIO) -> Iterator[Row]:
        layout = self._mapping.format
        if layout.type in ("csv", "tsv"):
            yield from self._table(csv_rows(stream, layout))
        else:
            cuts = line_rows(stream, layout) if layout.type == "jsonl" else iter(JsonDocument(stream, layout))
            yield from self._each(cuts, reader_of(self._mapping, JsonColumns()))

    def _table(self, cuts: Cuts) -> Iterator[Row]:
        header = next(cuts, None)
        if header is None:
            return
        line, names = header
        try:
            if isinstance(names, Spoiled):
                raise Unreadable("header_unreadable")
            reader = reader_of(self._mapping, CsvColumns(names))
        except Unreadable as problem:
            self.broken = True
            yield self._bad(line, problem)
            return
        yield from self._each(cuts, reader)

    def _each(self, cuts: Cuts, reader: Reader) -> Iterator[Row]:
        tally, at = self._tally, self._at
        for line, row in cuts:
            try:
                report = reader.read(row, at) if self._wanted(row, reader) else None
            except Unreadable as problem:
                yield self._bad(line, problem)
                continue
            tally.seen += 1
            if report is None:
                tally.filtered += 1
            else:
                tally.good += 1
                yield report

    def _wanted(self, row: Any, reader: Reader) -> bool:
        if isinstance(row, Spoiled):
            raise Unreadable(row.reason)
        return reader.wants(row)

    def _bad(self, line: int, problem: Unreadable) -> BadRow:
        self._tally.seen += 1
        self._tally.bad += 1
        return BadRow(self._file, line, problem.column, problem.reason, problem.raw_time)
