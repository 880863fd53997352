"""A source as it is polled: how often, and what its last polls were like."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.sources import health
from bot.sources.fetched import Source
from bot.sources.opening import close_source


@dataclass(slots=True)
class Feed:
    """One source of an installation, polled every so many seconds of story time.

    `shrank`: its last count of everything was alarmingly small.
    """

    source: Source
    every_seconds: float = 60.0
    before: list[health.Poll] = field(default_factory=list)
    shrank: bool = False
    reopen: Callable[[], Awaitable["Feed"]] | None = None  # as the database remembers it by now

    async def recall(self) -> None:
        """Begin where another replica left off, which asked this source until now."""
        if self.reopen is not None:
            stale, fresh = self.source, await self.reopen()
            close_source(stale)
            self.source, self.before, self.shrank = fresh.source, fresh.before, fresh.shrank

    def judge(self, poll: health.Poll) -> tuple[str, ...]:
        """The alarms of a poll, which is then one of those that the next is judged against."""
        alarms = health.judge(poll, self.before, self.source.alarms)
        if poll.counts:
            self.shrank = not health.TOO_FEW.isdisjoint(alarms)
        self.before = health.worth_keeping([*self.before, poll])
        return tuple(alarm.value for alarm in alarms)

    def whole(self, poll: health.Poll, alarms: Sequence[str]) -> bool:
        """Whether the feed was read to its end by a poll that `judge` has judged."""
        return health.whole(poll, alarms, self.shrank)
