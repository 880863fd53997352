"""Loops and processes of the bot that leave no beat, and which message tells of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from bot.store import upserts
from bot.store.schema.audit import STANDING
from bot.store.tables import silences
from bot.store.work import Work

WHOLE = ""  # the loop of a process that says nothing at all


@dataclass(frozen=True, slots=True)
class Silence:
    """One loop of one process, silent since an instant of the story (UTC) until it was back."""

    message_key: str
    replica: str
    loop: str
    since: datetime
    back_at: datetime | None = None


COLUMNS = [silences.c[name] for name in Silence.__slots__]


def _begin(insert: Callable[[Any], Any]) -> Any:
    return insert(silences).on_conflict_do_nothing().returning(silences.c.id)


BEGIN = upserts.for_both(_begin)


def begin(work: Work, new: Silence) -> bool:
    """Note that a loop is silent; False where that is known already."""
    row = {name: getattr(new, name) for name in Silence.__slots__}
    return work.conn.execute(upserts.of(BEGIN, work.conn), row).scalar_one_or_none() is not None


def standing(work: Work) -> list[Silence]:
    """Everything that is silent now."""
    rows = work.conn.execute(select(*COLUMNS).where(STANDING).order_by(silences.c.since))
    return [Silence(*row) for row in rows]


def of_message(work: Work, key: str) -> list[Silence]:
    """What one message tells of, that which was silent first before the others."""
    asked = select(*COLUMNS).where(silences.c.message_key == key)
    return [Silence(*row) for row in work.conn.execute(asked.order_by(silences.c.since, silences.c.loop))]


def end(work: Work, which: Sequence[Silence]) -> None:
    """Note that loops are back."""
    for one in which:
        mine = (silences.c.replica == one.replica) & (silences.c.loop == one.loop)
        work.conn.execute(update(silences).where(STANDING, mine).values(back_at=work.at))


def forget_before(work: Work, instant: datetime) -> int:
    """Drop what was silent before an instant; gives how many."""
    return work.conn.execute(delete(silences).where(silences.c.since < instant)).rowcount
