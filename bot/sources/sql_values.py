"""A database's values as the text that a JSON export of them would hold."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bot.sources.json_values import LONGEST_NUMBER


def _number(value: float) -> str:
    """A whole number without its point: a reference of 123 is not "123.0"."""
    return str(int(value)) if value.is_integer() else repr(value)


def _decimal(value: Decimal) -> str:
    if not value.is_finite() or value.adjusted() > LONGEST_NUMBER:
        return str(value)  # an exponent may stand for a million digits
    return format(value.normalize(), "f")


def _length(value: timedelta) -> str:
    """Some drivers give a time of day as the time since midnight."""
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


def _bytes(value: bytes | bytearray | memoryview) -> str:
    """Text that a driver left undecoded; what is no text stays visible as such, and its row is bad."""
    return bytes(value).decode("utf-8", "replace")


AS_TEXT: dict[type, Callable[[Any], Any]] = {
    str: str,
    bool: lambda value: "true" if value else "false",
    int: str,
    float: _number,
    Decimal: _decimal,
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: _length,
    bytes: _bytes,
    bytearray: _bytes,
    memoryview: _bytes,
    type(None): lambda value: "",
    list: lambda value: [plain(one) for one in value],
    dict: lambda value: value,  # no cell: the reader refuses it
}


def plain(value: Any) -> Any:
    """A value as text; a list of them stays one, for a column of codes."""
    made = AS_TEXT.get(type(value))
    return made(value) if made else str(value)
