"""What people choose for themselves: the language in which the bot answers."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from bot.services.case import Request
from bot.store import inbox
from bot.store.tables import preferences
from bot.store.work import Work


def speak(work: Work, request: Request, language: str) -> None:
    """Answer this person in a language from now on."""
    inbox.claim(work, request.id)
    dialect = postgresql if work.conn.dialect.name == "postgresql" else sqlite
    new = dialect.insert(preferences).values(collar=request.actor, language=language)
    work.conn.execute(new.on_conflict_do_update(index_elements=["collar"], set_={"language": language}))


def languages(work: Work) -> dict[str, str]:
    """The languages that people chose, by collar number."""
    return {row.collar: row.language for row in work.conn.execute(select(preferences))}
