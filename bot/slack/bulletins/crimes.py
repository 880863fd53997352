"""What the crime system's feed brought to light: references that lapsed, cancellations for the Registrar."""

from bot.services.crimes import cancellations, lapsing
from bot.slack.bulletins.reading import Payload, Reading, Words, found
from bot.store.outbox import Message


async def lapsed(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """A reference that came to nothing; None where nothing of it may be told in its channel any more."""
    return await found(read, words, lang, "crimes/lapsed", "lapsed", lapsing.of_message, message.key, lang)


async def cancellation(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What the Registrar must look at, in a channel of the Registrar's own."""
    return await found(
        read, words, lang, "crimes/cancellation", "shown", cancellations.of_message, message.key, lang
    )
