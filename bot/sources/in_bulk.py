"""Many frozen objects at once, written slot by slot: half the price of calling their class for each.

The one place where speed comes before plainness; a million reports are made here.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields
from functools import lru_cache
from itertools import repeat
from typing import Any, TypeVar, cast

T = TypeVar("T")


@lru_cache
def _slots(kind: type[Any]) -> dict[str, Callable[[object, Any], None]]:
    """How each slot of a frozen class is written past its refusal to be."""
    return {field.name: getattr(kind, field.name).__set__ for field in fields(kind)}


def made(kind: type[T], count: int, columns: dict[str, Iterable[Any]]) -> list[T]:
    """So many objects of a dataclass with slots; `columns` holds the values of each field, in their order."""
    slots = _slots(cast("Hashable", kind))
    if slots.keys() != columns.keys():
        raise TypeError(f"{kind.__name__} has other fields: {slots.keys() ^ columns.keys()}")
    found: list[T] = list(map(object.__new__, repeat(kind, count)))
    for name, values in columns.items():
        deque(map(slots[name], found, values), maxlen=0)
    return found
