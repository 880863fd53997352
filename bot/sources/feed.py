"""A source as it is polled: how often, and what its last polls were like."""

from collections import deque
from dataclasses import dataclass, field

from bot.sources import health
from bot.sources.fetched import Source

REMEMBERED = 10  # polls against which the next one is judged


@dataclass(slots=True)
class Feed:
    """One source of an installation, polled every so many seconds of story time."""

    source: Source
    every_seconds: float = 60.0
    before: deque[health.Poll] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def judge(self, poll: health.Poll) -> tuple[str, ...]:
        """The alarms of a poll, which is then one of those that the next is judged against."""
        alarms = health.judge(poll, self.before, self.source.alarms)
        if len(self.before) == REMEMBERED:  # a count of everything is worth more than one of the news
            self.before.remove(next((p for p in self.before if p.partial), self.before[0]))
        self.before.append(poll)
        return tuple(alarm.value for alarm in alarms)
