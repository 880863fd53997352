"""A pattern for references: their number, and the day in them if it is the day of the report."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_RUN = re.compile(r"[0-9]+|[^\W\d_]+|[^0-9A-Za-z]+|.")
_AGREE = 0.9
_MANY = 20  # rows after which digits that never differed are taken to stay
_ONE_DAY = timedelta(days=1)
_YEAR, _DAY, _MONTH, _SHORT = "year:4", "day:2", "month:2", "year:2"
_COMPACT = (
    (_YEAR, _MONTH, _DAY),
    (_DAY, _MONTH, _YEAR),
    (_MONTH, _DAY, _YEAR),
    (_DAY, _MONTH, _SHORT),
    (_MONTH, _DAY, _SHORT),
    (_SHORT, _MONTH, _DAY),
    (_DAY, _MONTH),
    (_MONTH, _DAY),
)

Order = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression for references, whether the number is padded, and how many it fits."""

    text: str
    strip_zeros: bool
    fitted: int
    filled: int
    dated: bool


def pattern_of(texts: Sequence[str], days: Sequence[date | None], later: int = 1) -> Pattern:
    """The pattern of some references, each beside the local day of its report if that is known.

    A report may be a day earlier than its reference says, or `later` days later.
    """
    pairs = [(" ".join(t.split()), d) for t, d in zip(texts, days, strict=True) if t]
    runs = [_RUN.findall(text) for text, _ in pairs]
    found = _Runs(runs, [day for _, day in pairs], later) if _alike(runs) else None
    text = found.text() if found else _plain([text for text, _ in pairs])
    compiled = re.compile(text, re.ASCII)
    matches = [match for text, _ in pairs if (match := compiled.fullmatch(text))]
    numbers = [match["number"] for match in matches]
    padded = all(n.isdigit() for n in numbers) and any(n.startswith("0") and n != "0" for n in numbers)
    return Pattern(text, padded, len(matches), len(pairs), "day" in compiled.groupindex)


def _alike(runs: list[list[str]]) -> bool:
    """Whether all references are made of the same kinds of runs, one after another."""
    return len({tuple(_kind(run) for run in one) for one in runs}) == 1 and any(map(_is_number, runs[0]))


def _kind(run: str) -> str:
    return "9" if _is_number(run) else "A" if run.isalpha() else run


def _is_number(run: str) -> bool:
    return run.isascii() and run.isdigit()


def _plain(texts: list[str]) -> str:
    return r"(?P<number>.+)" if any(" " in text for text in texts) else r"(?P<number>\S+)"


