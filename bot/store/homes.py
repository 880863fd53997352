"""Whose Home tab is open, and bringing the tabs up to date that a change concerns."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, literal, or_, select, update

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


def opened(work: Work, person: Person, account: str, everywhere: bool) -> None:
    """Show somebody their Home tab, and keep it fresh from now on."""
    row = {"account": account, "collar": person.collar, "unit": person.unit, "everywhere": everywhere}
    work.conn.execute(upserts.of(OPENED, work.conn), row | {"opened_at": work.at})
    outbox.put(work, f"{HOME}:{account}", f"{HOME}@{person.collar}", HOME, account)


def freshen(work: Work, unit: str, oic: str | None = None) -> None:
    """Bring the open tabs up to date on which a unit's incidents stand, or an officer's."""
    _freshen(work, _open(work).where(or_(homes.c.unit == unit, homes.c.everywhere, homes.c.collar == oic)))


def freshen_of(work: Work, *collars: str) -> None:
    """Bring some people's open tabs up to date."""
    _freshen(work, _open(work).where(homes.c.collar.in_(collars)))


def freshen_all(work: Work) -> None:
    """Bring every open tab up to date, so that ages and times left stay true while nothing happens."""
    _freshen(work, _open(work))


def _open(work: Work) -> Select[Any]:
    return select(literal(f"{HOME}:") + homes.c.account).where(homes.c.opened_at > work.at - KEPT_FRESH)


def _freshen(work: Work, keys: Select[Any]) -> None:
    if work.conn.execute(update(messages).where(messages.c.key.in_(keys)).values(AGAIN)).rowcount:
        work.wakes = True


def forget_before(work: Work, instant: datetime) -> int:
    """Drop whose tabs were not opened since an instant (UTC); gives how many. Opening one shows it again."""
    return work.conn.execute(delete(homes).where(homes.c.opened_at < instant)).rowcount
