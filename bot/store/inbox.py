"""Each request takes effect once, however often Slack delivers it."""

from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables import inbox
from bot.store.work import Work


class Repeated(Exception):
    """This very request has taken effect before; nothing was done now."""


def _insert(conn: Connection) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(inbox) if conn.dialect.name == "postgresql" else sqlite.insert(inbox)


def claim(work: Work, key: str) -> None:
    """Take a request as ours, in the transaction of what it does; raises Repeated if it is known."""
    new = _insert(work.conn).values(key=key, at=work.at).on_conflict_do_nothing().returning(inbox.c.key)
    if work.conn.execute(new).scalar_one_or_none() is None:  # an insert's row count is not told everywhere
        raise Repeated


def forget_before(work: Work, instant: datetime) -> int:
    """Drop requests older than any that Slack could still deliver again; gives back how many."""
    return work.conn.execute(delete(inbox).where(inbox.c.at < instant)).rowcount
