"""What became of the reported offences that we hold, as `domain/figures.py` judges them: for every figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.figures import Fate
from bot.domain.offence import State
from bot.store import fates as stored
from bot.store.work import Work

RECORDED = frozenset({State.RECORDED.value, State.SIGNED_OFF.value})


@dataclass(frozen=True, slots=True)
class Placed:
    """The fate of one offence, with its incident's unit and its own category, else its incident's."""

    fate: Fate
    unit: str
    category: str
    restricted: bool
    incident_id: int
    n: int
    state: str


def fates(work: Work, since: datetime, until: datetime, units: Iterable[str] | None = None) -> list[Placed]:
    """The offences of which police were told from `since` until before `until` (UTC), in order of time.

    `units`: only theirs. A negation counts as one once it is confirmed: until then its clock runs.
    """
    return [_placed(row) for row in stored.told_between(work, since, until, units)]


def _placed(row: Any) -> Placed:
    fate = Fate(
        row.told_at,
        row.due_at,
        row.decided_at if row.state in RECORDED else None,
        negated=row.state == State.CONFIRMED,
        unmatched=bool(row.unmatched),
        cancelled=row.state == State.CANCELLED,
    )
    category = row.offence_class or row.category
    return Placed(fate, row.unit, category, row.restricted, row.incident_id, row.n, row.state)
