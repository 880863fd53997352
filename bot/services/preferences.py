"""What people choose for themselves: the language in which the bot answers."""

from sqlalchemy import select

from bot.services.case import Request
from bot.store import inbox, upserts
from bot.store.tables import preferences
from bot.store.work import Work

SPEAK = upserts.for_both(
    lambda insert: (new := insert(preferences)).on_conflict_do_update(
        index_elements=["collar"], set_={"language": new.excluded.language}
    )
)


def speak(work: Work, request: Request, language: str) -> None:
    """Answer this person in a language from now on."""
    inbox.claim(work, request.id)
    work.conn.execute(upserts.of(SPEAK, work.conn), {"collar": request.actor, "language": language})


def languages(work: Work) -> dict[str, str]:
    """The languages that people chose, by collar number."""
    return {row.collar: row.language for row in work.conn.execute(select(preferences))}
