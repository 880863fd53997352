"""Who may act now: one holder at a time, and marks of one whose lease another has taken since are refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from zlib import crc32

from sqlalchemy import bindparam, delete, func, select, text, update

from bot.store import upserts
from bot.store.tables import leases
from bot.store.work import Work

P = ParamSpec("P")
T = TypeVar("T")
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
KIND = 0x4C656173  # of the advisory locks by which a transaction shows that it was begun under a lease
# Where PostgreSQL has half of what a process sends, no limit ends its wait: whoever takes the lease does.
END_FROZEN = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND classid = :kind AND objid = :lease AND objsubid = 2"
    " AND datname = current_database() AND usename = current_user AND wait_event_type = 'Client'"
    " AND query_start < clock_timestamp() - make_interval(secs => :seconds)"
)
FROZEN_SECONDS = 1.5  # without a word in the middle of a transaction: longer than anything is reckoned there


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


def _is_postgresql(work: Work) -> bool:
    return work.conn.dialect.name == "postgresql"


def present(work: Work, machine_at: datetime) -> datetime:
    """The instant by which leases are judged: the database's own, of SQLite its machine's."""
    there = _is_postgresql(work)
    return work.conn.execute(select(func.clock_timestamp())).scalar_one() if there else machine_at


def hold(work: Work, name: str, holder: str, seconds: float, machine_at: datetime) -> int | None:
    """Take or renew a lease; gives its epoch, or None where another holds it.

    PostgreSQL's own clock judges; SQLite has one machine, so that machine's clock (`machine_at`) does.
    """
    now = present(work, machine_at)
    if _is_postgresql(work) and not _is_free(work, name, holder, now):
        return None
    row = {"name": name, "holder": holder, "epoch": 1, "until": now + timedelta(seconds=seconds)}
    return work.conn.execute(upserts.of(HOLD, work.conn), {**row, "now": now}).scalar_one_or_none()


def _is_free(work: Work, name: str, holder: str, now: datetime) -> bool:
    """Whether a lease may be ours: nobody waits for one that another has, nor for who froze having it."""
    asked = select(leases.c.holder, leases.c.until).where(leases.c.name == name)
    row = work.conn.execute(asked).one_or_none()
    if row is None or row.holder == holder:
        return True
    if row.until < now:
        frozen = {"kind": KIND, "lease": _key(name), "seconds": FROZEN_SECONDS}
        work.conn.execute(END_FROZEN, frozen)
        return True
    return False


def _key(name: str) -> int:
    return crc32(name.encode()) & 0x7FFFFFFF


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
    shown = [func.pg_try_advisory_xact_lock_shared(KIND, _key(name))] * _is_postgresql(work)
    held = select(leases.c.epoch, *shown).where(leases.c.name == name).with_for_update(read=True)
    if work.conn.execute(held).scalar_one_or_none() != epoch:
        raise Fenced
    return service(work, *args, **kwargs)


def release(work: Work, name: str, holder: str) -> None:
    """Give a lease back, so that another need not wait until it runs out."""
    mine = (leases.c.name == name) & (leases.c.holder == holder)
    work.conn.execute(update(leases).where(mine).values(until=LONG_AGO))


def is_held(work: Work, name: str, holder: str, machine_at: datetime) -> bool:
    """Whether a holder has a lease that has not run out."""
    mine = leases.c.name == name, leases.c.holder == holder, leases.c.until >= present(work, machine_at)
    return work.conn.execute(select(leases.c.epoch).where(*mine)).scalar_one_or_none() is not None


def run_out(work: Work, prefix: str, machine_at: datetime) -> list[tuple[str, timedelta]]:
    """The holders of leases of a kind that ran out and were not given back, and how long ago that was."""
    now = present(work, machine_at)
    lost = leases.c.name.startswith(prefix, autoescape=True), leases.c.until < now, leases.c.until > LONG_AGO
    rows = work.conn.execute(select(leases.c.holder, leases.c.until).where(*lost))
    return [(holder, now - until) for holder, until in rows]


def forget_before(work: Work, prefix: str, machine_at: datetime) -> int:
    """Drop leases of a kind that ran out before an instant; gives how many."""
    old = leases.c.name.startswith(prefix, autoescape=True), leases.c.until < machine_at
    return work.conn.execute(delete(leases).where(*old)).rowcount
