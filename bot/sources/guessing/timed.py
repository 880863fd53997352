"""The time columns of an export, day and clock in one column or in two, and which is which."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import Any

from bot.sources.guessing.columns import Column, Sample
from bot.sources.guessing.order import Decision, decide
from bot.sources.guessing.phrases import listed, score, words
from bot.sources.guessing.shapes import is_clock
from bot.sources.guessing.times import ENOUGH, Order, Written, candidates, written

_STEMLESS = frozenset({"date", "day", "time", "clock", "of", "at", "on"})


@dataclass(frozen=True)
class Timed:
    """A time stamp's column, or a day's with a clock's beside it; `texts` by row, as a mapping reads them."""

    column: str
    time_column: str
    texts: tuple[str, ...]
    written: Written

    @property
    def field(self) -> dict[str, Any]:
        """The field as a mapping has it."""
        beside = {"time_column": self.time_column} if self.time_column else {}
        return {"column": self.column, **beside, "formats": list(self.written.formats)}

    @cached_property
    def clocked(self) -> bool:
        """Whether it tells the time of day, and not midnight alone."""
        read = (self.written.reader(text) for text in set(self.texts))
        return any(found is not None and found.has_time and found.when.time() != time() for found in read)

    def instants(self) -> list[datetime | None]:
        """What each row's text is read as, without a zone where it has none."""
        read = self.written.reader
        found = {text: parsed.when if (parsed := read(text)) else None for text in set(self.texts)}
        return [found[text] for text in self.texts]


@dataclass(frozen=True)
class Times:
    """All time columns, and why the day or the month stands first (no code where nothing hangs on it)."""

    columns: tuple[Timed, ...]
    order: Decision


def times_of(sample: Sample, table: str, modified: datetime, zone: str) -> Times:
    """The time columns of a sample; `table` is that of the lexicon that names them."""
    phrases = [phrase for name, row in listed(table).items() if name != "birth" for phrase in row]
    born = listed(table)["birth"]
    likely = [c for c in sample.columns if not score(c.name, born) and _may_be_time(c, phrases)]
    clocks = [c for c in likely if _are_clocks(c)]
    days = [c for c in likely if c not in clocks and candidates(c.counts, _numbers(c, phrases))]
    order = decide([c.cells for c in days], modified, zone)
    found = []
    for day in days:
        clock = _clock_of(day, clocks, order[0], sample)
        if made := _timed(day, clock, order[0], _numbers(day, phrases)):
            found.append(made)
            clocks = [c for c in clocks if c is not clock]
    return Times(tuple(found), order)


def _may_be_time(column: Column, phrases: list[str]) -> bool:
    """A column of nothing but digits is one of times only if its header says so."""
    if column.listed or not column.filled or column.length > 40:
        return False
    digits = all(value.replace(".", "").isdigit() for value in column.counts)
    return not digits or _numbers(column, phrases)


def _numbers(column: Column, phrases: list[str]) -> bool:
    return score(column.name, [*phrases, "time", "date", "timestamp", "epoch", "day", "datetime"]) > 0


def _are_clocks(column: Column) -> bool:
    return sum(n for v, n in column.counts.items() if is_clock(v)) >= ENOUGH * column.filled


def _clock_of(day: Column, clocks: list[Column], first: Order, sample: Sample) -> Column | None:
    """The clock beside a column of days: of the same name but for day and time, else the very next."""
    made = written(day.counts, numbers=True, first=first)
    if made is None or not all(_is_midnight(made, text) for text in day.counts):
        return None
    stem = _stem(day.name)
    named = next((c for c in clocks if _stem(c.name) == stem), None)
    place = sample.columns.index(day)
    beside = sample.columns[place + 1 : place + 2]
    return named or next((c for c in clocks if c in beside), None)


def _stem(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(name) if word not in _STEMLESS)


def _is_midnight(made: Written, text: str) -> bool:
    found = made.reader(text)
    return found is None or not found.has_time or found.when.time() == time()


def _timed(day: Column, clock: Column | None, first: Order, numbers: bool) -> Timed | None:
    texts = day.cells
    if clock is not None:
        texts = tuple(f"{a} {b}".strip() for a, b in zip(day.cells, clock.cells, strict=True))
    made = written(Counter(filter(None, texts)), numbers, first)
    return Timed(day.name, clock.name if clock else "", texts, made) if made else None


def role_of(one: Timed, table: str) -> tuple[int, str]:
    """How well a column's header fits, and the role of a table of the lexicon that it names; 0 is none."""
    both = f"{one.column} time"  # of a day and a clock that stand apart
    heads = (one.column, both) if one.time_column else (one.column,)
    return max((score(head, row), name) for name, row in listed(table).items() for head in heads)


def by_role(found: tuple[Timed, ...], table: str) -> dict[str, Timed]:
    """The column of each role, by headers; rather one that knows the time of day than one of days alone."""
    best: dict[str, tuple[bool, int, Timed]] = {}
    for one in found:
        fit, name = role_of(one, table)
        if fit and (one.clocked, fit) > best.get(name, (False, 0, one))[:2]:
            best[name] = one.clocked, fit, one
    return {name: one for name, (_, _, one) in best.items()}


def earliest(found: list[Timed]) -> Timed | None:
    """The column that most often holds the first instant of its row."""
    wins: Counter[int] = Counter()
    for row in zip(*(one.instants() for one in found), strict=True):
        filled = [(when.replace(tzinfo=None), at) for at, when in enumerate(row) if when is not None]
        if filled:
            wins[min(filled)[1]] += 1
    return found[max(wins, key=lambda at: (wins[at], -at))] if wins else None
