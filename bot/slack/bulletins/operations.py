"""What the operations channel is told: a feed that is not well, a message that Slack will not take."""

from bot.slack.bulletins.reading import Payload, Reading, Words
from bot.store import silences
from bot.store.outbox import Message


async def alarm(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """A feed that is not well, told to the operations channel."""
    source, code = message.subject.split("|")
    at = message.put_at
    return dict(words.message("feeds/alarm", lang, at=at, source=source, code=code, put_at=at))


async def undelivered(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """A message that Slack will not take, told to the operations channel."""
    channel, code = message.subject.split("|")
    at = message.put_at
    return dict(words.message("operations/undelivered", lang, at=at, channel=channel, code=code, put_at=at))


async def silence(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """Loops of the bot that leave no beat, or a process of which nothing is heard; or that they are back."""
    found = await read(silences.of_message, message.key)
    return dict(words.message("operations/silence", lang, at=message.put_at, silences=found))
