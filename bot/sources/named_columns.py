"""The columns that a mapping names: a view is asked for these and for no others."""

from collections.abc import Iterator

from pydantic import BaseModel

from bot.sources.mapping import AnyMapping

NAMING = ("column", "time_column")
ROW_PARTS = ("reference", "fields", "crime", "markers", "qualifiers", "filters")


def _columns(part: object) -> Iterator[str]:
    if isinstance(part, tuple):
        for one in part:
            yield from _columns(one)
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name in NAMING:
                yield value
            else:
                yield from _columns(value)


def columns_of(mapping: AnyMapping) -> tuple[str, ...]:
    """Every column that a row is read by, each once; that of the high water is the last."""
    found = [c for name in ROW_PARTS for c in _columns(getattr(mapping, name, None))]
    if mapping.sql is not None and mapping.sql.high_water is not None:
        found.append(mapping.sql.high_water.column)
    return tuple(dict.fromkeys(c for c in found if c))
