"""Cells compiled: from a row to clean text, a mapped code, or a list of codes.

What no map names and what looks like personal data becomes one code, WITHHELD: nothing of it is kept.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Protocol

from bot.domain.personal import WITHHELD, names_somebody, tells_of_somebody
from bot.domain.reference import is_crime_ref
from bot.sources.fetched import Unreadable
from bot.sources.mapping import CodeColumn, ListField, TextField, Unmapped

LONGEST_VALUE = 120  # a longer "category" is somebody's narrative
MOST_VALUES = 50
REMEMBERED = 4096
NO_REFERENCE = ""  # stands for a value that is no crime reference, until its row is counted

Row = Any  # a list of cells (CSV) or an object (JSON)
Cell = Callable[[Row], str]
Cells = Callable[[Row], tuple[str, ...]]


class Columns(Protocol):
    """How to get at a row's columns, whatever a row is; `withheld` tells whether any value was not taken."""

    withheld: bool

    def text(self, column: str) -> Cell: ...

    def many(self, column: str, separator: str) -> Cells: ...


def clean(text: str, column: str) -> str:
    """One line of printable text, or Unreadable: what a database or a message could not carry."""
    text = " ".join(text.split())
    if not text.isprintable():
        broken = any("\ud800" <= c <= "\udfff" for c in text)
        raise Unreadable("encoding" if broken else "value_unreadable", column)
    if "\ufffd" in text:
        raise Unreadable("encoding", column)
    if len(text) > LONGEST_VALUE:
        raise Unreadable("value_too_long", column)
    return text


def all_clean(texts: Sequence[str]) -> bool:
    """Whether `clean` leaves each of many texts as it is, by one look at all; some such it does not know."""
    together = "".join(texts)
    plain = together.isprintable() and " " not in together and "\ufffd" not in together
    return plain and max(map(len, texts), default=0) <= LONGEST_VALUE


def _folded(table: dict[str, str]) -> dict[str, str]:
    return {" ".join(key.split()).casefold(): value for key, value in table.items()}


Personal = Callable[[str], bool]


def _nobody(_text: str) -> bool:
    return False


def mapper(
    table: dict[str, str], unmapped: Unmapped, column: str, columns: Columns, personal: Personal
) -> Callable[[str], str]:
    """A function from a cell's text to its code; blank stays blank, and what is `personal` is withheld."""
    codes = _folded(table)

    @lru_cache(REMEMBERED)
    def read(text: str) -> str:
        value = clean(text, column)
        code = codes.get(value.casefold())
        if code is None and unmapped == "reject" and value:
            raise Unreadable("value_unmapped", column)
        if code is None and unmapped == "keep" and personal(value):
            columns.withheld = True
            return WITHHELD
        if code is None:
            return value if unmapped == "keep" else ""
        return code

    return read


def text_reader(field: TextField | None, columns: Columns, missing: str) -> Cell:
    """A function from a row to one field's value; a required blank is Unreadable by the code `missing`.

    A crime record's own reference is taken as it is.
    """
    if field is None or not field.column:
        constant = field.default if field else ""
        return lambda row: constant
    cell, column, default = columns.text(field.column), field.column, field.default
    personal = _nobody if missing == "ref_missing" else tells_of_somebody
    read = mapper(field.map, field.unmapped, column, columns, personal)
    if not field.required:
        return lambda row: read(cell(row)) or default

    def value(row: Row) -> str:
        if found := read(cell(row)) or default:
            return found
        raise Unreadable(missing, column)

    return value


def _codes(values: tuple[str, ...], read: Callable[[str], str], column: str) -> tuple[str, ...]:
    if len(values) > MOST_VALUES:
        raise Unreadable("value_too_long", column)
    return tuple(code for code in map(read, values) if code)


def reference_or_none(text: str, columns: Columns) -> str:
    """A crime reference, or WITHHELD, as it is; else NO_REFERENCE, of which the columns take note."""
    if text == WITHHELD or is_crime_ref(text):
        return text
    columns.withheld = True
    return NO_REFERENCE


def list_reader(field: ListField | None, columns: Columns) -> Cells:
    """A function from a row to its crime references, each once; NO_REFERENCE or WITHHELD for what is none."""
    if field is None:
        return lambda row: ()
    cells = columns.many(field.column, field.separator)
    clean_of = mapper({}, "keep", field.column, columns, names_somebody)

    def values(row: Row) -> tuple[str, ...]:
        found = cells(row)
        codes = _codes(found, clean_of, field.column) if found else ()
        return tuple(dict.fromkeys(reference_or_none(code, columns) for code in codes))

    return values


def _code_cells(field: CodeColumn, columns: Columns) -> Cells:
    if not field.code:
        return columns.many(field.column, field.separator)
    cell = columns.text(field.column)
    return lambda row: (cell(row),)


def _code_mapper(field: CodeColumn, columns: Columns) -> Callable[[str], str]:
    if not field.code:
        return mapper(field.map, field.unmapped or "keep", field.column, columns, tells_of_somebody)
    table = dict.fromkeys((*field.no, ""), "") | dict.fromkeys(field.yes, field.code)
    kept: Unmapped = "drop" if field.unmapped == "drop" else "reject"
    return mapper(table, kept, field.column, columns, tells_of_somebody)


def codes_reader(fields: tuple[CodeColumn, ...], columns: Columns) -> Cells:
    """A function from a row to the codes of several columns together, sorted, each once."""
    if not fields:
        return lambda row: ()
    cells = [_code_cells(field, columns) for field in fields]
    readers = [(_code_mapper(field, columns), field.column) for field in fields]

    @lru_cache(REMEMBERED)
    def codes(found: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        pairs = zip(found, readers, strict=True)
        return tuple(
            sorted({code for values, (read, column) in pairs for code in _codes(values, read, column)})
        )

    return lambda row: codes(tuple([cell(row) for cell in cells]))
