"""What people are told of duty: who covers for whom, what they are offered, what was left undecided."""

from bot.services.duty import cover, shift_ends
from bot.services.handovers import messages
from bot.slack.bulletins.reading import Payload, Reading, Words, found
from bot.store.outbox import Message


async def covers(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """For whom somebody covers and until when, as that stands; None where one of them has left."""
    number = int(message.subject)
    return await found(read, words, lang, "duty/cover", "cover", cover.of_change, number)


async def not_covered(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """That somebody does not cover, told to whoever can name another."""
    number = int(message.subject)
    return await found(read, words, lang, "duty/cover_declined", "cover", cover.of_change, number)


async def offered(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """An offer, as the taker sees it."""
    return await _handover("handovers/to", read, words, lang, message)


async def offering(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """An offer, as the giver sees it."""
    return await _handover("handovers/by", read, words, lang, message)


async def answered(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """That an offer was answered, told to the giver."""
    return await _handover("handovers/answer", read, words, lang, message)


async def _handover(
    template: str, read: Reading, words: Words, lang: str, message: Message
) -> Payload | None:
    reader = message.channel.removeprefix("@")
    number = int(message.subject)
    return await found(read, words, lang, template, "shown", messages.shown, number, lang, reader)


async def reminder(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What somebody holds whose tour ends soon."""
    return await _remains("handovers/reminder", read, words, lang, message)


async def remains(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What somebody left undecided, told to who looks after it."""
    return await _remains("handovers/remains", read, words, lang, message)


async def _remains(template: str, read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    collar, reader = message.subject.split("|")
    return await found(read, words, lang, template, "left", shift_ends.remains, collar, reader, lang)
