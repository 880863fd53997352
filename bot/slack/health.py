"""`/healthz`: whether every loop of this process is alive, and which is not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector, web

from bot.pulse import Beat, Pulse

PATH = "/healthz"
LOOP = "http"


def health_route(pulse: Pulse) -> web.RouteDef:
    """`GET /healthz`: 200 while all is well, else 503 with each silent loop and for how many seconds."""

    async def health(request: web.Request) -> web.Response:
        silent = {each.loop: round(each.seconds, 1) for each in pulse.silent()}
        said = {"ok": not silent} | ({"silent": silent} if silent else {})
        return web.json_response(said, status=503 if silent else 200)

    return web.get(PATH, health)


@asynccontextmanager
async def health_site(pulse: Pulse, port: int) -> AsyncIterator[str]:
    """Tell of our health where nothing else listens: beside the sockets, or for the working half."""
    app = web.Application()
    app.add_routes([health_route(pulse)])
    async with site(app, port) as address:
        yield address


@asynccontextmanager
async def site(app: web.Application, port: int, close_seconds: float = 1.0) -> AsyncIterator[str]:
    """An application that is served while the block runs; gives its address, of which port 0 is any free."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=close_seconds)
    await runner.setup()
    try:
        await web.TCPSite(runner, "0.0.0.0", port).start()
        ports = [address[1] for address in runner.addresses if len(address) == 2]  # IPv6 may have another
        yield f"http://127.0.0.1:{ports[0]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def probed(pulse: Pulse, address: str) -> AsyncIterator[None]:
    """Ask a site of ours for its health while the block runs: it beats for as long as it answers."""
    beat = pulse.expect(LOOP, pulse.shortest)
    asking = asyncio.create_task(_ask(pulse, beat, f"{address}{PATH}"))
    try:
        yield
    finally:
        pulse.leave(LOOP)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)


async def _ask(pulse: Pulse, beat: Beat, url: str) -> None:
    patience = ClientTimeout(total=pulse.shortest)
    fresh = TCPConnector(force_close=True)  # an old connection may outlive the socket that listens
    async with ClientSession(timeout=patience, connector=fresh) as session:
        while True:
            if await _answers(session, url):
                beat()
            await asyncio.sleep(pulse.look_every)


async def _answers(session: ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as said:
            return said.status in (200, 503)
    except (ClientError, TimeoutError, OSError):
        return False
