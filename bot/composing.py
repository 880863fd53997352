"""What the dispatcher asks: what does this message say now?"""

from collections.abc import Callable
from typing import Any

from bot.kit import Kit
from bot.slack.bulletins import BULLETINS
from bot.slack.delivery import Compose, Composed
from bot.store.outbox import Message


def composer(kit: Kit) -> Compose:
    """A function that composes a message from the newest state, in its channel's language."""

    async def read(query: Callable[..., Any], *args: Any) -> Any:
        return await kit.store.read(query, kit.clock.story(), *args)

    async def compose(message: Message) -> Composed | None:
        lang = kit.channel_language(message.channel)
        payload = await BULLETINS[message.bulletin](read, kit.words, lang, message)
        return Composed(payload["text"], payload["blocks"], lang) if payload else None

    return compose
