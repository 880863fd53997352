"""What is to happen, and when: the deeds of some weeks, each done at its own instant of the story."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from heapq import heappop, heappush
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.weeks.posts import Posts
from bot.domain.force import Force
from bot.services.case import Request
from bot.store.work import Work

Deed = Callable[[Work], None]


@dataclass(slots=True)
class Diary:
    """Deeds in order of time; whoever does one may note others, of the same instant or later.

    What lies before `begins` (UTC) is not noted. `luck` decides whatever is left to chance, so that the same
    seed makes the same weeks.
    """

    force: Force
    posts: Posts
    luck: Random
    begins: datetime
    _noted: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _asked: Iterator[int] = field(default_factory=lambda: count(1))

    def note(self, at: datetime, deed: Deed) -> None:
        """Note a deed for an instant (UTC)."""
        if at >= self.begins:
            heappush(self._noted, (at, next(self._order), deed))

    def live(self, work: Work, until: datetime) -> None:
        """Do what is noted before an instant (UTC), in the transaction of `work`."""
        while self._noted and self._noted[0][0] < until:
            at, _, deed = heappop(self._noted)
            deed(replace(work, at=at, puts=0))

    def asks(self, collar: str) -> Request:
        """A request of somebody's that nobody made before."""
        return Request(f"weeks:{next(self._asked)}", collar)

    def at(self, day: date, local: str) -> datetime:
        """The instant (UTC) of a local time of a day."""
        return datetime.combine(day, time.fromisoformat(local), ZoneInfo(self.force.zone)).astimezone(UTC)
