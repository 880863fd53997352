"""Anchoring: what the trail has become is noted outside the database, so that a cut-off end shows."""

from bot.kit import Kit
from bot.store.anchors import Anchor


async def anchor(kit: Kit) -> Anchor | None:
    """Note the trail's state in the data folder; None where it gained nothing since the last time."""
    return await kit.store.anchor(kit.anchors, kit.clock.story()) if kit.anchors else None
