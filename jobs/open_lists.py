"""Opening the day's lists: one a unit and local day, whoever of us comes first."""

from bot.kit import Kit
from bot.services.messages import live_lists


async def open_lists(kit: Kit) -> int:
    """Put today's list of every unit that has none yet, and close yesterday's; gives how many were opened."""
    return await kit.store.write(live_lists.open_lists, kit.clock.story())


async def refresh_lists(kit: Kit) -> None:
    """Bring every list up to date, so that ages and times left stay true while nothing happens."""
    await kit.store.write(live_lists.refresh_lists, kit.clock.story())
