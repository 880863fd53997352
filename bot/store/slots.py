"""Who does a daily thing: a row that only one can insert, in the transaction of the thing itself."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select

from bot.store import upserts
from bot.store.tables import slots
from bot.store.work import Work

TAKE = upserts.for_both(
    lambda insert: insert(slots).on_conflict_do_nothing().returning(slots.c.job, slots.c.local_date)
)


def take(work: Work, job: str, day: date, outcome: str = "run") -> bool:
    """Take the slot of a job for a local day; False where somebody has it."""
    row = {"job": job, "local_date": day, "outcome": outcome, "taken_at": work.at}
    return work.conn.execute(upserts.of(TAKE, work.conn), row).scalar_one_or_none() is not None


def take_all(work: Work, wanted: Sequence[tuple[str, date, str]]) -> set[tuple[str, date]]:
    """Take slots (job, local day, outcome) in one statement; gives job and day of those that were free."""
    rows = [
        {"job": job, "local_date": day, "outcome": outcome, "taken_at": work.at}
        for job, day, outcome in wanted
    ]
    found = work.conn.execute(upserts.of(TAKE, work.conn), rows) if rows else ()
    return {(row.job, row.local_date) for row in found}


def taken(work: Work, job: str) -> dict[date, str]:
    """Every slot of a job, with its outcome."""
    rows = work.conn.execute(select(slots.c.local_date, slots.c.outcome).where(slots.c.job == job))
    return {r.local_date: r.outcome for r in rows}


def taken_of(work: Work, prefix: str) -> dict[str, dict[date, str]]:
    """Every slot of the jobs whose names begin so, by job, with its outcome."""
    rows = work.conn.execute(
        select(slots.c.job, slots.c.local_date, slots.c.outcome).where(
            slots.c.job.startswith(prefix, autoescape=True)
        )
    )
    found: dict[str, dict[date, str]] = {}
    for row in rows:
        found.setdefault(row.job, {})[row.local_date] = row.outcome
    return found


def forget_before(work: Work, day: date) -> int:
    """Drop the slots of local days before one; gives how many. Nothing looks back so far."""
    return work.conn.execute(delete(slots).where(slots.c.local_date < day)).rowcount
