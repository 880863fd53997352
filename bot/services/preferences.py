"""What people choose for themselves: the language in which the bot answers."""

from bot.services.case import Request
from bot.store import inbox
from bot.store import preferences as stored
from bot.store.work import Work


def speak(work: Work, request: Request, language: str) -> None:
    """Answer this person in a language from now on."""
    inbox.claim(work, request.id)
    stored.choose(work, request.actor, language)


def languages(work: Work) -> dict[str, str]:
    """The languages that people chose, by collar number."""
    return stored.languages(work)
