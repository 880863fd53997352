"""What people chose about digests: whether they want one of a kind, and of which units."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from bot.store import upserts
from bot.store.tables import subscriptions
from bot.store.work import Work

DAILY, WEEKLY = "daily", "weekly"
EVER = datetime(1970, 1, 1, tzinfo=UTC)
COLUMNS = [subscriptions.c[name] for name in ("collar", "wanted", "units", "since")]
CHOOSE = upserts.for_both(
    lambda insert: (new := insert(subscriptions)).on_conflict_do_update(
        index_elements=["collar", "kind"],
        set_={name: new.excluded[name] for name in ("wanted", "units", "since")},
    )
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose: no units are those that they have without choosing.

    `since` is from when on (UTC) they have wanted it, if they do.
    """

    collar: str
    wanted: bool
    units: tuple[str, ...]
    since: datetime


def chosen(work: Work, kind: str) -> dict[str, Chosen]:
    """What people chose about a kind of digest, by collar number."""
    rows = work.conn.execute(select(*COLUMNS).where(subscriptions.c.kind == kind))
    return {row.collar: Chosen(*row) for row in rows}


def choose(work: Work, kind: str, choice: Chosen) -> None:
    """Keep what somebody chose about a kind of digest."""
    row = {name: getattr(choice, name) for name in Chosen.__slots__}
    work.conn.execute(upserts.of(CHOOSE, work.conn), {"kind": kind, **row})
