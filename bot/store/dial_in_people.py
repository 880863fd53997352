"""Who is to hear of a dial-in and when, and what they answered; nothing of it stays when it is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, and_, delete, select, update

from bot.store import upserts
from bot.store.dial_ins import DialIn
from bot.store.tables import dial_in_answers, dial_in_tellings
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody is to hear of an occurrence at an instant (UTC); `told_at` is when the message was put."""

    series: str
    week: date
    kind: str
    sequence: int
    collar: str
    due_at: datetime
    told_at: datetime | None = None

    @property
    def subject(self) -> str:
        """What its message is about."""
        return f"{self.series}|{self.week.isoformat()}|{self.kind}|{self.sequence}|{self.collar}"

    @property
    def key(self) -> str:
        """The key of its message."""
        return f"dial_in:{self.subject}"


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody said of coming, whom they send, who sends them, and whether they were there."""

    collar: str
    answer: str
    deputy: str | None = None
    sent_by: str | None = None
    here: bool = False


AT_ONCE = 100  # messages that one transaction puts: others want to write too
TELLING = [dial_in_tellings.c[name] for name in Telling.__slots__]
ANSWER = [dial_in_answers.c[name] for name in Answered.__slots__]
ADD = upserts.for_both(lambda insert: insert(dial_in_tellings).on_conflict_do_nothing())
SAY = upserts.for_both(
    lambda insert: (new := insert(dial_in_answers)).on_conflict_do_update(
        index_elements=["series", "week", "collar"],
        set_={name: new.excluded[name] for name in ("answer", "deputy", "sent_by", "here")},
    )
)


def _of(table: Table, dial_in: DialIn) -> Any:
    return and_(table.c.series == dial_in.series, table.c.week == dial_in.week)


def add(work: Work, tellings: Sequence[Telling]) -> None:
    """Note who is to hear of it; who is noted already stays as they are."""
    rows = [{name: getattr(each, name) for name in Telling.__slots__} for each in tellings]
    if rows:
        work.conn.execute(upserts.of(ADD, work.conn), rows)


def due(work: Work, most: int = AT_ONCE) -> list[Telling]:
    """Those whose time has come, the first first."""
    rows = work.conn.execute(
        select(*TELLING)
        .where(dial_in_tellings.c.told_at.is_(None), dial_in_tellings.c.due_at <= work.at)
        .order_by(dial_in_tellings.c.due_at, dial_in_tellings.c.collar)
        .limit(most)
    )
    return [Telling(*row) for row in rows]


def told(work: Work, telling: Telling) -> bool:
    """Take one as told; False where somebody has."""
    mine = and_(*(dial_in_tellings.c[n] == getattr(telling, n) for n in Telling.__slots__[:5]))
    untold = and_(mine, dial_in_tellings.c.told_at.is_(None))
    return work.conn.execute(update(dial_in_tellings).where(untold).values(told_at=work.at)).rowcount > 0


def waive(work: Work, dial_in: DialIn) -> set[str]:
    """Drop what nobody need hear any more, since it is otherwise now; gives whom it was for."""
    waiting = and_(_of(dial_in_tellings, dial_in), dial_in_tellings.c.told_at.is_(None))
    rows = work.conn.execute(delete(dial_in_tellings).where(waiting).returning(dial_in_tellings.c.collar))
    return set(rows.scalars())


def knows(work: Work, dial_in: DialIn, kind: str) -> bool:
    """Whether anybody hears of this version of it by a notice of a kind."""
    same = dial_in_tellings.c.sequence == dial_in.sequence, dial_in_tellings.c.kind == kind
    found = select(dial_in_tellings.c.collar).where(_of(dial_in_tellings, dial_in), *same).limit(1)
    return work.conn.execute(found).scalar_one_or_none() is not None


def of(work: Work, dial_in: DialIn) -> list[Telling]:
    """Everybody who heard of it, or will, in the order of their collar numbers."""
    rows = work.conn.execute(
        select(*TELLING)
        .where(_of(dial_in_tellings, dial_in))
        .order_by(dial_in_tellings.c.collar, dial_in_tellings.c.due_at)
    )
    return [Telling(*row) for row in rows]


def answers(work: Work, dial_in: DialIn) -> dict[str, Answered]:
    """What people answered, by collar number."""
    rows = work.conn.execute(select(*ANSWER).where(_of(dial_in_answers, dial_in)))
    return {row.collar: Answered(*row) for row in rows}


def say(work: Work, dial_in: DialIn, answered: Answered) -> None:
    """Keep an answer in the place of an earlier one."""
    row = {name: getattr(answered, name) for name in Answered.__slots__}
    work.conn.execute(upserts.of(SAY, work.conn), {"series": dial_in.series, "week": dial_in.week, **row})


def forget_notes(work: Work, before: datetime) -> int:
    """Drop who was told of notes before an instant; gives how many."""
    old = and_(dial_in_tellings.c.kind == "notes", dial_in_tellings.c.due_at < before)
    return work.conn.execute(delete(dial_in_tellings).where(old)).rowcount


def forget(work: Work, dial_in: DialIn) -> None:
    """Drop who was told and what they answered."""
    for table in (dial_in_tellings, dial_in_answers):
        work.conn.execute(delete(table).where(_of(table, dial_in)))
