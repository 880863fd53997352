"""Parts that the readers of incidents and of crimes share: times of a row, and which rows are wanted."""

from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.sources.fetched import Unreadable
from bot.sources.mapping import RowFilter, TimeField
from bot.sources.stamps import Stamp, compile_stamps
from bot.sources.values import REMEMBERED, Cell, Columns, Row

StampOf = Callable[[str], Stamp | None]


def time_cell(field: TimeField | None, columns: Columns) -> Cell:
    """A function from a row to the text of a time stamp, of one column or of two."""
    if field is None:
        return lambda row: ""
    day = columns.text(field.column)
    if not field.time_column:
        return lambda row: day(row).strip()
    time = columns.text(field.time_column)
    return lambda row: f"{day(row).strip()} {time(row).strip()}".strip()


def stamp_reader(field: TimeField | None, zone: str, required: bool = False) -> StampOf:
    """A function from that text to an instant; a required blank is Unreadable."""
    if field is None:
        return lambda text: None
    read = lru_cache(REMEMBERED)(
        compile_stamps(field.formats, ZoneInfo(field.time_zone or zone), field.column)
    )

    def stamp(text: str) -> Stamp | None:
        if text:
            return read(text)
        if required or field.required:
            raise Unreadable("time_missing", field.column)
        return None

    return stamp


def row_filter(rule: RowFilter, columns: Columns) -> Callable[[Row], bool]:
    """A function that says whether a filter lets a row through."""
    cell = columns.text(rule.column)
    values = {" ".join(v.split()).casefold() for v in (rule.keep or rule.drop)}
    wanted = bool(rule.keep)

    @lru_cache(REMEMBERED)
    def passes(text: str) -> bool:
        return (" ".join(text.split()).casefold() in values) == wanted

    return lambda row: passes(cell(row))
