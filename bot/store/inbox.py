"""Each request takes effect once, however often Slack delivers it."""

from datetime import datetime

from sqlalchemy import delete

from bot.store import upserts
from bot.store.tables import inbox
from bot.store.work import Work

CLAIM = upserts.for_both(lambda insert: insert(inbox).on_conflict_do_nothing().returning(inbox.c.key))


class Repeated(Exception):
    """This very request has taken effect before; nothing was done now."""


def claim(work: Work, key: str) -> None:
    """Take a request as ours, in the transaction of what it does; raises Repeated if it is known."""
    claimed = work.conn.execute(upserts.of(CLAIM, work.conn), {"key": key, "at": work.at})
    if claimed.scalar_one_or_none() is None:  # an insert's row count is not told everywhere
        raise Repeated


def forget_before(work: Work, instant: datetime) -> int:
    """Drop requests of before an instant, so long ago that Slack repeats none of them; gives how many."""
    return work.conn.execute(delete(inbox).where(inbox.c.at < instant)).rowcount
