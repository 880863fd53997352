"""What was put off: which offence, by whom, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from bot.store.tables import snoozes
from bot.store.work import Work

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snooze:
    """One offence put off by somebody (a collar number), from one instant to another (UTC)."""

    incident_id: int
    n: int
    stage: str
    by: str
    at: datetime
    until: datetime


COLUMNS = [snoozes.c[name] for name in Snooze.__slots__]
NEW = insert(snoozes)


def add(work: Work, snooze: Snooze) -> None:
    """Keep that somebody put an offence off."""
    work.conn.execute(NEW, {name: getattr(snooze, name) for name in Snooze.__slots__})


def of(work: Work, ids: Sequence[int]) -> list[Snooze]:
    """Everything that was put off of some incidents, oldest first."""
    asked = select(*COLUMNS).where(snoozes.c.incident_id.in_(ids)).order_by(snoozes.c.id)
    return [Snooze(*list(row)) for row in work.conn.execute(asked)]


def standing(work: Work, pairs: Sequence[Pair]) -> dict[Pair, Snooze]:
    """Of some offences those that are put off at `work.at`, each as it was put off last."""
    found = of(work, sorted({incident_id for incident_id, _ in pairs})) if pairs else []
    return {(s.incident_id, s.n): s for s in found if s.until > work.at}
