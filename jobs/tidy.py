"""Tidying: deliveries so old that Slack cannot repeat them are forgotten."""

from datetime import timedelta

from bot.kit import Kit
from bot.store import inbox

KEPT = timedelta(days=2)


async def tidy(kit: Kit) -> int:
    """Forget old deliveries; gives how many."""
    at = kit.clock.story()
    return await kit.store.write(inbox.forget_before, at, at - KEPT)
