"""CSV and TSV, row by row: a spoiled row is named and never takes its neighbours along."""

import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol

from bot.sources.door import Format
from bot.sources.fetched import Spoiled
from bot.sources.lines import Lines, LineTooLong, RowTooLong, line_end, open_text

LONGEST_CELL = csv.field_size_limit()  # characters
Cut = tuple[int, list[str] | Spoiled]


class CsvReader(Protocol):
    """What Python's csv.reader makes: an iterator that counts the lines it took."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


def delimiter_of(layout: Format) -> str:
    """What stands between two cells."""
    return "\t" if layout.type == "tsv" else layout.delimiter


def csv_reader(lines: Iterable[str], layout: Format) -> CsvReader:
    """Python's own reader, strict, set to a layout; it raises csv.Error for a row that is none."""
    delimiter = delimiter_of(layout)
    if layout.quote:
        return csv.reader(lines, delimiter=delimiter, quotechar=layout.quote, strict=True)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def _next(rows: Iterator[list[str]]) -> list[str] | Spoiled | None:
    try:
        return next(rows)
    except StopIteration:
        return None
    except csv.Error:
        return Spoiled("row_unreadable")
    except (LineTooLong, RowTooLong):
        return Spoiled("row_too_long")


class CarefulRows:
    """One row at a time; each is as wide as the first that could be read, or spoiled."""

    def __init__(self, lines: Lines, layout: Format, width: int = 0) -> None:
        self._lines = lines
        self._rows = csv_reader(lines, layout)
        self.width = width

    def next(self) -> Cut | None:
        """The next row and the number of its first line; None at the end."""
        while True:
            self._lines.begin()
            row = _next(self._rows)
            if row is None:
                return None
            if row != []:
                return self._lines.taken[0][0], self._judged(row)

    def _judged(self, row: list[str] | Spoiled) -> list[str] | Spoiled:
        if not isinstance(row, Spoiled) and self.width and len(row) != self.width:
            row = Spoiled("row_ragged")
        if isinstance(row, Spoiled):
            self._lines.give_back()
        else:
            self.width = self.width or len(row)
        return row


def csv_rows(stream: BinaryIO, layout: Format) -> Iterator[Cut]:
    """Line numbers and rows, the header first; every row is as wide as it, or spoiled."""
    lines = Lines(open_text(stream, layout.encoding, line_end(stream, layout.encoding)))
    rows = CarefulRows(lines, layout)
    while (cut := rows.next()) is not None:
        yield cut
