"""A column of the sample: its cells, and what can be said of them without saying what they are."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

_DIGITS, _LETTERS = re.compile(r"[0-9]+"), re.compile(r"[^\W\d_]+")

SCARCE = 40


@dataclass(frozen=True)
class Column:
    """A column's cells by row, stripped, blank where there is none; `listed` where JSON holds a list."""

    name: str
    cells: tuple[str, ...]
    listed: bool = False

    @cached_property
    def counts(self) -> Counter[str]:
        """Every value that is not blank, and how often."""
        return Counter(cell for cell in self.cells if cell)

    @cached_property
    def filled(self) -> int:
        """How many cells are not blank."""
        return sum(self.counts.values())

    @property
    def distinct(self) -> float:
        """Different values to filled cells, from 0 to 1."""
        return len(self.counts) / self.filled if self.filled else 0.0

    @cached_property
    def length(self) -> float:
        """The mean length of a cell without the longest twentieth: one giant says nothing of the others."""
        lengths = sorted(map(len, self.counts.elements()))
        kept = lengths[: len(lengths) - len(lengths) // 20]
        return sum(kept) / len(kept) if kept else 0.0

    @cached_property
    def shapes(self) -> Counter[str]:
        """What the values look like: digits as 9, letters as A."""
        found: Counter[str] = Counter()
        for value, count in self.counts.items():
            found[_LETTERS.sub("A", _DIGITS.sub("9", value))] += count
        return found

    @property
    def scarce(self) -> bool:
        """Whether it has so few values that even codes may not come again."""
        return self.filled < SCARCE

    @property
    def few(self) -> bool:
        """Whether its values are codes or names of something: few, short, and again and again."""
        most = max(3, min(400, self.filled // 2)) if self.scarce else min(400, self.filled // 3)
        return 0 < len(self.counts) <= most and self.length <= 60


@dataclass(frozen=True)
class Sample:
    """Rows of an export, spread over it: their layout, their columns, and how they were got at."""

    layout: dict[str, str]
    columns: tuple[Column, ...]
    rows: int
    whole: bool
    ragged: int = 0
    repeated: tuple[str, ...] = ()

    def named(self, name: str) -> Column:
        """The column of a name; raises StopIteration if there is none."""
        return next(column for column in self.columns if column.name == name)
