"""An export cut into parts that several processes can read, with the same rows as if one had read it whole.

A CSV is cut only where it is certain that no quoted cell is open: every quote up to there opens or closes a
cell, or is doubled inside one. A file where that is not so is one part.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from bot.sources.csv_blocks import CsvBlocks, can_be_cut
from bot.sources.csv_rows import LONGEST_CELL, delimiter_of
from bot.sources.door import Format
from bot.sources.fetched import Spoiled
from bot.sources.part import WHOLE, Part

BLOCK = 512 * 1024  # bytes; two of them are shorter than the longest line
MOST_LINES = 10_000  # of one row, before its quote is thought to be a stray one
_MARK = b"\xef\xbb\xbf"


class _Uncertain(Exception):
    """Where a row ends cannot be told from the bytes alone."""


class _Quoting(NamedTuple):
    """The bytes that begin and end a cell."""

    quote: bytes
    before: tuple[bytes, ...]
    after: tuple[bytes, ...]


def _quoting(layout: Format) -> _Quoting:
    encoding = layout.encoding.removesuffix("-sig")
    if layout.type == "jsonl" or not layout.quote:
        return _Quoting(b"", (), ())
    delimiter, quote = delimiter_of(layout).encode(encoding), layout.quote.encode(encoding)
    return _Quoting(quote, (delimiter, b"\n"), (delimiter, b"\n", b"\r\n"))


def _row_ends(block: bytes, quoting: _Quoting) -> bytes:
    """The block with line feeds only where rows end; raises _Uncertain for a quote that stands elsewhere."""
    if not quoting.quote or quoting.quote not in block:
        return block
    pieces = block.split(quoting.quote)
    opening, closing = set(pieces[:-1:2]), set(pieces[2::2])  # what is outside, before a quote and after one
    opened = all(not piece or piece.endswith(quoting.before) for piece in opening)
    if not opened or not all(not piece or piece.startswith(quoting.after) for piece in closing):
        raise _Uncertain
    if b"\n" not in b"".join(pieces[1::2]):
        return block
    pieces[1::2] = [piece.replace(b"\n", b" ") for piece in pieces[1::2]]
    ends = quoting.quote.join(pieces)
    if max(map(len, ends.split(b"\n"))) > LONGEST_CELL:
        raise _Uncertain
    return ends


def _blocks(stream: BinaryIO, quote: bytes, size: int) -> Iterator[bytes]:
    """Blocks of whole lines, each with an even number of quotes; raises _Uncertain where there are none."""
    while block := stream.read(size):
        lines = [block, stream.readline(size)]
        odd = sum(line.count(quote) for line in lines) % 2 if quote else 0
        while odd and lines[-1] and len(lines) < MOST_LINES:
            lines.append(stream.readline(size))
            odd ^= lines[-1].count(quote) % 2
        if odd or (len(lines[-1]) == size and not lines[-1].endswith(b"\n")):
            raise _Uncertain
        yield b"".join(lines)


def _cuts(stream: BinaryIO, quoting: _Quoting, targets: list[int], size: int) -> Iterator[tuple[int, int]]:
    """The ends of the rows in which the targets lie, and how many lines stand before them."""
    at, lines = 0, 0
    for block in _blocks(stream, quoting.quote, size):
        plain = block.replace(_MARK, b"", 1) if at == 0 and block.startswith(_MARK) else block
        ends = block[: len(block) - len(plain)] + _row_ends(plain, quoting)
        while targets and targets[0] < at + len(block):
            end = ends.find(b"\n", targets.pop(0) - at) + 1
            if end:
                yield at + end, lines + block.count(b"\n", 0, end)
        if not targets:
            return
        at += len(block)
        lines += block.count(b"\n")


def _header(stream: BinaryIO, layout: Format) -> tuple[tuple[str, ...], int]:
    """A table's header, and the line in which it ends; raises _Uncertain if there is none."""
    if layout.type == "jsonl":
        return (), 0
    table = CsvBlocks(stream, layout)
    cut = table.header()
    if cut is None or isinstance(cut[1], Spoiled):
        raise _Uncertain
    return tuple(cut[1]), table.line


def _parts(stream: BinaryIO, layout: Format, count: int, size: int) -> list[Part]:
    header, header_ends = _header(stream, layout)
    whole = stream.seek(0, 2)
    stream.seek(0)
    targets = [whole * n // count for n in range(1, count)]
    cuts = {
        cut: None for cut in _cuts(stream, _quoting(layout), targets, size)
        if cut[1] >= max(header_ends, 1) and cut[0] < whole
    }  # fmt: skip
    starts = [(0, 0), *cuts]
    ends = [*(start for start, _ in cuts), None]
    return [
        Part(start, end, lines, header if start else ())
        for (start, lines), end in zip(starts, ends, strict=True)
    ]


def parts(path: Path, layout: Format, count: int, size: int = BLOCK) -> list[Part]:
    """At most `count` parts of about the same size, in the file's order; only one where a cut is not certain.

    Read one after the other by `Reading.rows` they give the reports, bad rows, line numbers and tally of the
    whole. `size`: bytes looked at together. Raises OSError.
    """
    with path.open("rb") as stream:
        if count < 2 or layout.type == "json" or not can_be_cut(stream, layout):
            return [WHOLE]
        try:
            return _parts(stream, layout, count, size)
        except (_Uncertain, UnicodeEncodeError):
            return [WHOLE]
