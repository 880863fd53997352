"""The Registrar's answers: kept for good, searched by their words, superseded and never changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, insert, select, update

from bot.store.tables import rulings
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Ruling:
    """A question, the Registrar's answer, the edition of the counting rules that it rests on, and its day.

    `superseded_by` is the ruling that took its place, and `superseded_on` when.
    """

    id: int
    question: str
    answer: str
    edition: str
    day: date
    given_by: str
    series: str | None = None
    week: date | None = None
    superseded_by: int | None = None
    superseded_on: date | None = None


COLUMNS = [rulings.c[name] for name in Ruling.__slots__]
NEWEST = (rulings.c.superseded_by.is_not(None), rulings.c.day.desc(), rulings.c.id.desc())


def add(work: Work, sought: str, **values: Any) -> int:
    """Keep a ruling; gives its number."""
    row = {"day": work.today, "sought": sought, **values}
    made = work.conn.execute(insert(rulings).values(row).returning(rulings.c.id))
    return int(made.scalar_one())


def by_id(work: Work, id_: int) -> Ruling | None:
    """One ruling."""
    row = work.conn.execute(select(*COLUMNS).where(rulings.c.id == id_)).one_or_none()
    return Ruling(*row) if row else None


def supersede(work: Work, id_: int, by: int) -> bool:
    """Let another ruling take its place from today on; False where one has."""
    standing = and_(rulings.c.id == id_, rulings.c.superseded_by.is_(None))
    values = {"superseded_by": by, "superseded_on": work.today}
    return work.conn.execute(update(rulings).where(standing).values(values)).rowcount > 0


def found(work: Work, words: list[str]) -> list[Ruling]:
    """Rulings in which each of these words begins a word; those that stand first, the newest first.

    `words` are folded as `sought` is: both databases then compare plain small letters alike.
    """
    holds = (rulings.c.sought.contains(f" {word}", autoescape=True) for word in words)
    rows = work.conn.execute(select(*COLUMNS).where(and_(True, *holds)).order_by(*NEWEST))
    return [Ruling(*row) for row in rows]


def of_dial_in(work: Work, series: str, week: date) -> list[Ruling]:
    """The rulings that a dial-in brought, the first first."""
    brought = and_(rulings.c.series == series, rulings.c.week == week)
    return [Ruling(*row) for row in work.conn.execute(select(*COLUMNS).where(brought).order_by(rulings.c.id))]
