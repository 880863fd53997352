"""Who asks the feeds: of all replicas one at a time; what a former one still writes is refused."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from bot.clock import machine
from bot.kit import Kit
from bot.slack.lease import Lease, LeaseLost
from bot.sources.feed import Feed
from bot.store.leases import Fenced
from jobs.poll import poll

NAME, LOOP = "polling", "lead"
log = logging.getLogger("cofnod.jobs")


class Leader:
    """Takes and keeps the right to ask, for `ttl` seconds at a time; `begun` is called at each taking."""

    def __init__(self, kit: Kit, feeds: Sequence[Feed], ttl: float) -> None:
        self._kit, self._feeds = kit, feeds
        beat = kit.pulse.expect(LOOP, ttl / 3)
        self._lease = Lease(kit.store, kit.clock.story, machine, kit.pulse.replica, ttl, NAME, beat)

    async def poll(self, kit: Kit, feed: Feed) -> None:
        """Poll where that is ours to do; each write of it only while it still is."""
        with suppress(LeaseLost, Fenced):
            self._lease.check()
            store = kit.store.fenced_by(NAME, self._lease.epoch, f"poll:{feed.source.name}", kit.pulse.beat)
            await poll(replace(kit, store=store), feed)

    @asynccontextmanager
    async def leading(self, begun: Callable[[], None]) -> AsyncIterator[None]:
        """Take turns with the other replicas while the block runs."""
        running = asyncio.create_task(self._run(begun))
        try:
            yield
        finally:
            self._kit.pulse.leave(LOOP)
            running.cancel()
            await asyncio.gather(running, self._lease.give_back(), return_exceptions=True)

    async def _run(self, begun: Callable[[], None]) -> None:
        while True:
            [end] = await asyncio.gather(self._term(begun), return_exceptions=True)
            log.warning("another may ask the feeds now: %r", end)
            await asyncio.sleep(1.0)

    async def _term(self, begun: Callable[[], None]) -> None:
        await self._lease.win(1.0)
        for feed in self._feeds:
            await feed.recall()
        begun()
        await self._lease.keep()
