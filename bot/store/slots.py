"""Who does a daily thing: a row that only one can insert, in the transaction of the thing itself."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.slots import Due, Schedule, due
from bot.store.tables import leases, slots
from bot.store.work import Work


def take(work: Work, job: str, day: date, outcome: str = "run") -> bool:
    """Take the slot of a job for a local day; False where somebody has it."""
    dialect = postgresql if work.conn.dialect.name == "postgresql" else sqlite
    row = {"job": job, "local_date": day, "outcome": outcome, "taken_at": work.at}
    new = dialect.insert(slots).values(row).on_conflict_do_nothing().returning(slots.c.job)
    return work.conn.execute(new).scalar_one_or_none() is not None


def taken(work: Work, job: str) -> dict[date, str]:
    """Every slot of a job, with its outcome."""
    rows = work.conn.execute(select(slots.c.local_date, slots.c.outcome).where(slots.c.job == job))
    return {r.local_date: r.outcome for r in rows}


def claim(work: Work, schedule: Schedule) -> tuple[Due, ...]:
    """Take every slot of a job that is due, oldest first; what this gives nobody else gets.

    Do the work of those that run in this very transaction, so that the slot and the work are one.
    Those `skipped` are an alarm each.
    """
    wanted = due(schedule, work.at, taken(work, schedule.job))
    return tuple(d for d in wanted if take(work, schedule.job, d.day, d.slot.value))


def hold_lease(work: Work, name: str, holder: str, seconds: float, machine_at: datetime) -> int | None:
    """Take or renew a lease; gives its epoch, or None where another holds it.

    PostgreSQL's own clock judges; SQLite has one machine, so that machine's clock (`machine_at`) does.
    """
    postgres = work.conn.dialect.name == "postgresql"
    now = work.conn.execute(select(func.clock_timestamp())).scalar_one() if postgres else machine_at
    dialect = postgresql if postgres else sqlite
    row = {"name": name, "holder": holder, "epoch": 1, "until": now + timedelta(seconds=seconds)}
    new = dialect.insert(leases).values(row)
    takes = new.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "holder": holder,
            "until": row["until"],
            "epoch": leases.c.epoch + (leases.c.holder != holder).cast(leases.c.epoch.type),
        },
        where=(leases.c.holder == holder) | (leases.c.until < now),
    ).returning(leases.c.epoch)
    return work.conn.execute(takes).scalar_one_or_none()
