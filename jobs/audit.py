"""Auditing: what was due and was told to nobody is found by another reading than the one that tells."""

from bot.domain.auditing import Patience
from bot.kit import Kit
from bot.services.audit import auditor


async def audit(kit: Kit) -> int:
    """Compare once what was due with what was told; gives how much was newly found missed."""
    at = kit.clock.story()
    found = await kit.store.read(auditor.look, at, Patience.at_speed(kit.clock.speed))
    return len(await kit.store.write(auditor.tell, at, found))
