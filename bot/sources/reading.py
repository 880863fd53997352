"""From bytes to reports: picks the decoder, compiles the mapping for the file, counts every row."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any, BinaryIO

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport
from bot.domain.personal import WITHHELD
from bot.sources.columns import JsonColumns
from bot.sources.csv_blocks import CsvBlocks
from bot.sources.fetched import BadRow, Report, Row, Spoiled, Tally, Unreadable
from bot.sources.in_bulk import Bulk
from bot.sources.json_rows import JsonDocument, line_rows
from bot.sources.json_window import Broken
from bot.sources.mapping import AnyMapping
from bot.sources.outcomes import Block, TableReader, outcome, reader_of
from bot.sources.part import WHOLE, Part
from bot.sources.values import NO_REFERENCE, Columns

Opener = Callable[[], BinaryIO]
Cuts = Iterator[tuple[int, Any]]
_TEXTS = {
    IncidentReport: attrgetter(
        "category", "opening_category", "closing_category", "unit", "grade", "route", "beat", "closing_code"
    ),
    CrimeReport: attrgetter("classification", "offence_class", "cancel_code", "decision_maker"),
}


def holds_withheld(report: IncidentReport | CrimeReport) -> bool:
    """Whether a value of a report was withheld."""
    if WITHHELD in _TEXTS[type(report)](report):
        return True
    if isinstance(report, CrimeReport):
        return False
    return any(WITHHELD in codes for codes in (report.crime_refs, report.markers, report.qualifiers))


class Reading:
    """One file or answer being read; `broken` tells whether its end was never reached."""

    def __init__(self, mapping: AnyMapping, file: str, at: datetime, tally: Tally) -> None:
        self._mapping = mapping
        self._file = file
        self._at = at
        self._tally = tally
        self._columns: Columns | None = None
        self.broken = False

    def rows(self, opened: Opener, part: Part = WHOLE) -> Iterator[Row]:
        """Reports and bad rows of a file or of a part, as they come; the tally is right after each."""
        for block in self._outcomes(opened, part):
            yield from self._told(block)

    def blocks(self, opened: Opener, part: Part = WHOLE) -> Iterator[Sequence[Row]]:
        """The same, many at a time; the tally is right after each block."""
        for block in self._outcomes(opened, part):
            if isinstance(block[1], Bulk) and not self._withholds():
                self._tally.seen += len(block[1])
                self._tally.good += len(block[1])
                yield block[1]
            else:
                yield list(self._told(block))

    def records(self, cuts: Cuts) -> Iterator[Row]:
        """Rows from places and records that are no bytes, such as a view's."""
        for block in self._each(cuts):
            yield from self._told(block)

    def _outcomes(self, opened: Opener, part: Part) -> Iterator[Block]:
        try:
            with closing(opened()) as stream:
                yield from self._decoded(stream, part)
        except Broken as problem:
            yield self._broken(0, Unreadable(problem.reason))
        except UnicodeError:
            yield self._broken(0, Unreadable("encoding"))
        except OSError:
            yield self._broken(0, Unreadable("file_unreadable"))

    def _broken(self, line: int, problem: Unreadable) -> Block:
        self.broken = True
        return (line,), (problem,)

    def _decoded(self, stream: BinaryIO, part: Part) -> Iterator[Block]:
        layout = self._mapping.format
        if layout.type in ("csv", "tsv"):
            yield from self._table(CsvBlocks(stream, layout, part), list(part.header))
        elif layout.type == "jsonl":
            yield from self._each(line_rows(stream, layout, part))
        else:
            yield from self._each(iter(JsonDocument(stream, layout)))

    def _table(self, table: CsvBlocks, names: list[str]) -> Iterator[Block]:
        line, header = (1, names) if names else table.header() or (0, None)
        if header is None:
            return
        try:
            if isinstance(header, Spoiled):
                raise Unreadable("header_unreadable")
            reader = TableReader(self._mapping, header)
            self._columns = reader.columns
        except Unreadable as problem:
            block = self._broken(line, problem)
            if not names:
                yield block
            return
        for numbers, rows in table.blocks():
            yield from reader.read(numbers, rows, self._at)

    def _each(self, cuts: Cuts) -> Iterator[Block]:
        self._columns = columns = JsonColumns()
        reader = reader_of(self._mapping, columns)
        for line, row in cuts:
            yield (line,), (outcome(reader, row, self._at),)

    def _told(self, block: Block) -> Iterator[Row]:
        tally = self._tally
        for line, found in zip(*block, strict=True):
            if isinstance(found, Unreadable):
                yield self._bad(line, found)
                continue
            tally.seen += 1
            if found is None:
                tally.filtered += 1
            else:
                tally.good += 1
                yield self._noted(line, found) if self._withholds() else found

    def _noted(self, line: int, report: Report) -> Report:
        """Count a report of which a value was not taken; what stood for a crime reference ends here."""
        if holds_withheld(report):
            self._tally.withhold(self._file, line)
        if isinstance(report, CrimeReport):
            return report
        if NO_REFERENCE in report.crime_refs:
            self._tally.lack_reference(self._file, line)
        kept = tuple(ref for ref in report.crime_refs if ref not in (NO_REFERENCE, WITHHELD))
        return report if kept == report.crime_refs else replace(report, crime_refs=kept)

    def _withholds(self) -> bool:
        """Whether any value of this file was not taken, so that rows are worth a look."""
        return self._columns is not None and self._columns.withheld

    def _bad(self, line: int, problem: Unreadable) -> BadRow:
        self._tally.seen += 1
        self._tally.bad += 1
        return BadRow(self._file, line, problem.column, problem.reason, problem.raw_time)
