"""The watch: what fell silent in this process, or which other process did, is told while somebody can."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.clock import machine
from bot.kit import Kit
from bot.services import silences
from bot.services.silences import Look
from bot.store.silences import Silence

LOOP = "watch"
log = logging.getLogger(__name__)


@asynccontextmanager
async def watched(kit: Kit) -> AsyncIterator[None]:
    """Watch every loop that is expected to beat; at the end the other processes hear a goodbye."""
    watch = asyncio.create_task(_watch(kit))
    try:
        yield
    finally:
        kit.pulse.leave(LOOP)
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        goodbye = kit.store.write(silences.leave, kit.clock.story(), kit.pulse.replica)
        await asyncio.gather(goodbye, return_exceptions=True)


async def _watch(kit: Kit) -> None:
    beat, known = kit.pulse.expect(LOOP, kit.pulse.shortest), set[str]()
    while True:
        known = _log_changes(kit, known)
        [found] = await asyncio.gather(_look(kit), return_exceptions=True)
        if isinstance(found, BaseException):
            log.warning("the watch looks again after %r", found)
        else:
            beat()
        await kit.pulse.rest()


def _log_changes(kit: Kit, known: set[str]) -> set[str]:
    """The log hears it first: it needs neither the database nor Slack."""
    silent = {each.loop: each.seconds for each in kit.pulse.silent()}
    for loop in sorted(silent.keys() - known):
        log.error("%s has done nothing for %.0f s", loop, silent[loop])
    for loop in sorted(known - silent.keys()):
        log.warning("%s is at work again", loop)
    return set(silent)


async def _look(kit: Kit) -> list[Silence]:
    """In a look that waits for the database, whatever is silent by then is told."""
    at, speed = kit.clock.story(), kit.clock.speed
    silent = {each.loop: at - timedelta(seconds=each.seconds * speed) for each in kit.pulse.silent()}
    mine = Look(kit.pulse.replica, kit.pulse.patience, machine(), silent, speed)
    return await kit.store.write(silences.look, at, mine)
