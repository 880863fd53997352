"""The unit of work that every service is handed: one connection, one force, its people, one instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.force import Force
from bot.domain.people import Roster
from bot.store import duty


class Conflict(Exception):
    """Somebody else changed the row between our reading and our writing it: the store tries again."""


@dataclass(slots=True)
class Work:
    """One transaction: `at` is the story's present (UTC), `everybody` the roster's people of all days.

    `members` are the Slack accounts that read a channel, where that is known; `wakes` tells the store to call
    the dispatcher.
    """

    conn: Connection
    force: Force
    everybody: Roster
    at: datetime
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wakes: bool = False
    puts: int = 0  # messages put so far: the order in which they go out
    _roster: Roster | None = None

    @property
    def roster(self) -> Roster:
        """The people of `today`, on duty as the roster has it and as it was changed since."""
        if self._roster is None:
            changes = duty.in_sight(self.conn, self.at)
            self._roster = self.everybody.on(self.today).changed(changes)
        return self._roster

    def look_again(self) -> None:
        """Forget what was known of duty: it was changed in this very transaction."""
        self._roster = None

    @property
    def today(self) -> date:
        """The local day of `at`."""
        return self.at.astimezone(ZoneInfo(self.force.zone)).date()
