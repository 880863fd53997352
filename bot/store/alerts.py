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


def got(work: Work, key: str, collar: str) -> list[Alert]:
    """Note that somebody has an alert in hand; gives what it tells of, or nothing where it was taken."""
    done = work.conn.execute(
        update(alerts)
        .where(alerts.c.message_key == key, alerts.c.got_by.is_(None))
        .values(got_by=collar, got_at=work.at)
    )
    return of_message(work, key) if done.rowcount else []
