"""Weekly digests: whoever is to have one gets it once, however many of us look."""

from bot.kit import Kit
from bot.services.digests import weekly


async def send_weekly(kit: Kit) -> int:
    """Make every weekly digest that is due; gives how many slots were taken."""
    made, at = 0, kit.clock.story()
    while found := await kit.store.read(weekly.ready, at):
        made += await kit.store.write(weekly.send, at, found)
    return made
