"""The Daily Management Meetings: each one's list in time, and word of one that was not held."""

from bot.kit import Kit
from bot.services.meetings import rounds


async def meet(kit: Kit) -> int:
    """List what is near and tell what was missed; gives how many of either."""
    return await kit.store.write(rounds.keep, kit.clock.story())


async def refresh_meetings(kit: Kit) -> None:
    """Bring the lists and boards of present meetings up to date, so that times left stay true."""
    await kit.store.write(rounds.refresh, kit.clock.story())
