"""An export in lines and cells: its delimiter, its quotes, its header, and rows from every piece of it."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from bot.sources.csv_rows import csv_rows
from bot.sources.door import Format
from bot.sources.fetched import Spoiled
from bot.sources.guessing.columns import Column, Sample
from bot.sources.guessing.found import NotAnExport
from bot.sources.guessing.personal import has_shape
from bot.sources.guessing.phrases import listed, score
from bot.sources.guessing.pieces import Pieces
from bot.sources.stamps import shown

T = TypeVar("T")
_NUMBERED = re.compile(r"(?:col|column|field|fld|colofn)[ _-]?[0-9]+", re.I)  # no names, but a header

ROWS = 5000
_TRIED = 32 * 1024
_DELIMITERS, _QUOTES = (",", ";", "\t", "|"), ('"', "'", "")
_TITLE, _MOSTLY = 6, 0.8  # lines that may stand above a header; rows that are then alike
_SKIPPED = 40  # lines at the beginning of a piece, which may begin inside a quoted text


def table(text: Pieces) -> Sample:
    """The sample of a table; raises NotAnExport."""
    layout = _layout(text.head)
    header, body = _header(list(_cut(text.head, layout)))
    body = body if text.whole else _whole_rows(body)
    good = [row for row in body if not isinstance(row, Spoiled)]
    rows = thinned(good + [row for piece in text.later for row in _later(piece, layout, len(header))])
    if not rows:
        raise NotAnExport("only_header")
    names = Counter(" ".join(name.split()) for name in header)
    repeated = tuple(name for name, count in names.items() if count > 1 and name)
    columns = _columns(header, rows, {name for name, count in names.items() if count == 1 and name})
    return Sample(_told(layout, text), columns, len(rows), text.whole, len(body) - len(good), repeated)


def _columns(header: list[str], rows: list[list[str]], wanted: set[str]) -> tuple[Column, ...]:
    names = [" ".join(name.split()) for name in header]
    return tuple(
        Column(name, tuple(row[at].strip() for row in rows))
        for at, name in enumerate(names)
        if name in wanted
    )


def thinned(rows: list[T]) -> list[T]:
    """At most ROWS of some rows, evenly spread."""
    return rows if len(rows) <= ROWS else [rows[at * len(rows) // ROWS] for at in range(ROWS)]


def _cut(text: str, layout: Format) -> Iterator[list[str] | Spoiled]:
    stream = io.BytesIO(text.encode("utf-8", errors="replace"))
    return (row for _, row in csv_rows(stream, layout))


def _layout(head: str) -> Format:
    """The delimiter and the quote by which most rows are of one width, and of more than one cell."""
    if head.startswith("sep="):
        raise NotAnExport("sep_line")
    begin = head[: head.rfind("\n", 0, _TRIED) + 1] or head[:_TRIED]
    best, even = _best(begin)
    if even > 0:
        return best
    for _ in range(_TITLE):
        begin = begin.partition("\n")[2]
        if _best(begin)[1] >= _MOSTLY:
            raise NotAnExport("title_above")
    raise NotAnExport("no_table")


def _best(text: str) -> tuple[Format, float]:
    tried = [_format(delimiter, quote) for delimiter in _DELIMITERS for quote in _QUOTES]
    best = max(tried, key=lambda layout: _evenness(text, layout))
    return best, _evenness(text, best)[0]


def _whole_rows(body: list[list[str] | Spoiled]) -> list[list[str] | Spoiled]:
    """Without the rows at the end that a cut through a quoted text has spoiled."""
    end = len(body)
    while end and isinstance(body[end - 1], Spoiled):
        end -= 1
    return body[:end]


def _format(delimiter: str, quote: str) -> Format:
    kind = "tsv" if delimiter == "\t" else "csv"
    return Format.model_validate({"type": kind, "delimiter": delimiter, "quote": quote})


def _evenness(text: str, layout: Format) -> tuple[float, int, bool]:
    """The share of rows that can be read, how wide they are, and whether the quote is the usual one."""
    rows = list(_cut(text, layout))
    first = next((row for row in rows if not isinstance(row, Spoiled)), [])
    if len(first) < 2:
        return 0, 0, False
    good = sum(not isinstance(row, Spoiled) for row in rows)
    return round(good / len(rows), 2), len(first), layout.quote == '"'


def _header(rows: list[list[str] | Spoiled]) -> tuple[list[str], list[list[str] | Spoiled]]:
    first = rows[0]
    if isinstance(first, Spoiled):
        raise NotAnExport("header_unreadable")
    body = rows[1:]
    if sum(bool(cell.strip()) for cell in first) * 2 < len(first) and body:
        raise NotAnExport("title_above")
    if not _is_header(first, [row for row in body if not isinstance(row, Spoiled)]):
        raise NotAnExport("no_header")
    return first, body


def _is_header(first: list[str], body: list[list[str]]) -> bool:
    """Names of columns: no times, numbers or personal data, and few that stand below them again."""
    names = [cell.strip() for cell in first]
    if any(shown(n) or n.replace(".", "").lstrip("-").isdigit() or has_shape(n) for n in names):
        return False
    again = sum(bool(n) and sum(row[at].strip() == n for row in body) > 1 for at, n in enumerate(names))
    numbered = sum(bool(_NUMBERED.fullmatch(name)) for name in names) * 2 > len(names)
    return again < 2 and (numbered or any(_known(name) for name in names))


def _known(header: str) -> bool:
    tables = ("times", "times_of_crimes", "columns", "columns_of_crimes", "markers", "qualifiers")
    phrases = [phrase for table in tables for row in listed(table).values() for phrase in row]
    return score(header, phrases) > 0


def _later(text: str, layout: Format, width: int) -> list[list[str]]:
    """The rows of a piece that begins anywhere: from the first line after which every row is as wide."""
    for _ in range(_SKIPPED):
        rows = list(_cut(text, layout))
        if rows and all(not isinstance(row, Spoiled) and len(row) == width for row in rows[:-1]):
            return [row for row in rows[:-1] if not isinstance(row, Spoiled)]
        text = text.partition("\n")[2]
    return []


def _told(layout: Format, text: Pieces) -> dict[str, str]:
    """The layout as a mapping says it, without what goes without saying."""
    found = {"type": layout.type, "encoding": text.encoding}
    if layout.type == "csv" and layout.delimiter != ",":
        found["delimiter"] = layout.delimiter
    if layout.quote != '"':
        found["quote"] = layout.quote
    return found
