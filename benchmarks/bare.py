"""A bare Bolt app that does nothing but acknowledge: what our own acks stand beside.

`python -m benchmarks.bare API_URL default|before` prints its address.
"""

import asyncio
import sys

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from workspace.app import Settings


async def _acknowledge(ack: object) -> None:
    await ack()  # type: ignore[operator]  # Bolt's own, which carries no types


async def serve(api_url: str, before: bool) -> None:
    """Serve as Bolt itself does over HTTP, its signature check included."""
    client = AsyncWebClient(token=Settings.bot_token, base_url=api_url)
    app = AsyncApp(client=client, signing_secret=Settings.signing_secret, process_before_response=before)
    app.command("/allocate")(_acknowledge)
    runner = web.AppRunner(app.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2] == "before"))
