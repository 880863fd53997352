"""What was due and was not told, each once; and how far the auditor has looked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from bot.domain.auditing import Kind
from bot.store import upserts
from bot.store.schema.audit import UNTOLD
from bot.store.tables import audit_marks, misses
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that was due (UTC) and found untold; closed when it was told after all."""

    kind: Kind
    what: str
    stream: str
    due_at: datetime
    found_at: datetime
    message_key: str
    closed_at: datetime | None = None

    @property
    def parts(self) -> list[str]:
        """What names it, part by part."""
        return self.what.split("|")


COLUMNS = [misses.c[name] for name in Miss.__slots__]


def _mark(insert: Callable[[Any], Any]) -> Any:
    new = insert(audit_marks)
    later = audit_marks.c.upto < new.excluded.upto
    return new.on_conflict_do_update(index_elements=["kind"], set_={"upto": new.excluded.upto}, where=later)


ADD = upserts.for_both(lambda insert: insert(misses).on_conflict_do_nothing().returning(misses.c.id))
FIRST_MARK = upserts.for_both(lambda insert: insert(audit_marks).on_conflict_do_nothing())
MARK = upserts.for_both(_mark)


def _miss(row: Any) -> Miss:
    kind, *rest = row
    return Miss(Kind(kind), *rest)


def add(work: Work, miss: Miss) -> bool:
    """Note a miss; False where it was noted before."""
    row = {name: getattr(miss, name) for name in Miss.__slots__} | {"kind": miss.kind.value}
    return work.conn.execute(upserts.of(ADD, work.conn), row).scalar_one_or_none() is not None


def telling_of(work: Work, stream: str) -> list[str]:
    """The keys of the messages that tell of what was missed of a trail, such as an incident's."""
    keys = select(misses.c.message_key).where(misses.c.stream == stream).distinct()
    return list(work.conn.execute(keys).scalars())


def known(work: Work, whats: Iterable[tuple[Kind, str]]) -> set[tuple[Kind, str]]:
    """Those of some things that were found missed before."""
    wanted = set(whats)
    asked = select(misses.c.kind, misses.c.what).where(misses.c.what.in_({what for _, what in wanted}))
    return {found for row in work.conn.execute(asked) if (found := (Kind(row.kind), row.what)) in wanted}


def untold(work: Work) -> list[Miss]:
    """What has still not been told, oldest first."""
    return [_miss(r) for r in work.conn.execute(select(*COLUMNS).where(UNTOLD).order_by(misses.c.due_at))]


def since(work: Work, instant: datetime) -> list[Miss]:
    """What has still not been told, and what was found since an instant; newest first."""
    asked = select(*COLUMNS).where(or_(UNTOLD, misses.c.found_at >= instant))
    return [_miss(row) for row in work.conn.execute(asked.order_by(misses.c.due_at.desc(), misses.c.what))]


def of_message(work: Work, key: str) -> list[Miss]:
    """What one message tells of, oldest first."""
    asked = select(*COLUMNS).where(misses.c.message_key == key)
    return [_miss(row) for row in work.conn.execute(asked.order_by(misses.c.due_at, misses.c.what))]


def close(work: Work, miss: Miss) -> bool:
    """Note that it was told after all; False where that is known."""
    mine = UNTOLD, misses.c.kind == miss.kind.value, misses.c.what == miss.what
    return work.conn.execute(update(misses).where(*mine).values(closed_at=work.at)).rowcount > 0


def marks(work: Work) -> dict[str, datetime]:
    """How far each kind of thing has been looked at."""
    return {row.kind: row.upto for row in work.conn.execute(select(audit_marks))}


def mark(work: Work, kind: str, upto: datetime) -> None:
    """Note how far a kind of thing has been looked at; it never goes back."""
    work.conn.execute(upserts.of(MARK, work.conn), {"kind": kind, "upto": upto})


def first_mark(work: Work, kind: str, upto: datetime) -> None:
    """The same where nothing is noted yet."""
    work.conn.execute(upserts.of(FIRST_MARK, work.conn), {"kind": kind, "upto": upto})


def forget_before(work: Work, instant: datetime) -> int:
    """Drop what was found before an instant; gives how many."""
    return work.conn.execute(delete(misses).where(misses.c.found_at < instant)).rowcount
