"""What people look at: a unit's list, one incident in full, an alert; ready to be put into words.

Names (categories, units, markers) are already in the reader's language; instants are UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.incident import IncidentKey


class Named(Protocol):
    """Whoever has a rank, a collar number and a surname."""

    @property
    def rank(self) -> str:
        """As `people.RANKS` writes it."""

    @property
    def collar(self) -> str:
        """The collar number."""

    @property
    def surname(self) -> str:
        """The surname."""


@dataclass(frozen=True, slots=True)
class Line:
    """One incident on a list: its most pressing offence, who has it, and what the reader may do."""

    key: IncidentKey
    category: str
    category_name: str
    age: timedelta
    left: timedelta | None  # None: watched, no clock
    due_at: datetime | None
    stage: str
    oic: Named | None
    state: str
    open_offences: int
    markers: tuple[str, ...]
    version: int
    can: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A unit's live list of one day, in the order of its meeting; `rest` is what did not fit."""

    unit_code: str
    unit_name: str
    day: date
    lines: tuple[Line, ...]
    rest: int
    watched: int
    restricted: int
    at: datetime
