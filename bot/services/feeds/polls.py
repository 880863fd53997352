"""Closing a poll: its count, the rows that wait, and an alarm where the feed is not well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.services.feeds.intake import Taken
from bot.store import outbox
from bot.store import polls as stored
from bot.store.polls import FULL, Poll, Quarantined, clear, corrected
from bot.store.work import Work

__all__ = ["WentIn", "clear", "corrected", "finish", "keep_aside"]


MOST_BAD = 1000  # rows that one poll keeps aside: an export of garbage fills no database


@dataclass(slots=True)
class WentIn:
    """What a poll has brought so far: it is in the store, and counts, whatever becomes of the rest."""

    taken: Taken = field(default_factory=Taken)
    bad: list[Quarantined] = field(default_factory=list)
    beyond: int = 0  # bad rows that are only counted, since there are so many

    def turned_away(self, bad: Sequence[Quarantined]) -> Sequence[Quarantined]:
        """Count bad rows; gives those that are kept aside."""
        kept = bad[: MOST_BAD - len(self.bad)]
        self.bad += kept
        self.beyond += len(bad) - len(kept)
        return kept

    @property
    def good(self) -> int:
        """How many rows were good."""
        return self.taken.fresh + self.taken.changed + self.taken.same + self.taken.too_old


def keep_aside(work: Work, source: str, bad: Sequence[Quarantined]) -> None:
    """Put the bad rows of a batch into quarantine; one that stands there already is left as it is."""
    stored.keep_aside(work, source, bad)


def finish(work: Work, poll: Poll, memory: Mapping[str, Any]) -> None:
    """Keep a poll's count; a new alarm goes to the operations channel once.

    A poll that brought and changed nothing, counts as many rows as before and alarms nobody writes nothing.
    """
    stored.remember(work, poll.source, memory)
    before = stored.newest(work, poll.source, 1)
    if not before or not _says_the_same(poll, before[0]) or _counts_anew(work, poll):
        stored.note(work, poll)
        known = before[0].alarms if before else ()
        for alarm in (a for a in poll.alarms if a not in known):
            _raise_alarm(work, poll.source, alarm)


def _says_the_same(poll: Poll, before: Poll) -> bool:
    return not poll.fresh and not poll.changed and _trouble(poll) == _trouble(before)


def _trouble(poll: Poll) -> tuple[tuple[str, ...], int, int]:
    return poll.alarms, poll.bad, poll.too_old


def _counts_anew(work: Work, poll: Poll) -> bool:
    """Whether it counted everything, and that is another count: after a restart the next is judged by it."""
    if poll.partial:
        return False
    last = stored.newest(work, poll.source, 1, FULL)
    return not last or (last[0].seen, last[0].alarms) != (poll.seen, poll.alarms)


def _raise_alarm(work: Work, source: str, alarm: str) -> None:
    key = f"alarm:{source}:{alarm}:{work.at.isoformat()}"
    outbox.put(work, key, work.force.operations_channel, "alarm", f"{source}|{alarm}")
