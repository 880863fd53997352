"""The two ways in which Slack reaches us, each open while a block runs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.pulse import Pulse
from bot.slack.health import health_site, probed, site
from bot.slack.http_mode import http_app
from bot.slack.socket_mode import Patience, SocketMode

__all__ = ["Patience", "SocketMode", "health_site", "http_app", "http_site", "socket_site"]
LOOK_SECONDS = 0.02
CLOSE_SECONDS = 5.0
LOOP = "sockets"


@asynccontextmanager
async def socket_site(
    bolt: AsyncApp, app_token: str, client: AsyncWebClient, pulse: Pulse
) -> AsyncIterator[None]:
    """Hear Slack over web sockets; begins once one of them is open."""
    beat = pulse.expect(LOOP, Patience().ping)
    sockets = SocketMode(bolt, app_token, client, beat=beat)
    running = asyncio.create_task(sockets.run())
    try:
        while not sockets.connected and not running.done():  # noqa: ASYNC110 - it keeps no event for this
            await asyncio.sleep(LOOK_SECONDS)
        yield
    finally:
        pulse.leave(LOOP)
        await sockets.stop()
        await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def http_site(
    bolt: AsyncApp, signing_secret: str, machine: Callable[[], datetime], port: int, pulse: Pulse
) -> AsyncIterator[str]:
    """Hear Slack over signed HTTP; gives the address, of which port 0 is any free one."""
    app = http_app(bolt, signing_secret, machine, pulse)
    async with site(app, port, CLOSE_SECONDS) as address, probed(pulse, address):
        yield address
