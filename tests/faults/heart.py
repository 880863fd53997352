"""A bot whose loops are watched closely, and ways to stop each of them as a fault would."""

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientConnectionError, ClientSession

import bot.app
from bot.app import App, manifest, running
from bot.clock import Clock
from bot.config import Settings
from bot.demo.drop import CRIMES, MAPPING
from bot.pulse import Pulse
from workspace.app import Settings as Defaults
from workspace.click import Workspace, started

STARTS = datetime(2026, 11, 20, 8, tzinfo=UTC)
SPEED = 4 * 3600.0  # what is done every hour is done several times in a second
SHORTEST = 1.2  # seconds: the interval of every loop here
DELIVERY = 1.0
OPERATIONS, READER = "#cofnod-operations", "U0PROBERT"


@dataclass
class Patient:
    """A bot that runs, the workspace beside it, and where its health is told."""

    app: App
    workspace: Workspace
    session: ClientSession

    async def health(self) -> tuple[int, set[str]]:
        """The status of /healthz (0: nobody answers), and the loops that it names."""
        try:
            async with self.session.get(f"{self.app.health}/healthz") as said:
                return said.status, set((await said.json()).get("silent", ()))
        except ClientConnectionError:
            return 0, set()

    async def alarms(self) -> list[str]:
        """What the operations channel was told of silent loops, as it stands now."""
        told = await self.workspace.person(READER).messages(OPERATIONS)
        return [message.text for message in told if "stopped" in message.text or "at work" in message.text]

    async def intervals_until_told(self, loop: str) -> float:
        """After how many of its intervals /healthz names a loop, and the operations channel too.

        Less the second that the message itself may take on a busy machine, until we see it.
        """
        clock = asyncio.get_running_loop()
        begun = clock.time()

        async def red() -> bool:
            return loop in (await self.health())[1]

        async def told() -> bool:
            return any("has stopped" in text or "have stopped" in text for text in await self.alarms())

        await self.workspace.until(red, 20, f"{loop} is red")
        await self.workspace.until(told, 20, f"an alarm about {loop}")
        seconds = clock.time() - begun - DELIVERY
        return round(seconds / self.app.kit.pulse.interval(loop), 2)

    async def recovered(self) -> None:
        """Wait until all is green again."""

        async def green() -> bool:
            alarms = await self.alarms()
            return (await self.health())[0] == 200 and all("is at work again" in text for text in alarms)

        await self.workspace.until(green, 20, "all is well again")


def cancel(name: str) -> None:
    """End a task of the bot, known by the name of its coroutine, as an error in it would."""
    found = [t for t in asyncio.all_tasks() if t.get_coro().__qualname__ == name]  # type: ignore[union-attr]  # tasks have coroutines
    assert found, name
    for task in found:
        task.cancel()


def hang_up(address: str) -> None:
    """Close the socket on which a site listens."""
    port = int(address.rpartition(":")[2])
    servers = [each for each in gc.get_objects() if isinstance(each, asyncio.base_events.Server)]
    found = [s for s in servers if any(socket.getsockname()[1] == port for socket in s.sockets)]
    assert found, address
    for server in found:
        server.close()


@contextmanager
def _brisk() -> Iterator[None]:
    kept = bot.app.AGAIN_SECONDS
    bot.app.AGAIN_SECONDS = 0.4
    try:
        yield
    finally:
        bot.app.AGAIN_SECONDS = kept


@contextmanager
def unwatched() -> Iterator[None]:
    """The control: the same bot without the watch."""

    @asynccontextmanager
    async def nobody(kit: Any) -> AsyncIterator[None]:
        yield

    kept = bot.app.watched
    bot.app.watched = nobody
    try:
        yield
    finally:
        bot.app.watched = kept


@asynccontextmanager
async def at_heart(url: str, folder: Path, mode: str = "socket") -> AsyncIterator[Patient]:
    """A bot with two feeds and a day that passes in seconds."""
    before = _settings(url, folder, "http://127.0.0.1:1/api/", mode)
    for name in ("sources", "drop"):
        (folder / name).mkdir()
    for mapping in (MAPPING, CRIMES):
        (folder / "sources" / mapping.name).write_bytes(mapping.read_bytes())
    file = folder / "manifest.json"
    file.write_text(json.dumps(manifest(before)), encoding="utf-8")
    async with started(file, here=True) as workspace, ClientSession() as session:
        settings = _settings(url, folder, workspace.api_url, mode)
        clock = Clock.sped_up(STARTS, SPEED)
        with _brisk():
            async with running(settings, clock, pulse=Pulse(shortest=SHORTEST)) as app:
                yield Patient(app, workspace, session)


def _settings(url: str, folder: Path, api_url: str, mode: str) -> Settings:
    environment = {
        "DATABASE_URL": url,
        "COFNOD_DATA": str(folder),
        "COFNOD_SOURCES": str(folder / "sources") if (folder / "sources").is_dir() else "",
        "COFNOD_MODE": mode,
        "COFNOD_HEALTH_PORT": "0",
        "PORT": "0",
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": Defaults.bot_token,
        "SLACK_APP_TOKEN": Defaults.app_token,
        "SLACK_SIGNING_SECRET": Defaults.signing_secret,
    }
    return Settings.read(environment).for_serving()
