"""How the feeds are: the newest poll of each, and the rows that wait to be corrected."""

from dataclasses import dataclass

from bot.store import polls as stored
from bot.store.polls import Poll, Quarantined
from bot.store.work import Work

SHOWN = 15


@dataclass(frozen=True, slots=True)
class Feeds:
    """The newest noted poll of each source, and some of the rows in quarantine, each with its source."""

    newest: tuple[Poll, ...]
    waiting: tuple[tuple[str, Quarantined], ...]
    more: int


def state(work: Work) -> Feeds:
    """The state of every feed."""
    newest = tuple(stored.newest(work, name, 1)[0] for name in stored.sources(work))
    waiting = stored.standing(work, 1000)
    return Feeds(newest, tuple(waiting[:SHOWN]), max(len(waiting) - SHOWN, 0))
