"""What the crime system's feed brought to light: references that lapsed, cancellations for the Registrar."""

from collections.abc import Mapping
from typing import Any

from bot.services.crimes import cancellations, lapsing
from bot.slack.bulletins.reading import LINES_BLOCKS, LINES_BUDGET, Payload, Reading, Words, present
from bot.slack.render import page
from bot.store.outbox import Message


async def lapsed(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """A reference that came to nothing; None where nothing of it may be told in its channel any more."""
    found, now = await read(lapsing.of_message, message.key, lang), await read(present)
    return dict(words.message("crimes/lapsed", lang, **now, lapsed=found)) if found else None


async def cancellation(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What the Registrar must look at, in a channel of the Registrar's own."""
    found, now = await read(cancellations.of_message, message.key, lang), await read(present)
    return dict(words.message("crimes/cancellation", lang, **now, shown=found)) if found else None


def registrars(words: Words, lang: str, found: Any, **now: Any) -> Mapping[str, Any]:
    """As many things for the Registrar as one message takes, whole, and the rest as a count."""
    shown, rest = page(
        found,
        lambda each: words.blocks("crimes/_shown", lang, **now, shown=each),
        budget=LINES_BUDGET,
        max_blocks=LINES_BLOCKS,
    )
    return {"found": shown, "rest": rest}
