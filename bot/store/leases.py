"""Who may act now: one holder at a time, and marks of one whose lease another has taken since are refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import bindparam, func, select, update

from bot.store import upserts
from bot.store.tables import leases
from bot.store.work import Work

P = ParamSpec("P")
T = TypeVar("T")
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def _hold(insert: Callable[[Any], Any]) -> Any:
    """The row goes to whoever has it, or to anybody once it has run out; each new holder begins an epoch."""
    new = insert(leases)
    mine = leases.c.holder == new.excluded.holder
    epoch = leases.c.epoch + (~mine).cast(leases.c.epoch.type)
    return new.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": new.excluded.holder, "until": new.excluded.until, "epoch": epoch},
        where=mine | (leases.c.until < bindparam("now")),
    ).returning(leases.c.epoch)


HOLD = upserts.for_both(_hold)


class Fenced(Exception):
    """Another holder took the lease meanwhile: nothing was written."""


def hold(work: Work, name: str, holder: str, seconds: float, machine_at: datetime) -> int | None:
    """Take or renew a lease; gives its epoch, or None where another holds it.

    PostgreSQL's own clock judges; SQLite has one machine, so that machine's clock (`machine_at`) does.
    """
    postgres = work.conn.dialect.name == "postgresql"
    now = work.conn.execute(select(func.clock_timestamp())).scalar_one() if postgres else machine_at
    row = {"name": name, "holder": holder, "epoch": 1, "until": now + timedelta(seconds=seconds)}
    return work.conn.execute(upserts.of(HOLD, work.conn), {**row, "now": now}).scalar_one_or_none()


def fenced(
    work: Work,
    name: str,
    epoch: int,
    service: Callable[Concatenate[Work, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run a service only while the lease is still in this epoch; raises Fenced.

    The row is locked, so that nobody takes the lease between this look and the commit.
    """
    held = select(leases.c.epoch).where(leases.c.name == name).with_for_update(read=True)
    if work.conn.execute(held).scalar_one_or_none() != epoch:
        raise Fenced
    return service(work, *args, **kwargs)


def release(work: Work, name: str, holder: str) -> None:
    """Give a lease back, so that another need not wait until it runs out."""
    mine = (leases.c.name == name) & (leases.c.holder == holder)
    work.conn.execute(update(leases).where(mine).values(until=LONG_AGO))
