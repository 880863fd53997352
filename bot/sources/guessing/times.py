"""Which formats a column of stamps is written in, and whether the day or the month stands first."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.sources.formats import EPOCH, EPOCH_MS, ISO, Parsed, clash, compile_format
from bot.sources.guessing.shapes import formats_of
from bot.sources.stamps import FIRST_YEAR, LAST_YEAR

ENOUGH = 0.9  # of a column's values, for it to hold times
_MOST_FORMATS, _SHOWN_SHAPES = 4, 200


class Order(StrEnum):
    """Whether the day or the month stands first, where both are numbers; `NONE` where nothing proves it."""

    DAY = "day"
    MONTH = "month"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Written:
    """How a column's stamps are written: its formats, and how many of its values they read."""

    formats: tuple[str, ...]
    fitted: int
    filled: int

    @property
    def reader(self) -> Callable[[str], Parsed | None]:
        """A reader by the first format that fits."""
        return reader(self.formats)


def reader(formats: Iterable[str]) -> Callable[[str], Parsed | None]:
    """A function from a stamp to what the first fitting format makes of it, in years that can be."""
    readers = [_compiled(text) for text in formats]

    def read(text: str) -> Parsed | None:
        for one in readers:
            if (found := one(text)) is not None:
                return found if FIRST_YEAR <= found.when.year <= LAST_YEAR else None
        return None

    return read


@cache
def _compiled(text: str) -> Callable[[str], Parsed | None]:
    found = compile_format(text)

    def read(stamp: str) -> Parsed | None:
        try:
            return found(stamp)
        except OverflowError:
            return None

    return read


def order_of(text: str) -> Order:
    """Which of day and month stands first in a format, if both are numbers and neither is after the year."""
    if "%m" not in text or "%d" not in text or text.startswith("%Y"):
        return Order.NONE
    return Order.DAY if text.index("%d") < text.index("%m") else Order.MONTH


def candidates(values: Counter[str], numbers: bool) -> Counter[str]:
    """Formats that may have written some values, each with how many it reads; `numbers`: seconds as well."""
    shown = dict.fromkeys(text for value in _various(values) for text in formats_of(value))
    if not numbers:
        shown = {text: None for text in shown if text not in (EPOCH, EPOCH_MS)}
    found = Counter({text: _read_by(values, text) for text in shown})
    return +found


def _various(values: Counter[str]) -> list[str]:
    """Values of every look: digits alike, letters alike."""
    looks: dict[str, str] = {}
    for value in values:
        look = "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in value)
        if len(value) <= 40:
            looks.setdefault(look, value)
        if len(looks) >= _SHOWN_SHAPES:
            break
    return list(looks.values())


def _read_by(values: Counter[str], text: str) -> int:
    read = reader((text,))
    return sum(count for value, count in values.items() if read(value) is not None)


def proof(found: Counter[str]) -> Order:
    """Which order the values prove: one reads more of them than the other could."""
    most = dict.fromkeys(Order, 0)
    for text, count in found.items():
        most[order_of(text)] = max(most[order_of(text)], count)
    if most[Order.DAY] == most[Order.MONTH]:
        return Order.NONE
    return Order.DAY if most[Order.DAY] > most[Order.MONTH] else Order.MONTH


def written(values: Counter[str], numbers: bool, first: Order) -> Written | None:
    """The fewest formats that read a column, or None if it holds no times; `first` decides what is open."""
    found = {t: n for t, n in candidates(values, numbers).items() if order_of(t) in (Order.NONE, first)}
    left, chosen = Counter(values), list[str]()
    filled = sum(values.values())
    while left and len(chosen) < _MOST_FORMATS:
        fits = {text: _read_by(left, text) for text in found if not _clashes(text, chosen)}
        best = max(fits, key=lambda text: (fits[text], text == ISO), default=None)
        if best is None or not fits[best]:
            break
        chosen.append(best)
        read = reader((best,))
        left = Counter({value: count for value, count in left.items() if read(value) is None})
    fitted = filled - sum(left.values())
    return Written(tuple(chosen), fitted, filled) if filled and fitted >= ENOUGH * filled else None


def _clashes(text: str, chosen: list[str]) -> bool:
    return text in chosen or any(clash(text, other) for other in chosen)
