"""The unit of work that every service is handed: one connection, one force, its people, one instant."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.force import Force
from bot.domain.people import Roster


class Conflict(Exception):
    """Somebody else changed the row between our reading and our writing it: the store tries again."""


@dataclass(slots=True)
class Work:
    """One transaction: `at` is the story's present (UTC), `roster` that day's people.

    `wakes` tells the store to call the dispatcher.
    """

    conn: Connection
    force: Force
    roster: Roster
    at: datetime
    wakes: bool = False
    puts: int = 0  # messages put so far: the order in which they go out

    def __post_init__(self) -> None:
        self.roster = self.roster.on(self.today)

    @property
    def today(self) -> date:
        """The local day of `at`."""
        return self.at.astimezone(ZoneInfo(self.force.zone)).date()
