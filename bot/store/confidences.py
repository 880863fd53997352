"""Words in confidence: kept until Slack has accepted them, counted by the local day, and of nobody."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert, select

from bot.store import upserts
from bot.store.tables import confidence_days, confidences, messages
from bot.store.work import Work

COUNT = upserts.for_both(
    lambda insert: insert(confidence_days).on_conflict_do_update(
        index_elements=["day"], set_={"count": confidence_days.c["count"] + 1}
    )
)


def keep(work: Work, keys: Sequence[str], words: str) -> None:
    """Keep words for as long as they are on their way, a copy for each message that carries them."""
    work.conn.execute(insert(confidences), [{"key": key, "day": work.today, "words": words} for key in keys])


def words_of(work: Work, key: str) -> str | None:
    """What a message carries; None when it has been delivered."""
    return work.conn.execute(select(confidences.c.words).where(confidences.c.key == key)).scalar_one_or_none()


def erase(work: Work, key: str) -> None:
    """Erase what Slack has accepted, and that there was a message."""
    work.conn.execute(delete(confidences).where(confidences.c.key == key))
    work.conn.execute(delete(messages).where(messages.c.key == key))


def count(work: Work) -> None:
    """Count one more of today."""
    work.conn.execute(upserts.of(COUNT, work.conn), {"day": work.today, "count": 1})


def take_days(work: Work) -> dict[date, int]:
    """Take the counts of days that are over: what this gives, nobody else gets."""
    over = delete(confidence_days).where(confidence_days.c.day < work.today)
    rows = work.conn.execute(over.returning(confidence_days.c.day, confidence_days.c["count"]))
    return {row[0]: row[1] for row in rows}


def forget_before(work: Work, day: date) -> int:
    """Drop words of before a local day, which Slack never took; gives how many."""
    old = select(confidences.c.key).where(confidences.c.day < day)
    keys = list(work.conn.execute(old).scalars())
    for key in keys:
        erase(work, key)
    return len(keys)
