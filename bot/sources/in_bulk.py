"""Many frozen objects at once: their columns, and the objects only where somebody looks at them.

They are written slot by slot, which is half the price of calling their class for each. The one place where
speed comes before plainness; a million reports are made here, or are left as the columns that they came in.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache
from itertools import repeat
from operator import attrgetter
from typing import Any, TypeVar, cast, overload

T = TypeVar("T")


@lru_cache
def _slots(kind: type[Any]) -> dict[str, Callable[[object, Any], None]]:
    """How each slot of a frozen class is written past its refusal to be."""
    return {field.name: getattr(kind, field.name).__set__ for field in fields(kind)}


class Bulk(Sequence[T]):
    """So many objects of a dataclass with slots; `columns` holds the values of each field, in their order."""

    def __init__(self, kind: type[T], count: int, columns: dict[str, Iterable[Any]]) -> None:
        slots = _slots(cast("Hashable", kind))
        if slots.keys() != columns.keys():
            raise TypeError(f"{kind.__name__} has other fields: {slots.keys() ^ columns.keys()}")
        self._kind, self._count, self._columns = kind, count, columns

    def column(self, name: str) -> Sequence[Any]:
        """The values of one field."""
        values = self._columns[name]
        if not isinstance(values, Sequence):
            values = self._columns[name] = list(values)
        return values

    @cached_property
    def _objects(self) -> list[T]:
        slots = _slots(cast("Hashable", self._kind))
        found: list[T] = list(map(object.__new__, repeat(self._kind, self._count)))
        for name, write in slots.items():
            deque(map(write, found, self.column(name)), maxlen=0)
        return found

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        return self._objects[at]


def column(rows: Sequence[Any], name: str) -> Sequence[Any]:
    """A field of many objects, such as `key.number`; those in bulk need not be made for it."""
    if not isinstance(rows, Bulk):
        return list(map(attrgetter(name), rows))
    first, _, rest = name.partition(".")
    return column(rows.column(first), rest) if rest else rows.column(first)
