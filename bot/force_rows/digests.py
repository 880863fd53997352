"""Digests in force.toml: who gets them without asking."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from bot.domain.people import RANKS
from bot.force_rows.base import Names, Row, checked
from bot.hours import parse_clock
from bot.problems import did_you_mean

Fault = tuple[tuple[str, ...], str]


class DigestsRow(Row):
    """The ranks and roles that get each kind of digest without asking, and when the weekly one comes."""

    daily: Names
    weekly: Names
    weekly_day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"] = "mon"
    weekly_at: Annotated[str, checked(parse_clock)] = "08:00"

    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """The words by the kind of digest."""
        return {"daily": tuple(self.daily), "weekly": tuple(self.weekly)}


NO_DIGESTS = Field(default_factory=lambda: DigestsRow.model_validate({}))


def faults(row: DigestsRow, roles: set[str]) -> Iterator[Fault]:
    """What does not fit the rest of the page."""
    known = {*RANKS, *roles}
    for kind, words in row.by_kind().items():
        for word in words:
            if word not in known:
                yield (
                    ("digests", kind),
                    f"names {word}, which is no role and no rank{did_you_mean(word, known)}",
                )
