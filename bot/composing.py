"""What the dispatcher asks of us: what does this message say now, and who hears that Slack won't take it?"""

import logging
from collections.abc import Callable
from typing import Any

from bot.kit import Kit
from bot.services.messages.outcomes import undelivered
from bot.slack.bulletins import BULLETINS
from bot.slack.delivery import Compose, Composed
from bot.slack.mending import Alarm
from bot.store.outbox import Message

log = logging.getLogger(__name__)


def composer(kit: Kit) -> Compose:
    """A function that composes a message from the newest state, in its channel's language."""

    async def read(query: Callable[..., Any], *args: Any) -> Any:
        return await kit.store.read(query, kit.clock.story(), *args)

    async def compose(message: Message) -> Composed | None:
        lang = kit.channel_language(message.channel)
        payload = await BULLETINS[message.bulletin](read, kit.words, lang, message)
        if not payload:
            return None
        return Composed(payload.get("text", ""), payload["blocks"], lang, payload.get("attachments", ()))

    return compose


def alarming(kit: Kit) -> Alarm:
    """A function that tells the log, and the operations channel where it is about one message."""

    async def alarm(code: str, message: Message | None) -> None:
        log.error("Slack refused for good: %s (%s)", code, message.key if message else "everything")
        if message is not None:
            await kit.store.write(undelivered, kit.clock.story(), message, code)

    return alarm
