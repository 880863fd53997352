"""By what a row of a view is known again: its reference, or the stamp by which it can be found there."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from bot.sources.columns import JsonColumns
from bot.sources.fetched import Unreadable
from bot.sources.keys import day_of, reference_reader
from bot.sources.mapping import AnyMapping, CrimeMapping, Mapping
from bot.sources.row_parts import stamp_reader, time_cell
from bot.sources.stamps import shown
from bot.sources.values import Row, text_reader

# A crime's reference has no pattern; what has no figure in it, or a space, may be somebody's name.
CRIME_REF = re.compile(r"(?=.*[0-9])[A-Za-z0-9/._-]{1,40}")
Name = Callable[[Row], str]


def _crime_name(mapping: CrimeMapping) -> Name:
    ref = text_reader(mapping.crime.ref, JsonColumns(), "ref_missing")

    def name(row: Row) -> str:
        found = ref(row)
        return found if CRIME_REF.fullmatch(found) else ""

    return name


def _incident_name(mapping: Mapping) -> Name:
    """The reference and, where it names no day itself, the day of the key: numbers come again tomorrow."""
    fields, columns = mapping.fields, JsonColumns()
    cell, named = columns.text(mapping.reference.column), reference_reader(mapping.reference)
    dated = fields.logged_at if mapping.reference.day_from == "logged_at" else fields.reported_at
    time, stamp = time_cell(dated, columns), stamp_reader(dated, mapping.time_zone, required=True)

    def name(row: Row) -> str:
        text = " ".join(cell(row).split())
        found = named(text)
        if found.day or found.month:
            return text
        near = stamp(time(row))
        return f"{text} {day_of(found, near.day)}" if near else ""

    return name


class RowNames:
    """Names the rows of one view; `mark` is the high-water value of a row, where there is one."""

    def __init__(self, mapping: AnyMapping, view: str) -> None:
        self._view = view
        self._name = _crime_name(mapping) if isinstance(mapping, CrimeMapping) else _incident_name(mapping)

    def name(self, row: Row) -> str:
        """The view and the row's reference; blank where it has none that could be read."""
        try:
            found = self._name(row)
        except Unreadable:
            return ""
        return f"{self._view} {found}" if found else ""

    def place(self, mark: Any) -> str:
        """The view and a row's stamp or number; only the view where it has neither."""
        text = str(mark) if isinstance(mark, int | date) else shown(str(mark or ""))
        return f"{self._view} @ {text}" if text else self._view
