"""What people chose for themselves: the language in which the bot answers."""

from sqlalchemy import select

from bot.store import upserts
from bot.store.tables import preferences
from bot.store.work import Work

CHOOSE = upserts.for_both(
    lambda insert: (new := insert(preferences)).on_conflict_do_update(
        index_elements=["collar"], set_={"language": new.excluded.language}
    )
)


def choose(work: Work, collar: str, language: str) -> None:
    """Keep the language that somebody chose, in place of any before."""
    work.conn.execute(upserts.of(CHOOSE, work.conn), {"collar": collar, "language": language})


def languages(work: Work) -> dict[str, str]:
    """The languages that people chose, by collar number."""
    return {row.collar: row.language for row in work.conn.execute(select(preferences))}