class _Runs:
    """References cut into runs of digits, letters and marks; `days`: of their reports."""

    def __init__(self, runs: list[list[str]], days: list[date | None], later: int) -> None:
        self._runs: list[list[str]] = [list(column) for column in zip(*runs, strict=True)]
        self._days, self._later = days, timedelta(days=later)

    def text(self) -> str:
        """The pattern: a date where there is one, and the number."""
        for at in range(len(self._runs)):
            for order in _COMPACT:
                if len(order) + at <= len(self._runs) and (made := self._apart(at, order)):
                    return made
                if made := self._together(at, order):
                    return made
        return self._numbered({})

    def _apart(self, at: int, order: Order) -> str:
        """A date in runs of its own with marks between: 20-11-2026."""
        places = [i for i in range(at, len(self._runs)) if self._digits(i)][: len(order)]
        near = all(b - a == 2 for a, b in pairwise(places))
        if len(places) < len(order) or places[0] != at or not near:
            return ""
        if not all(self._widths(i) <= _sizes(part) for i, part in zip(places, order, strict=True)):
            return ""
        texts = list(zip(*(self._runs[i] for i in places), strict=True))
        if not self._agrees(texts, order):
            return ""
        marks = {i: _group(part, _sizes(part)) for i, part in zip(places, order, strict=True)}
        return self._numbered(marks) if self._number_beside(places) else ""

    def _together(self, at: int, order: Order) -> str:
        """A date in one run, perhaps with the number behind it: 202611200123."""
        size = sum(int(part[-1]) for part in order)
        if not self._digits(at) or min(map(len, self._runs[at])) < size:
            return ""
        cuts = _cuts(order)
        texts = [tuple(run[a:b] for a, b in cuts) for run in self._runs[at]]
        if not self._agrees(texts, order) or (size == 4 and len(set(texts)) == 1):
            return ""
        groups = "".join(_group(part, {int(part[-1])}) for part in order)
        if self._widths(at) == {size}:
            return self._numbered({at: groups}) if self._number_beside([at]) else ""
        if self._number_beside([at]) or size < 6 or size in self._widths(at):
            return ""
        return self._numbered({at: groups + r"(?P<number>\d+)"})

    def _agrees(self, texts: Sequence[tuple[str, ...]], order: Order) -> bool:
        """Whether nearly all are the day of their report, or one beside it."""
        known = [(text, day) for text, day in zip(texts, self._days, strict=True) if day]
        hits = sum(_near(text, order, day, self._later) for text, day in known)
        return bool(known) and hits >= _AGREE * len(known)

    def _numbered(self, dates: dict[int, str]) -> str:
        """The pattern with these runs as dates; the number is what else varies."""
        done = any("number" in text for text in dates.values())
        vary = [i for i in range(len(self._runs)) if i not in dates and self._varies(i)]
        last = max((i for i in range(len(self._runs)) if i not in dates and self._digits(i)), default=-1)
        first, end = (-1, -1) if done else self._span(vary or [last], dates)
        parts = []
        for i in range(len(self._runs)):
            inner = dates.get(i) or self._loose(i)
            parts.append(("(?P<number>" if i == first else "") + inner + (")" if i == end else ""))
        return "".join(parts)

    def _span(self, vary: list[int], dates: dict[int, str]) -> tuple[int, int]:
        """From the first run that varies to the last, with no date between: what tells incidents apart."""
        numbers = [i for i in vary if self._digits(i)] or vary
        first = end = numbers[-1]
        for i in reversed(vary):
            if i < first and not any(i <= d <= first for d in dates) and not self._is_year(i):
                first = i
        return first, end

    def _is_year(self, i: int) -> bool:
        """Whether a run is only the year of the report, which tells no two of a day apart."""
        known = [(run, day) for run, day in zip(self._runs[i], self._days, strict=True) if day]
        return bool(known) and all(run in (f"{d:%Y}", f"{d:%y}") for run, d in known)

    def _number_beside(self, places: list[int]) -> bool:
        return any(self._digits(i) for i in range(len(self._runs)) if i not in places)

    def _digits(self, i: int) -> bool:
        return _is_number(self._runs[i][0])

    def _widths(self, i: int) -> set[int]:
        return set(map(len, self._runs[i]))

    def _varies(self, i: int) -> bool:
        """Whether it differs from row to row; digits may yet, where there are few rows."""
        few = len(self._runs[i]) < _MANY and self._digits(i) and not self._is_year(i)
        return few or len(set(self._runs[i])) > 1

    def _loose(self, i: int) -> str:
        """A run as a pattern: what is always the same stands there; digits may grow."""
        if self._is_year(i):
            return rf"\d{{{len(self._runs[i][0])}}}"
        if self._varies(i) and self._digits(i):
            return r"\d+"
        if self._varies(i):
            return r"[^\W\d_]+"
        return re.sub(r"\\([^.^$*+?{}\[\]\\|()])", r"\1", re.escape(self._runs[i][0]))


def _sizes(part: str) -> set[int]:
    return {int(part[-1])} if part.startswith("year") else {1, 2}


def _cuts(order: Order) -> list[tuple[int, int]]:
    cuts, at = [], 0
    for part in order:
        cuts.append((at, at + int(part[-1])))
        at += int(part[-1])
    return cuts


def _group(part: str, widths: set[int]) -> str:
    size = str(*widths) if len(widths) == 1 else "1,2"
    return rf"(?P<{part[:-2]}>\d{{{size}}})"


def _near(text: tuple[str, ...], order: Order, day: date, later: timedelta) -> bool:
    """Whether the parts of a date name a day, one after it, or one not much before."""
    named = {part[:-2]: int(value) for part, value in zip(order, text, strict=True)}
    year = named.get("year", day.year)
    try:
        found = date(year + 2000 if year < 100 else year, named["month"], named["day"])
    except ValueError:
        return False
    return not (day - found < -_ONE_DAY or day - found > later)
