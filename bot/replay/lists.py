"""The long lists of a replay, read back from disk as the page and its tables want them."""

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import nlargest

from bot.domain.clock import Stage
from bot.domain.figures import Outcome
from bot.domain.incident import IncidentKey
from bot.replay.findings import LISTED, Listed, Spoken
from bot.replay.shelf import Roll, Row
from bot.replay.taking import instant
from bot.replay.warnings import Warning


class Logs:
    """Rolls of logs, one after the other."""

    def __init__(self, force: str, rolls: Iterable[Roll]) -> None:
        self._force, self._rolls = force, list(rolls)

    def __len__(self) -> int:
        return sum(map(len, self._rolls))

    def __iter__(self) -> Iterator[Listed]:
        for roll in self._rolls:
            for day, number, unit, category, restricted, told, became, seconds, opening in roll:
                key = IncidentKey(self._force, date.fromordinal(day), number)
                end = Outcome(became) if became else None
                yield Listed(key, unit, category, restricted, instant(told), end, seconds, opening)


class Record:
    """Every alert as it would have been spoken, in order of time."""

    def __init__(self, force: str, roll: Roll) -> None:
        self._force, self._roll = force, roll

    def __len__(self) -> int:
        return len(self._roll)

    def __iter__(self) -> Iterator[Spoken]:
        return map(self._spoken, self._roll)

    def _spoken(self, row: Row) -> Spoken:
        *values, alone = row
        item = Warning._make(values)
        return Spoken(
            instant(item.at),
            instant(item.crossed),
            IncidentKey(self._force, date.fromordinal(item.day), item.number),
            item.unit,
            item.category,
            item.restricted,
            Stage(item.stage),
            item.due - item.at,
            item.channel,
            alone,
            item.people,
        )


def worst(listed: Iterable[Listed]) -> list[Listed]:
    """The latest first; what was never recorded before them all, the oldest first."""
    return nlargest(
        LISTED, listed, key=lambda each: (each.seconds is None, each.seconds or -each.told_at.timestamp())
    )
