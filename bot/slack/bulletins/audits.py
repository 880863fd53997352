"""What the auditor found missed: told to the operations channel, listed for the Registrar."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.services.audit import misses as missed
from bot.slack.bulletins.reading import LINES_BLOCKS, LINES_BUDGET, Payload, Reading, Words, present
from bot.slack.render import page
from bot.store.outbox import Message


async def misses(read: Reading, words: Words, lang: str, message: Message) -> Payload:
    """Everything that one audit found, and what of it was told after all."""
    found, now = await read(missed.of_message, message.key), await read(present)
    values = fitting(words, lang, found, **now)
    return dict(words.message("audit/misses", lang, **now, **values, put_at=message.put_at))


def fitting(words: Words, lang: str, found: Sequence[Any], **now: Any) -> Mapping[str, Any]:
    """As many misses as one message takes, whole, and the rest as a count."""
    shown, rest = page(
        found,
        lambda each: words.blocks("audit/_miss", lang, **now, missed=each),
        budget=LINES_BUDGET,
        max_blocks=LINES_BLOCKS,
    )
    return {"found": shown, "rest": rest}
