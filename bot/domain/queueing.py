"""How a queue stands: what falls due if nobody does anything, who holds it, what waits for whom.

Only of offences that somebody has still to decide, check or match; what became of the others is `figures.py`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.incident import Incident
from bot.domain.offence import RUNNING, UNDECIDED, Offence, State
from bot.domain.ordering import waits_for_sign_off

DAY, WEEK = timedelta(days=1), timedelta(days=7)
WIDTHS = (1, 2, 3, 4, 6, 8, 12, 24)  # hours that one band may take
Pair = tuple[Incident, Offence]


@dataclass(frozen=True, slots=True)
class Ages:
    """How many have waited for up to a day, up to a week, and longer, since they were decided."""

    day: int = 0
    week: int = 0
    older: int = 0

    @property
    def all(self) -> int:
        """All of them."""
        return self.day + self.week + self.older


@dataclass(frozen=True, slots=True)
class Standing:
    """How a queue stands. `hours`: offences that fall due, by the hour (its beginning, UTC) in which they do.

    `overdue`, those of `hours` and those `later` are all whose clocks run; `unallocated` and `returned` are
    undecided ones among these, `mine` those of the reader in any queue, `to_confirm` negations.
    """

    overdue: int = 0
    hours: tuple[tuple[datetime, int], ...] = ()
    later: int = 0
    unallocated: int = 0
    mine: int = 0
    returned: int = 0
    to_confirm: Ages = Ages()
    to_sign_off: Ages = Ages()

    @property
    def breaches(self) -> int:
        """How many fall due if nobody does anything."""
        return sum(n for _, n in self.hours)

    @property
    def running(self) -> int:
        """How many clocks run."""
        return self.overdue + self.breaches + self.later


@dataclass(frozen=True, slots=True)
class Band:
    """Some hours together (UTC), and how many offences fall due in them."""

    begins: datetime
    ends: datetime
    count: int


def standing(pairs: Iterable[Pair], mine: int, at: datetime, until: datetime) -> Standing:
    """How a queue stands at `at` for somebody who holds `mine` of any and is next on at `until` (UTC)."""
    found = list(pairs)
    running = [(i, o) for i, o in found if o.state in RUNNING]
    undecided = [(i, o) for i, o in running if o.state in UNDECIDED]
    due = Counter(_hour(o.due_at) for _, o in running if at < o.due_at <= until)
    return Standing(
        overdue=sum(o.due_at <= at for _, o in running),
        hours=tuple(sorted(due.items())),
        later=sum(o.due_at > until for _, o in running),
        unallocated=sum(i.oic is None for i, _ in undecided),
        mine=mine,
        returned=sum(o.state is State.RETURNED for _, o in undecided),
        to_confirm=ages((o for _, o in running if o.state is State.NEGATED), at),
        to_sign_off=ages((o for _, o in found if waits_for_sign_off(o)), at),
    )


def ages(offences: Iterable[Offence], at: datetime) -> Ages:
    """How long decisions have waited for somebody's second look."""
    waited = [at - (o.decided_at or at) for o in offences]
    day, week = sum(w <= DAY for w in waited), sum(DAY < w <= WEEK for w in waited)
    return Ages(day, week, len(waited) - day - week)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def bands(hours: Iterable[tuple[datetime, int]], at: datetime, most: int = 6) -> tuple[Band, ...]:
    """The hours gathered into at most so many bands of equal length, those without any left out."""
    counted = dict(hours)
    for width in WIDTHS:
        found = _gathered(counted, _hour(at), timedelta(hours=width))
        if len(found) <= most:
            break
    return found


def _gathered(counted: dict[datetime, int], first: datetime, width: timedelta) -> tuple[Band, ...]:
    by_band: Counter[int] = Counter()
    for hour, n in counted.items():
        by_band[(hour - first) // width] += n
    return tuple(Band(first + k * width, first + (k + 1) * width, n) for k, n in sorted(by_band.items()))
