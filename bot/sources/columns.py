"""How a CSV row and a JSON object give up a column's text."""

import json
from operator import itemgetter
from typing import Any

from bot.domain.personal import names_somebody
from bot.sources.fetched import Unreadable
from bot.sources.values import Cell, Cells, Row


def split(text: str, separator: str) -> tuple[str, ...]:
    """The parts of a cell, blanks left out; what tells of somebody is not parted by its spaces."""
    if not text:
        return ()
    if not separator.strip() and names_somebody(text):
        return (text.strip(),)
    return tuple(part for part in (p.strip() for p in text.split(separator)) if part)


class CsvColumns:
    """Columns by the header's names; a mapped column must stand there exactly once."""

    def __init__(self, header: list[str]) -> None:
        self.withheld = False
        self._names = [" ".join(name.split()) for name in header]

    def text(self, column: str) -> Cell:
        found = self._names.count(" ".join(column.split()))
        if found != 1:
            raise Unreadable("column_repeated" if found else "column_missing", column)
        cell: Cell = itemgetter(self._names.index(" ".join(column.split())))
        return cell

    def many(self, column: str, separator: str) -> Cells:
        cell = self.text(column)
        return lambda row: split(cell(row), separator)


def as_text(value: Any, column: str) -> str:
    """A JSON scalar as the text that a CSV would have held."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise Unreadable("value_unreadable", column)
    return json.dumps(value)


class JsonColumns:
    """Columns by key; `a.b` reaches into an object where no key has that very name."""

    def __init__(self) -> None:
        self.withheld = False

    def _value(self, row: Row, column: str, path: list[str]) -> Any:
        if column in row or len(path) == 1:
            return row.get(column)
        value = row
        for key in path:
            if value is None:
                return None
            if not isinstance(value, dict):
                raise Unreadable("value_unreadable", column)
            value = value.get(key)
        return value

    def text(self, column: str) -> Cell:
        path = column.split(".")

        def cell(row: Row) -> str:
            value = row.get(column)
            return value if isinstance(value, str) else as_text(self._value(row, column, path), column)

        return cell

    def many(self, column: str, separator: str) -> Cells:
        path = column.split(".")

        def cells(row: Row) -> tuple[str, ...]:
            value = self._value(row, column, path)
            if isinstance(value, list):
                return tuple(as_text(v, column) for v in value)
            return split(as_text(value, column), separator)

        return cells
