"""The local workspace as a process beside us, and whoever clicks in it."""

import asyncio
import json
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from workspace.click import Workspace
from workspace.click_link import Link

HOST = "127.0.0.1"


class PortTaken(Exception):
    """Somebody else listens at the port that was asked for."""


@asynccontextmanager
async def workplace(
    folder: Path, manifest: dict[str, Any], port: int, rates: float
) -> AsyncIterator[Workspace]:
    """A workspace in which the app of the manifest is installed, while the block runs. Raises PortTaken.

    `rates` is Slack's pace: 1 as Slack has it, 0 without limits.
    """
    _refuse_taken(port)
    file = folder / "manifest.json"
    file.write_text(json.dumps(manifest), encoding="utf-8")
    async with _process(file, port, rates) as (url, process), ClientSession() as session:
        link = Link(url, session)
        await link.learn()
        yield Workspace(link, url, f"{url}api/", process=process)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one that has just closed is free
        try:
            probe.bind((HOST, port))
        except OSError:
            raise PortTaken(port) from None


@asynccontextmanager
async def _process(manifest: Path, port: int, rates: float) -> AsyncIterator[tuple[str, Process]]:
    given = ("--port", str(port), "--manifest", str(manifest), "--rates", str(rates))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workspace", *given, stdout=PIPE, process_group=0
    )  # in a group of its own: Ctrl-C reaches us first, and the bot says goodbye to a workspace that listens
    try:
        assert process.stdout is not None
        first = await process.stdout.readline()
        if not first:
            raise PortTaken(port)
        yield json.loads(first)["url"], process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
