"""Slack over Socket Mode: two connections, each rebuilt when it has fallen silent."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from aiohttp import ClientError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger("cofnod.socket")
CONNECTIONS = 2  # a refresh closes the old socket before the new one is open
SILENT_SECONDS = 60.0  # the SDK retries one single-use address for ever; then we begin anew
LOOK_SECONDS = 2.0
CONNECT_SECONDS = 15.0
PING_SECONDS = 5.0


@dataclass(slots=True)
class Line:
    """One connection, kept alive; what arrives twice over two of them the inbox knows."""

    bolt: AsyncApp
    token: str
    client: AsyncWebClient
    up: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep(self) -> None:
        """Connect, and connect anew whenever the line has been dead for a minute."""
        while True:
            handler = AsyncSocketModeHandler(
                self.bolt, self.token, web_client=self.client, ping_interval=PING_SECONDS
            )
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await handler.connect_async()
                self.up.set()
                await self._watch(handler)
                log.warning("a Socket Mode connection was silent for %d s and is rebuilt", SILENT_SECONDS)
            except (ClientError, SlackClientError, OSError, TimeoutError) as problem:
                log.warning("no Socket Mode connection: %s", type(problem).__name__)
                await asyncio.sleep(LOOK_SECONDS)
            finally:
                with suppress(ClientError, OSError):
                    await handler.close_async()

    async def _watch(self, handler: AsyncSocketModeHandler) -> None:
        """Return when the connection has been dead for too long."""
        loop = asyncio.get_running_loop()
        alive = loop.time()
        while loop.time() - alive < SILENT_SECONDS:
            await asyncio.sleep(LOOK_SECONDS)
            if await handler.client.is_connected() and not await handler.client.is_ping_pong_failing():
                alive = loop.time()


@asynccontextmanager
async def socket_site(bolt: AsyncApp, token: str, client: AsyncWebClient) -> AsyncIterator[None]:
    """Hear Slack over Socket Mode while the block runs; begins once one connection stands."""
    lines = [Line(bolt, token, client) for _ in range(CONNECTIONS)]
    keepers = [asyncio.create_task(line.keep()) for line in lines]
    first = [asyncio.create_task(line.up.wait()) for line in lines]
    try:
        await asyncio.wait([*first, *keepers], return_when=asyncio.FIRST_COMPLETED)
        yield
    finally:
        for task in (*first, *keepers):
            task.cancel()
        await asyncio.gather(*first, *keepers, return_exceptions=True)
