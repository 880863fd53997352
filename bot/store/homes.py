"""Whose Home tab is open, and bringing the tabs up to date that a change concerns."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, bindparam, delete, literal, or_, select, update

from bot.domain.people import Person
from bot.store import outbox, upserts
from bot.store.outbox import AGAIN
from bot.store.tables import homes, messages
from bot.store.work import Work

HOME = "home"  # the bulletin, and the beginning of the channel's name
KEPT_FRESH = timedelta(hours=16)  # since it was opened: a long tour
OPENED = upserts.for_both(
    lambda insert: (new := insert(homes)).on_conflict_do_update(
        index_elements=["account"],
        set_={name: new.excluded[name] for name in ("collar", "unit", "everywhere", "opened_at")},
    )
)
OPEN = select(literal(f"{HOME}:") + homes.c.account).where(homes.c.opened_at > bindparam("since"))


def _freshening(*which: ColumnElement[bool]) -> Update:
    """Built once: every command of somebody brings tabs up to date."""
    return update(messages).where(messages.c.key.in_(OPEN.where(*which))).values(AGAIN)


SHOWING = _freshening(
    or_(homes.c.unit == bindparam("of_unit"), homes.c.everywhere, homes.c.collar == bindparam("of"))
)
THEIRS = _freshening(homes.c.collar.in_(bindparam("whose", expanding=True)))
EVERY = _freshening()


def opened(work: Work, person: Person, account: str, everywhere: bool) -> None:
    """Show somebody their Home tab, and keep it fresh from now on."""
    row = {"account": account, "collar": person.collar, "unit": person.unit, "everywhere": everywhere}
    work.conn.execute(upserts.of(OPENED, work.conn), row | {"opened_at": work.at})
    outbox.put(work, f"{HOME}:{account}", f"{HOME}@{person.collar}", HOME, account)


def freshen(work: Work, unit: str, oic: str | None = None) -> None:
    """Bring the open tabs up to date on which a unit's incidents stand, or an officer's."""
    _freshen(work, SHOWING, of_unit=unit, of=oic)


def freshen_of(work: Work, *collars: str) -> None:
    """Bring some people's open tabs up to date."""
    _freshen(work, THEIRS, whose=collars)


def freshen_all(work: Work) -> None:
    """Bring every open tab up to date, so that ages and times left stay true while nothing happens."""
    _freshen(work, EVERY)


def _freshen(work: Work, which: Update, **values: Any) -> None:
    if work.conn.execute(which, {"since": work.at - KEPT_FRESH, **values}).rowcount:
        work.wakes = True


def forget_before(work: Work, instant: datetime) -> int:
    """Drop whose tabs were not opened since an instant (UTC); gives how many. Opening one shows it again."""
    return work.conn.execute(delete(homes).where(homes.c.opened_at < instant)).rowcount
