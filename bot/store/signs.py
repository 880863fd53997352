"""When this installation last gave a sign of life: what a clock that jumped is told by."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import dropwhile

from sqlalchemy import bindparam, func, select

from bot.store.tables import polls, trail
from bot.store.work import Work

PAGE = 500
NEWER = (
    select(trail.c.id, trail.c.body)
    .where(trail.c.id < bindparam("before"), trail.c.body.is_not(None))
    .order_by(trail.c.id.desc())
    .limit(PAGE)
)


def newest(work: Work) -> datetime | None:
    """When the last entry of the trail was entered (UTC), by its clock; None where there is none."""
    return next(_entered(work), None)


def last_before(work: Work, instant: datetime) -> datetime | None:
    """The newest sign of before an instant (UTC): an entry of the trail, or a poll that brought something."""
    polled = work.conn.execute(select(func.max(polls.c.at)).where(polls.c.at < instant)).scalar_one()
    entered = next(dropwhile(lambda at: at >= instant, _entered(work)), None)
    return max((at for at in (polled, entered) if at), default=None)


def _entered(work: Work) -> Iterator[datetime]:
    """When each entry was entered, the last one first, a page at a time."""
    before = 2**63 - 1
    while rows := work.conn.execute(NEWER, {"before": before}).all():
        before = rows[-1].id
        for _, body in rows:
            if entered := json.loads(body).get("entered"):
                yield datetime.fromisoformat(entered)
