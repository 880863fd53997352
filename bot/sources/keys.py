"""From a reference to an incident's key: its number, and the day on which numbering restarted."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import NamedTuple
from urllib.parse import quote

from bot.domain.incident import IncidentKey
from bot.sources.fetched import Unreadable
from bot.sources.mapping import Reference
from bot.sources.stamps import FIRST_YEAR, LAST_YEAR
from bot.sources.values import REMEMBERED, clean

LONGEST_NUMBER = 40
LEAP_YEAR = 2024


class Named(NamedTuple):
    """What a reference names: always a number; perhaps a whole day, perhaps one without its year."""

    number: str
    day: date | None = None
    month: int = 0
    day_of_month: int = 0


@lru_cache(REMEMBERED)
def named_day(day: str | None, month: str | None, year: str | None) -> tuple[date | None, int, int]:
    """A whole day, or a month and a day of it, or neither; raises ValueError."""
    if day is None or month is None:
        return None, 0, 0
    date(LEAP_YEAR, int(month), int(day))
    if year is None:
        return None, int(month), int(day)
    whole = int(year) + (2000 if len(year) <= 2 else 0)
    if not FIRST_YEAR <= whole <= LAST_YEAR:
        raise ValueError(year)
    return date(whole, int(month), int(day)), 0, 0


def reference_reader(reference: Reference) -> Callable[[str], Named]:
    """A function that takes a reference apart; raises Unreadable."""
    column, pattern = reference.column, re.compile(reference.pattern, re.ASCII)
    places = [pattern.groupindex.get(name, 0) for name in ("day", "month", "year")]

    def read(text: str) -> Named:
        match = pattern.fullmatch(value) if (value := clean(text, column)) else None
        number = match["number"] if match else None
        if match is None or not number or len(number) > LONGEST_NUMBER:
            raise Unreadable("ref_unreadable" if value else "ref_missing", column)
        if reference.strip_zeros:
            number = number.lstrip("0") or "0"
        try:
            return Named(number, *named_day(*(match[place] if place else None for place in places)))
        except ValueError:
            raise Unreadable("ref_unreadable", column) from None

    return read


def day_of(named: Named, near: date) -> date | None:
    """The day of a key: as named; in the year that brings it nearest; else the day `near`."""
    if named.day or not named.month:
        return named.day or near
    candidates = []
    for year in range(near.year - 4, near.year + 5):
        try:
            candidates.append(date(year, named.month, named.day_of_month))
        except ValueError:
            continue
    return min(candidates, key=lambda d: abs(d - near), default=None)


def _part(name: str | None) -> Callable[[IncidentKey, str], str]:
    if name == "day":
        return lambda key, ref: key.day.isoformat()
    if name == "number":
        return lambda key, ref: (
            key.number if key.number.isascii() and key.number.isalnum() else quote(key.number, "")
        )
    return lambda key, ref: quote(ref, safe="") if name else ""


def link_maker(pattern: str) -> Callable[[IncidentKey, str], str]:
    """A function that writes the address of an incident in the force's own system."""
    parts = [(text, _part(name)) for text, name, _, _ in Formatter().parse(pattern)]
    if not parts:
        return lambda key, ref: ""
    return lambda key, ref: "".join([text + part(key, ref) for text, part in parts])
