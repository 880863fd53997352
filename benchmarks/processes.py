"""The processes that are measured from outside: the local workspace, the bot, a bare Bolt app."""

import asyncio
import os
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientError, ClientSession

from bot.app import manifest
from bot.config import Settings
from bot.demo.setting import ROSTER
from workspace.app import Settings as Defaults
from workspace.click import Workspace, started

ROOT = Path(__file__).parent.parent
OURS = ("COFNOD_", "SLACK_", "DATABASE_URL")
PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that serves over HTTP: where, its process, and the seconds until it was ready to answer."""

    url: str
    process: Process
    seconds: float


def surroundings(api_url: str, database_url: str, folder: str, port: int) -> dict[str, str]:
    """The environment of a bot on this database, in front of this Slack, without anybody's own settings."""
    return {n: v for n, v in os.environ.items() if not n.startswith(OURS)} | {
        "DATABASE_URL": database_url,
        "COFNOD_DATA": folder,
        "COFNOD_ROSTER": str(ROSTER),
        "COFNOD_MODE": "http",
        "PORT": str(port),
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": Defaults.bot_token,
        "SLACK_APP_TOKEN": Defaults.app_token,
        "SLACK_SIGNING_SECRET": Defaults.signing_secret,
    }


@asynccontextmanager
async def workspace(rates: float = 1) -> AsyncIterator[Workspace]:
    """The local workspace at Slack's own pace, with the bot's app in it."""
    settings = Settings.read(surroundings("http://127.0.0.1/api/", "sqlite:///none.db", ".", 0))
    async with started(manifest(settings), rates=rates) as work:
        yield work


@asynccontextmanager
async def bot(api_url: str, database_url: str) -> AsyncIterator[Bot]:
    """`cofnod serve`, ready to answer."""
    port, began = _free_port(), time.perf_counter()
    with TemporaryDirectory() as folder:
        env = surroundings(api_url, database_url, folder, port)
        async with _process("-m", "bot", "serve", env=env) as process:
            await _ready(f"http://127.0.0.1:{port}/healthz", process)
            yield Bot(f"http://127.0.0.1:{port}", process, time.perf_counter() - began)


@asynccontextmanager
async def bare(api_url: str, mode: str) -> AsyncIterator[str]:
    """A bare Bolt app, `default` or `before` (process-before-response); gives its address."""
    async with _process("-m", "benchmarks.bare", api_url, mode) as process:
        assert process.stdout is not None
        yield (await process.stdout.readline()).decode().strip()


@asynccontextmanager
async def _process(*given: str, env: dict[str, str] | None = None) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *given, cwd=ROOT, env=env, stdout=PIPE, stderr=DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _ready(url: str, process: Process) -> None:
    """Wait until something answers there."""
    async with ClientSession() as session, asyncio.timeout(PATIENCE_SECONDS):
        while process.returncode is None:
            try:
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                await asyncio.sleep(0.01)
    raise RuntimeError("the bot ended before it was ready")
