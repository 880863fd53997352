"""What happens between two shifts: whoever covers is told once they are on duty."""

from bot.kit import Kit
from bot.services import cover


async def hand_over(kit: Kit) -> int:
    """Do what is due between shifts; gives how many people were told of something."""
    return await kit.store.write(cover.tell_untold, kit.clock.story())
