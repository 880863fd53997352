"""Moving clocks on: what crossed a stage since the last tick, however long ago that was, is told now."""

from bot.kit import Kit
from bot.services.ladder import stages


async def move_on(kit: Kit) -> int:
    """Cross every stage that is due; gives how many offences moved."""
    moved = 0
    while found := await kit.store.write(stages.move_on, kit.clock.story()):
        moved += found
    return moved
