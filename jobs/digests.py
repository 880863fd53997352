"""Daily digests: whoever's tour has begun gets one, once a local day, however many of us look."""

from bot.kit import Kit
from bot.services.digests import daily


async def send_digests(kit: Kit) -> int:
    """Make every digest that is due; gives how many slots were taken."""
    made = 0
    while took := await kit.store.write(daily.send_due, kit.clock.story()):
        made += took
    return made
