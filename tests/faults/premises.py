"""The whole bot in processes of its own, over signed HTTP, beside a workspace in another process."""

import asyncio
import os
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientConnectionError, ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import manifest
from bot.clock import machine
from bot.config import Settings
from bot.domain.incident import IncidentKey, IncidentReport
from bot.services.feeds import intake
from bot.slack.client import slack_client
from bot.store.anchors import FILE
from bot.store.store import Store
from bot.store.verify import verify
from tests.builders import FORCE, ROSTER, ROSTER_FILE
from tests.standing import standing
from workspace.click import Workspace, started

ROOT = Path(__file__).parent.parent.parent
SERVE = ("bot", "serve")


@dataclass
class Bot:
    """One process that serves, and where it listens."""

    process: asyncio.subprocess.Process
    address: str

    async def kill(self) -> None:
        """End it as kill -9 does: it is told nothing."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()


@dataclass
class Premises:
    """A database, a workspace, and the bots that were started between them."""

    url: str
    folder: Path
    workspace: Workspace
    session: ClientSession
    client: AsyncWebClient
    store: Store
    bots: list[Bot] = field(default_factory=list)

    async def start(self, *program: str) -> Bot:
        """Start a bot, a module and what follows it on the command line, and wait until it is well."""
        port = _free_port()
        settings = os.environ | _basis(self.url, self.folder) | self._slack(port)
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", *program, cwd=ROOT, env=settings)
        bot = Bot(process, f"http://127.0.0.1:{port}")
        self.bots.append(bot)
        await self.workspace.until(lambda: self._well(bot), 60, "a bot that is well")
        return bot

    def _slack(self, port: int) -> dict[str, str]:
        return {
            "COFNOD_MODE": "http",
            "PORT": str(port),
            "SLACK_API_URL": self.workspace.api_url,
            "SLACK_BOT_TOKEN": self.workspace.bot_token,
            "SLACK_SIGNING_SECRET": self.workspace.signing_secret,
        }

    async def _well(self, bot: Bot) -> bool:
        assert bot.process.returncode is None, "the bot ended as it began"
        try:
            async with self.session.get(f"{bot.address}/healthz") as said:
                return said.status == 200
        except ClientConnectionError:
            return False

    def receive(self, *reports: IncidentReport) -> None:
        """Take incidents in as a feed brings them."""
        self.store.write_now(intake.take, machine(), "control", reports)

    def rows(self, statement: Any) -> list[Any]:
        """What the database holds, read beside the bot."""
        return self.store.read_now(lambda work: list(work.conn.execute(statement)), machine())

    def whole(self) -> bool:
        """Whether the trail and its anchors verify."""
        return verify(self.url, self.folder / FILE).whole

    async def uids(self) -> Counter[str]:
        """How often each message of ours stands in Slack, in whatever channel, thread or conversation."""
        return await standing(self.client)

    async def end(self) -> None:
        """Let no bot outlive the test."""
        for bot in self.bots:
            await bot.kill()
        self.store.close()


@asynccontextmanager
async def premises(url: str, folder: Path) -> AsyncIterator[Premises]:
    """A workspace, and no bot yet."""
    nowhere = "http://127.0.0.1:1"
    app = manifest(Settings.read(_basis(url, folder)), nowhere)
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(started(app, request_url=nowhere))
        session = await stack.enter_async_context(ClientSession())
        client = await stack.enter_async_context(slack_client(workspace.bot_token, workspace.api_url))
        made = Premises(url, folder, workspace, session, client, Store(url, FORCE, ROSTER))
        stack.push_async_callback(made.end)
        yield made


def theft(number: int, unit: str, ago: timedelta) -> IncidentReport:
    """An incident of today's numbers whose clock began so long before the machine's present."""
    now = machine()
    key = IncidentKey(FORCE.id, now.astimezone(ZoneInfo(FORCE.zone)).date(), str(number))
    return IncidentReport(key, now - ago, "theft", "theft", unit)


def _basis(url: str, folder: Path) -> dict[str, str]:
    return {"DATABASE_URL": url, "COFNOD_DATA": str(folder), "COFNOD_ROSTER": str(ROSTER_FILE)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
