"""What crossed a stage, and what somebody is told of it by a message of their own."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.services.ladder import alert_items
from bot.slack.bulletins.reading import LINES_BLOCKS, LINES_BUDGET, Payload, Reading, Words
from bot.slack.render import page
from bot.store.outbox import Message


async def alert(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What crossed a stage, whom it concerns, and who has it in hand; settled items say so.

    None where nothing of it may be told in its channel any more.
    """
    return await _shown(alert_items.alert, read, words, lang, message)


async def told(read: Reading, words: Words, lang: str, message: Message) -> Payload | None:
    """What one person is told of by a message of their own, or a channel in the thread of an alert.

    None where they may see nothing of it any more.
    """
    return await _shown(alert_items.told, read, words, lang, message)


async def _shown(
    query: Callable[..., Any], read: Reading, words: Words, lang: str, message: Message
) -> Payload | None:
    view = await read(query, message.key, lang)
    if not view.items:
        return None
    shown, _ = page(
        view.items,
        lambda item: words.blocks("alerts/_item", lang, at=view.at, item=item),
        budget=LINES_BUDGET,
        max_blocks=LINES_BLOCKS,
    )
    rest, some = view.items[len(shown) :], replace(view, items=shown)
    return dict(words.message("alerts/alert", lang, at=view.at, alert=some, rest=rest))
