"""The proportions of an invented day, read from their file."""

import tomllib
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

FILE = Path(__file__).with_name("proportions.toml")


@dataclass(frozen=True, slots=True)
class Draw:
    """A weighted choice."""

    names: tuple[str, ...]
    reach: tuple[float, ...]

    @classmethod
    def of(cls, weights: Mapping[str, float]) -> "Draw":
        """A choice among names by their weights."""
        return cls(tuple(weights), tuple(accumulate(weights.values())))

    def one(self, luck: Random) -> str:
        """One of the names."""
        return self.names[bisect(self.reach, luck.random() * self.reach[-1])]


@dataclass(frozen=True, slots=True)
class Proportions:
    """What a day is made of."""

    per_day: int
    spread: float
    categories: Draw
    units: Draw
    beats: Mapping[str, str]
    routes: Draw
    grades: Draw
    hours: Draw
    markers: Mapping[str, Mapping[str, float]]
    qualifiers: Mapping[str, Mapping[str, float]]
    fates: Mapping[str, float]


@cache
def proportions() -> Proportions:
    """The proportions that ship with the demo."""
    read: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    hours = {str(hour): weight for hour, weight in enumerate(read.pop("hours")["weights"])}
    for name in ("categories", "units", "routes", "grades"):
        read[name] = Draw.of(read[name])
    return Proportions(**read, hours=Draw.of(hours))


def happens(chances: Mapping[str, float], category: str, luck: Random) -> bool:
    """Whether something that stands in so many of a hundred stands in this one."""
    return luck.random() * 100 < chances.get(category, chances.get("other", 0))
