"""The click language: drives the workspace as people do, by labels rather than ids."""
# ruff: noqa: ASYNC109 - a test reads as a sentence, and the sentence says `timeout`

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from inspect import isawaitable
from pathlib import Path
from typing import Any

import aiohttp

from workspace import cast as casting
from workspace import manifest as manifests
from workspace.app import Served, Settings
from workspace.click_form import Form, Result
from workspace.click_link import Link
from workspace.click_person import Answer, Person
from workspace.click_surface import Home, Message, Surface
from workspace.kinds import Json

__all__ = ["Answer", "Form", "Home", "Message", "Person", "Result", "Surface", "Workspace", "started"]
ROOT = Path(__file__).parent.parent
CAST = Path(__file__).parent / "cast.toml"


@dataclass
class Workspace:
    """A running workspace."""

    link: Link
    url: str
    api_url: str
    bot_token: str = Settings.bot_token
    app_token: str = Settings.app_token
    signing_secret: str = Settings.signing_secret
    process: asyncio.subprocess.Process | None = None

    def person(self, name: str) -> Person:
        """Find somebody by id, handle, or a part of their name."""
        return Person(self.link, self.link.person_id(name))

    async def calls(self, method: str | None = None) -> list[Json]:
        """List the recorded calls of the Web API, of one method or of all."""
        rows = (await self.link.get("calls"))["calls"]
        return [row for row in rows if method in (None, row["method"])]

    async def state(self) -> Json:
        """Look behind the scenes: sockets, rates, rules, undelivered events."""
        return await self.link.get("state")

    async def faults(self, *rules: Json, **settings: Any) -> None:
        """Put these rules in force (none: no faults); also seed, rates, retry_delays, token_revoked."""
        said = await self.link.post("faults", {"rules": list(rules), **settings})
        assert said["ok"], said

    async def refresh_sockets(self, which: str = "all") -> None:
        """Ask the app to connect anew, on `all` sockets or on `one`; or only `warning`; or `cut` them."""
        await self.link.post("faults", {"refresh": which})

    async def connected(self, sockets: int = 1, timeout: float = 10) -> None:
        """Wait until the app has so many sockets open."""

        async def probe() -> bool:
            return int((await self.state())["sockets"]) >= sockets

        await self.link.until(probe, timeout, f"{sockets} open sockets")

    async def change_channel(self, name: str, **new: Any) -> None:
        """Change a channel: archived, shared, app_member, members, name."""
        said = await self.link.post("world", {"channel": {"id": name, **new}})
        assert said["ok"], said

    async def change_person(self, name: str, **new: Any) -> None:
        """Change a person: deleted, is_restricted, locale, email."""
        said = await self.link.post("world", {"person": {"id": self.link.person_id(name), **new}})
        assert said["ok"], said

    async def go_by(self, at: datetime, speed: float = 0) -> None:
        """Show another time than the machine's from now on; it runs so many times as fast."""
        await self.link.post("world", {"dial": {"at": at.timestamp(), "speed": speed}})

    async def deliver_to(self, request_url: str | None) -> None:
        """Deliver over signed HTTP to this address from now on, or (None) over Socket Mode."""
        await self.link.post("world", {"request_url": request_url})

    async def deliver(self, kind: str, body: Json | None = None) -> Json:
        """Deliver a made-up payload: events_api, event, interactive, slash_commands, url_verification."""
        return await self.link.post("deliver", {"type": kind, "body": body})

    async def deliver_raw(self, raw: str, content_type: str = "application/x-www-form-urlencoded") -> Json:
        """Deliver a signed body as it stands (HTTP only)."""
        return await self.link.post("deliver", {"raw": raw, "content_type": content_type})

    async def until(
        self, predicate: Callable[[], bool | Awaitable[Any]], timeout: float = 5, what: str = "it to be so"
    ) -> Any:
        """Wait until something is true; looked at after every change and ten times a second."""

        async def probe() -> Any:
            found = predicate()
            return await found if isawaitable(found) else found

        return await self.link.until(probe, timeout, what)


@asynccontextmanager
async def started(
    manifest: Json | Path,
    *,
    cast: Path = CAST,
    request_url: str | None = None,
    rates: float = 0,
    record: Path | None = None,
    here: bool = False,
) -> AsyncIterator[Workspace]:
    """Start a workspace of one's own: a process, or (`here`) inside this loop, which is quicker."""
    start = _here if here else _process
    served = start(_as_file(manifest), cast, request_url, rates, record)
    async with served as (url, process), aiohttp.ClientSession() as session:
        link = Link(url, session)
        await link.learn()
        yield Workspace(link, url, f"{url}api/", process=process)


def _as_file(manifest: Json | Path) -> Path:
    if isinstance(manifest, Path):
        return manifest
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False, encoding="utf-8") as file:
        json.dump(manifest, file)
    return Path(file.name)


@asynccontextmanager
async def _process(
    manifest: Path, cast: Path, request_url: str | None, rates: float, record: Path | None
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process | None]]:
    given = ["--manifest", str(manifest), "--cast", str(cast), "--rates", str(rates)]
    given += ["--request-url", request_url] if request_url else []
    given += ["--record", str(record)] if record else []
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workspace", *given, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        yield json.loads(await process.stdout.readline())["url"], process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def _here(
    manifest: Path, cast: Path, request_url: str | None, rates: float, record: Path | None
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process | None]]:
    served = Served(
        Settings(
            cast=casting.read(cast),
            manifest=manifests.read(manifest),
            request_url=request_url,
            rates=rates,
            record=record,
        )
    )
    await served.start()
    try:
        yield served.url, None
    finally:
        await served.stop()
