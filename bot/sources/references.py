"""The references of many rows at once: their incidents' keys, and the addresses of their logs."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import repeat
from operator import itemgetter
from string import Formatter
from typing import Any
from urllib.parse import quote

from bot.domain.incident import IncidentKey
from bot.sources.fetched import Unreadable
from bot.sources.in_bulk import Bulk
from bot.sources.keys import LONGEST_NUMBER, Named, day_of, named_day
from bot.sources.mapping import Reference
from bot.sources.remembered import Remembered
from bot.sources.values import all_clean, clean

REMEMBERED_DAYS = 16_384
Near = Callable[[], Sequence[date]]
Parts = tuple[str | None, str | None, str | None]


def _cleaned(texts: list[str], column: str) -> list[str]:
    return texts if all_clean(texts) else [clean(text, column) for text in texts]


def _quoted(numbers: list[str]) -> list[str]:
    together = "".join(numbers)
    return numbers if together.isascii() and together.isalnum() else [quote(n, safe="") for n in numbers]


class References:
    """Reads the reference of every row of a block; raises Unreadable if one of them cannot be read."""

    def __init__(self, force: str, reference: Reference, source_url: str = "") -> None:
        self._force, self._column = force, reference.column
        pattern = re.compile(reference.pattern, re.ASCII)
        self._fullmatch = pattern.fullmatch
        self._number: Callable[[re.Match[str]], str] = itemgetter(pattern.groupindex["number"])
        self._strip_zeros = reference.strip_zeros
        places = [pattern.groupindex.get(name, 0) for name in ("day", "month", "year")]
        self._parts: Callable[[re.Match[str]], Parts] | None = itemgetter(*places) if all(places) else None
        self._partial = places if any(places) and not all(places) else None
        self._known = Remembered(self._named_day, REMEMBERED_DAYS).__getitem__
        self._link = list(Formatter().parse(source_url))

    def _named_day(self, parts: Parts) -> tuple[date | None, int, int]:
        try:
            return named_day(*parts)
        except ValueError:
            raise Unreadable("ref_unreadable", self._column) from None

    def read(self, texts: list[str], near: Near) -> tuple[Sequence[IncidentKey], Iterator[str]]:
        """Keys and links; `near` gives the days that each row's time stamp names, where they are needed."""
        matches = list(map(self._fullmatch, _cleaned(texts, self._column)))
        found = [match for match in matches if match]
        if len(found) < len(texts):
            raise Unreadable("ref_unreadable", self._column)
        numbers, days = self._numbers(found), self._days(found, near)
        columns: dict[str, Iterable[Any]] = {
            "force": [self._force] * len(texts),
            "day": days,
            "number": numbers,
        }
        return Bulk(IncidentKey, len(texts), columns), self._links(texts, days, numbers)

    def _numbers(self, matches: list[re.Match[str]]) -> list[str]:
        numbers = list(map(self._number, matches))
        if not all(numbers) or max(map(len, numbers), default=0) > LONGEST_NUMBER:
            raise Unreadable("ref_unreadable", self._column)
        return [number.lstrip("0") or "0" for number in numbers] if self._strip_zeros else numbers

    def _days(self, matches: list[re.Match[str]], near: Near) -> list[date]:
        if self._parts is None:
            return self._completed([self._known(self._some_parts(match)) for match in matches], near)
        named = list(map(self._known, map(self._parts, matches)))
        days = [day for day, _, _ in named if day]
        return days if len(days) == len(named) else self._completed(named, near)

    def _some_parts(self, match: re.Match[str]) -> Parts:
        day, month, year = (match[place] if place else None for place in self._partial or (0, 0, 0))
        return day, month, year

    def _completed(self, named: list[tuple[date | None, int, int]], near: Near) -> list[date]:
        """Days of which the reference names only a part, or nothing."""
        days = [day_of(Named("", *one), around) for one, around in zip(named, near(), strict=True)]
        found = [day for day in days if day]
        if len(found) < len(days):
            raise Unreadable("ref_unreadable", self._column)
        return found

    def _links(self, texts: list[str], days: list[date], numbers: list[str]) -> Iterator[str]:
        """The addresses of their logs in the force's own system, written when they are asked for."""
        columns: list[list[str]] = []
        for text, name, _, _ in self._link:
            columns.append([text] * len(texts))
            if name == "day":
                columns.append(list(map(date.isoformat, days)))
            elif name == "number":
                columns.append(_quoted(numbers))
            elif name:
                columns.append([quote(text.strip(), safe="") for text in texts])
        yield from map("".join, zip(*columns, strict=True)) if columns else repeat("", len(texts))
