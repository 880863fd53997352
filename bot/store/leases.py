"""Who may act now: marks of a holder whose lease another has taken since are refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import select, update

from bot.store.tables import leases
from bot.store.work import Work

P = ParamSpec("P")
T = TypeVar("T")
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Fenced(Exception):
    """Another holder took the lease meanwhile: nothing was written."""


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
