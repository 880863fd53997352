"""What people look at: a unit's list, one incident in full, an alert; ready to be put into words.

Names (categories, units, markers) are already in the reader's language; instants are UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.hold import Hold
from bot.domain.incident import Incident, IncidentKey
from bot.domain.offence import Offence


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
class Scope:
    """Which incidents a list is about: a unit's, an officer's, all that is restricted, or a kind of them."""

    unit: str | None = None
    mine: str | None = None  # the collar number of who holds or sees to it
    restricted: bool | None = None
    overdue: bool = False
    unallocated: bool = False


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
    claimed: int = 0  # of its references, those that the crime system has not shown yet
    off: bool = False  # undecided, and whoever holds it is off duty, until `back` where that is known
    back: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """A crime reference that is not matched: why, as a code, and an offence that it might settle."""

    ref: str
    why: str
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One incident in full: its line, what the feed said of it, and every offence.

    `waiting` are the crime references that are not matched to an offence yet.
    """

    line: Line
    incident: Incident
    unit_name: str
    offences: tuple[Offence, ...]
    waiting: tuple[Waiting, ...] = ()
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertItem:
    """One offence that crossed a stage, whom it concerns (collar numbers), and who has it in hand.

    `stage` is the one that was crossed; the line says how things stand now.
    """

    line: Line
    n: int
    stage: str
    mentions: tuple[str, ...]
    got_by: Named | None = None
    got_at: datetime | None = None
    snoozed_by: Named | None = None  # who put it off, until when
    snoozed_until: datetime | None = None
    cannot: Named | None = None  # who said that they can't, and who was told instead
    instead: Named | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert message, by the key of its message: mostly one item, several where they crossed together."""

    key: str
    items: tuple[AlertItem, ...]
    at: datetime
    why: str = ""  # of a summary: why it is one
