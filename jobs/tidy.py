"""Tidying: copies that were kept for as long as the force wants them are forgotten."""

import logging

from bot.clock import machine
from bot.kit import Kit
from bot.services import silences
from bot.services.keeping import retention

log = logging.getLogger("cofnod.jobs")


async def tidy(kit: Kit) -> int:
    """Forget what is old; gives how many rows. Incidents only where our role may erase their trail."""
    at = kit.clock.story()
    gone = await kit.store.write(retention.forget, at)
    await kit.store.write(silences.forget, at, machine())
    if not await kit.store.read(retention.may_erase, at):
        return gone
    if not await kit.store.read(retention.clock_fits, at):
        log.warning("the clock looks wrong, or nothing came for days: no incident is forgotten until it fits")
        return gone
    after: int | None = 0
    while after is not None:
        due = await kit.store.read(retention.due, at, after)
        ids = [one.id for one in due.ripe]
        gone += (await kit.store.write(retention.forget_incidents, at, ids, "hourly")).incidents
        after = due.last
    return gone + await kit.store.write(retention.forget_crimes, at)
