"""The Registrar's dial-ins in force.toml: when each series is held, and for whom."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.domain.dial_in import Audience, Series
from bot.domain.joining import good_link, is_link
from bot.domain.people import DAYS, RANKS
from bot.domain.personal import about_somebody
from bot.domain.unnamed import Limits
from bot.force_rows.base import Named, Names, Row, checked
from bot.hours import parse_clock
from bot.problems import did_you_mean

Fault = tuple[tuple[str, ...], str]


class DialInRow(Named):
    """A series of dial-ins."""

    day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    at: Annotated[str, checked(parse_clock)]
    minutes: Annotated[int, Field(ge=5, le=240)] = 45
    weeks: Annotated[int, Field(ge=0, le=52)] = 1
    first: date | None = None
    units: Names
    ranks: Names
    roles: Names
    promoted_days: Annotated[int, Field(ge=0, le=3660)] = 0
    joining: Annotated[str, Field(max_length=300)] = ""

    def series(self, code: str) -> Series:
        """The series as the rules know it."""
        audience = Audience(
            frozenset(self.units), frozenset(self.ranks), frozenset(self.roles), self.promoted_days
        )
        held = DAYS.index(self.day), parse_clock(self.at), self.minutes, self.weeks, self.first, None
        return Series(code, self.names(), *held, audience, self.joining)


class UnnamedRow(Row):
    """How much one person may send in a day without their name."""

    speak_up_a_day: Annotated[int, Field(ge=1, le=100)] = 3
    questions_a_day: Annotated[int, Field(ge=1, le=100)] = 5

    def limits(self) -> Limits:
        """The same as the rules see it."""
        return Limits(self.speak_up_a_day, self.questions_a_day)


def faults(rows: Mapping[str, DialInRow], units: set[str], roles: set[str]) -> Iterator[Fault]:
    """What does not fit the rest of the page."""
    for code, row in rows.items():
        known = {"units": units, "ranks": set(RANKS), "roles": roles}
        for key, words in known.items():
            for word in getattr(row, key):
                if word not in words:
                    advice = did_you_mean(word, words)
                    yield ("dial_ins", code, key), f"names {word}, which is unknown{advice}"
        if row.weeks != 1 and row.first is None:
            yield ("dial_ins", code, "first"), "is missing: without it nobody knows in which weeks it is held"
        if row.joining and not _joins(row.joining):
            yield ("dial_ins", code, "joining"), "should be a line about the work, or an https link"


def _joins(joining: str) -> bool:
    return good_link(joining) if is_link(joining) else not about_somebody(joining)
