"""Which alert told of which crossing, to whom, and who has it in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.domain.clock import Stage
from bot.store.tables import alerts
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Alert:
    """One crossing that was told: collar numbers in `mentions`, and who pressed *Got it*, when (UTC)."""

    id: int
    message_key: str
    incident_id: int
    n: int
    stage: Stage
    at: datetime
    mentions: tuple[str, ...]
    got_by: str | None
    got_at: datetime | None


COLUMNS = [alerts.c[name] for name in Alert.__slots__]
NEW = insert(alerts)


def add(
    work: Work, key: str, incident_id: int, n: int, stage: Stage, at: datetime, mentions: Sequence[str]
) -> None:
    """Note a crossing on an alert; raises IntegrityError for one that was told before."""
    row = {"message_key": key, "incident_id": incident_id, "n": n, "stage": int(stage), "at": at}
    work.conn.execute(NEW, row | {"mentions": tuple(mentions)})


def of_message(work: Work, key: str) -> list[Alert]:
    """What one alert message tells of, gravest and oldest first."""
    rows = work.conn.execute(
        select(*COLUMNS).where(alerts.c.message_key == key).order_by(alerts.c.stage.desc(), alerts.c.at)
    )
    return [Alert(r.id, r.message_key, r.incident_id, r.n, Stage(r.stage), *r[5:]) for r in rows]


def mentioned(work: Work, pair: tuple[int, int]) -> list[str]:
    """Whom the alerts of an offence named: collar numbers."""
    asked = select(alerts.c.mentions).where(alerts.c.incident_id == pair[0], alerts.c.n == pair[1])
    return sorted({collar for row in work.conn.execute(asked).scalars() for collar in row})


def newest(work: Work, pair: tuple[int, int]) -> str | None:
    """The message that told last of an offence."""
    asked = select(alerts.c.message_key).where(alerts.c.incident_id == pair[0], alerts.c.n == pair[1])
    return work.conn.execute(asked.order_by(alerts.c.id.desc()).limit(1)).scalar_one_or_none()


def let_go(work: Work, pair: tuple[int, int], collar: str) -> None:
    """Note that somebody has an offence in hand no longer."""
    its = alerts.c
    theirs = (its.incident_id == pair[0], its.n == pair[1], its.got_by == collar)
    work.conn.execute(update(alerts).where(*theirs).values(got_by=None, got_at=None))


def got(work: Work, pair: tuple[int, int], collar: str) -> int:
    """Note that somebody has an offence in hand, wherever it was told; gives on how many alerts."""
    its = alerts.c
    nobodys = (its.incident_id == pair[0], its.n == pair[1], its.got_by.is_(None))
    return work.conn.execute(update(alerts).where(*nobodys).values(got_by=collar, got_at=work.at)).rowcount
