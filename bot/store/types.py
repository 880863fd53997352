"""Column types that make a wrong value impossible to store."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import TIMESTAMP, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime: `timestamptz` on PostgreSQL, sortable ISO text on SQLite.

    Raises ValueError for a naive datetime.
    """

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(27))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _aware if dialect.name == "postgresql" else _text

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return self.bind_processor(dialect)(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


def _aware(value: datetime | None) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError("a stored instant needs its time zone")
    return value


def _text(value: datetime | None) -> str | None:
    aware = _aware(value)
    if aware is None:
        return None
    text = aware.astimezone(UTC).isoformat().removesuffix("+00:00")
    return f"{text}Z" if aware.microsecond else f"{text}.000000Z"


class Codes(TypeDecorator[tuple[str, ...]]):
    """A tuple of codes, kept as one line of text with unit separators between them."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return "\x1f".join(value or ())

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value.split("\x1f")) if value else ()
