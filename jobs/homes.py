"""Keeping Home tabs fresh: ages and times left stay true while nothing happens."""

from bot.kit import Kit
from bot.services import home


async def refresh_homes(kit: Kit) -> None:
    """Bring every open Home tab up to date."""
    await kit.store.write(home.refresh, kit.clock.story())
