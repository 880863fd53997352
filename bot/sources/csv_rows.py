"""CSV and TSV, row by row: a spoiled row is named and never takes its neighbours along."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from bot.sources.door import Format
from bot.sources.fetched import Spoiled
from bot.sources.lines import Lines, LineTooLong, line_end, open_text

Cut = tuple[int, list[str] | Spoiled]


def _reader(lines: Lines, layout: Format) -> Iterator[list[str]]:
    delimiter = "\t" if layout.type == "tsv" else layout.delimiter
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
    except LineTooLong:
        return Spoiled("row_too_long")


def csv_rows(stream: BinaryIO, layout: Format) -> Iterator[Cut]:
    """Line numbers and rows, the header first; every row is as wide as it, or spoiled."""
    lines = Lines(open_text(stream, layout.encoding, line_end(stream, layout.encoding)))
    rows = _reader(lines, layout)
    width = 0
    while True:
        lines.begin()
        row = _next(rows)
        if row is None:
            return
        if row == []:
            continue
        if not isinstance(row, Spoiled) and width and len(row) != width:
            row = Spoiled("row_ragged")
        yield lines.taken[0][0], row
        if isinstance(row, Spoiled):
            lines.give_back()
        else:
            width = width or len(row)
