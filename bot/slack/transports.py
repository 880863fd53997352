"""The two ways in which Slack reaches us, each open while a block runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.http_mode import http_app
from bot.slack.socket_mode import Patience, SocketMode

__all__ = ["Patience", "SocketMode", "http_app", "http_site", "socket_site"]
LOOK_SECONDS = 0.02
CLOSE_SECONDS = 5.0


@asynccontextmanager
async def socket_site(bolt: AsyncApp, app_token: str, client: AsyncWebClient) -> AsyncIterator[None]:
    """Hear Slack over web sockets; begins once one of them is open."""
    sockets = SocketMode(bolt, app_token, client)
    running = asyncio.create_task(sockets.run())
    try:
        while not sockets.connected and not running.done():  # noqa: ASYNC110 - it keeps no event for this
            await asyncio.sleep(LOOK_SECONDS)
        yield
    finally:
        await sockets.stop()
        await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def http_site(
    bolt: AsyncApp, signing_secret: str, machine: Callable[[], datetime], port: int
) -> AsyncIterator[str]:
    """Hear Slack over signed HTTP; gives the address, of which port 0 is any free one."""
    runner = web.AppRunner(
        http_app(bolt, signing_secret, machine), access_log=None, shutdown_timeout=CLOSE_SECONDS
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, "0.0.0.0", port).start()
        ports = [address[1] for address in runner.addresses if len(address) == 2]  # IPv6 may have another
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        await runner.cleanup()
