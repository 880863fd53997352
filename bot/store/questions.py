"""Questions that people sent without their name: the words, the series and the local day, and no more."""

from collections.abc import Iterable
from secrets import token_hex

from sqlalchemy import insert, select, update

from bot.domain.agenda import Asked
from bot.store.tables import questions
from bot.store.work import Work

OPEN, ANSWERED, SET_ASIDE = "open", "answered", "set_aside"


def add(work: Work, series: str, words: str) -> None:
    """Keep a question for the next dial-in of a series."""
    row = {"id": token_hex(8), "series": series, "day": work.today, "words": words, "state": OPEN}
    work.conn.execute(insert(questions).values(row))


def waiting(work: Work, series: str) -> tuple[Asked, ...]:
    """Those that nobody has answered yet, by day; within a day by chance."""
    rows = work.conn.execute(
        select(questions.c.id, questions.c.words, questions.c.day)
        .where(questions.c.series == series, questions.c.state == OPEN)
        .order_by(questions.c.day, questions.c.id)
    )
    return tuple(Asked(*row) for row in rows)


def become(work: Work, ids: Iterable[str], state: str) -> None:
    """Let questions be answered, or set aside."""
    work.conn.execute(update(questions).where(questions.c.id.in_(list(ids))).values(state=state))
