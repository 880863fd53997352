"""CSV and TSV by the block: what is plain is taken apart at once, and only what is not, row by row.

The rows and their line numbers are those of `csv_rows`, several times as fast.
"""

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from bot.sources.csv_rows import CarefulRows, Cut, csv_reader, delimiter_of
from bot.sources.door import Format
from bot.sources.fetched import Spoiled
from bot.sources.lines import Lines, line_end, open_text
from bot.sources.part import WHOLE, Part
from bot.sources.text_blocks import BLOCK, BY_THE_BYTE, TextBlocks

Rows = list[list[str] | Spoiled]
Block = tuple[Sequence[int], Rows]


class Plain(NamedTuple):
    """Rows with the numbers of their first lines, how many lines they took, and the text that needs care."""

    numbers: Sequence[int]
    rows: list[list[str]]
    lines: int
    left: str


def plain_rows(text: str, layout: Format, first: int, width: int) -> Plain:
    """Whole lines taken apart at once, as far as they are in order; the first line has the number `first`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\r" in text or "\0" in text:
        return Plain((), [], 0, text)
    body, end, tail = text.rpartition("\n")
    lines = body.split("\n") if end else []
    try:
        rows = list(csv_reader(lines, layout))
    except csv.Error:
        rows = []
    if len(rows) == len(lines):
        return Plain(range(first, first + len(rows)), rows, len(rows), tail)
    ends, rows = _over_several(lines, layout, width)
    left = "".join([line + "\n" for line in lines[ends[-1] :]]) + tail
    return Plain([first + end for end in ends[:-1]], rows, ends[-1], left)


def _over_several(lines: list[str], layout: Format, width: int) -> tuple[list[int], list[list[str]]]:
    """How many lines are before each row and at the end, and the rows, as far as the first in need of care.

    A ragged row of several lines does: a stray quote may have swallowed the rows below.
    """
    reader = csv_reader([line + "\n" for line in lines], layout)
    ends, rows = [0], list[list[str]]()
    try:
        for row in reader:
            if len(row) != width and reader.line_num > ends[-1] + 1:
                break
            rows.append(row)
            ends.append(reader.line_num)
    except csv.Error:
        pass  # this row needs care, and all that follow it here
    return ends, rows


def _as_wide(numbers: Sequence[int], rows: Sequence[list[str]], width: int) -> Block:
    """Blank lines are no rows, and a row of another width is ragged."""
    widths = set(map(len, rows))
    if widths <= {width}:
        return numbers, list(rows)
    kept = [
        (number, row if len(row) == width else Spoiled("row_ragged"))
        for number, row in zip(numbers, rows, strict=True)
        if row
    ]
    return [number for number, _ in kept], [row for _, row in kept]


def can_be_cut(stream: BinaryIO, layout: Format) -> bool:
    """Whether lines end at line feeds that can be found among the bytes, and mean nothing else."""
    marks = delimiter_of(layout) + layout.quote
    plain = layout.encoding in BY_THE_BYTE and not set(marks) & set("\r\n\0")
    return plain and line_end(stream, layout.encoding) == "\n"


class CsvBlocks:
    """A file, or a part of one: its header, then its rows by the block."""

    def __init__(self, stream: BinaryIO, layout: Format, part: Part = WHOLE, size: int = BLOCK) -> None:
        self._layout = layout
        self._text: TextBlocks | None = None
        if part != WHOLE or can_be_cut(stream, layout):
            self._text = TextBlocks(stream, layout.encoding, part, size)
        by_line = self._text or open_text(stream, layout.encoding, line_end(stream, layout.encoding))
        self._lines = Lines(by_line, part.lines_before)
        self._careful = CarefulRows(self._lines, layout, len(part.header))

    def header(self) -> Cut | None:
        """The first row and its line; None in a file without any."""
        return self._careful.next()

    @property
    def line(self) -> int:
        """The number of the line that was read last."""
        return self._lines.at

    def blocks(self) -> Iterator[Block]:
        """Line numbers and as many rows."""
        if self._text is None:
            yield from self._carefully(None)
            return
        while text := self._text.take():
            plain = plain_rows(text, self._layout, self._lines.at + 1, self._careful.width)
            self._lines.pass_over(plain.lines)
            if plain.rows:
                yield _as_wide(plain.numbers, plain.rows, self._careful.width)
            if plain.left:
                self._text.give(plain.left)
                ends = plain.left.count("\n") + (not plain.left.endswith("\n"))
                yield from self._carefully(self._lines.at + ends)

    def _carefully(self, last: int | None) -> Iterator[Block]:
        """Row by row to the line `last`, and to the end of all lines that were given back."""
        while last is None or self._lines.at < last or self._lines.holds_some:
            cut = self._careful.next()
            if cut is None:
                return
            yield [cut[0]], [cut[1]]
