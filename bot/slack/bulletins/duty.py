"""What people are told of duty: that they cover for somebody, and that somebody does not."""

from bot.services import cover
from bot.slack.bulletins.reading import Payload, Reading, Words, present
from bot.store.outbox import Message


async def covers(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """For whom somebody covers and until when, as that stands; None where one of them has left."""
    found, now = await read(cover.of_change, int(message.subject)), await read(present)
    return dict(words.message("duty/cover", lang, **now, cover=found)) if found else None


async def not_covered(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """That somebody does not cover, told to whoever can name another."""
    found, now = await read(cover.of_change, int(message.subject)), await read(present)
    return dict(words.message("duty/cover_declined", lang, **now, cover=found)) if found else None
