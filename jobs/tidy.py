"""Tidying: copies that were kept for as long as the force wants them are forgotten."""

from bot.kit import Kit
from bot.services import retention


async def tidy(kit: Kit) -> int:
    """Forget what is old; gives how many rows."""
    return await kit.store.write(retention.forget, kit.clock.story())
