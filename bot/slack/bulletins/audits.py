"""What the auditor found missed, told to the operations channel."""

from bot.services.audit import misses as missed
from bot.slack.bulletins.reading import Payload, Reading, Words, fitting, present
from bot.store.outbox import Message


async def misses(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """Everything that one audit found, and what of it was told after all."""
    found, now = await read(missed.of_message, message.key), await read(present)
    values = fitting(words, lang, "audit/_miss", "missed", found, **now)
    return dict(words.message("audit/misses", lang, **now, **values, put_at=message.put_at))
