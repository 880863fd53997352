"""The escalation ladder: every step that is due is told, however long ago that was, or says why not."""

from bot.kit import Kit
from bot.services.ladder import climbing as services


async def ladder(kit: Kit) -> int:
    """Settle every step that is due; gives how many."""
    settled = 0
    while found := await kit.store.write(services.climb, kit.clock.story()):
        settled += found
    return settled
