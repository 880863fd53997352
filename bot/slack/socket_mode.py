"""Slack reaches us over web sockets: several at once, each made anew before the old one goes.

An address is for one use, so every connecting asks for a new one. A socket on which nothing was heard for a
while is given up, whatever the network says about it.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.pulse import Beat, nothing
from bot.slack.mending import Alarm
from bot.slack.recovery import PROBLEMS, Kind, Remedy, remedy_for
from bot.slack.requests import answer
from bot.slack.socket_link import Link

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait for what, in seconds."""

    connect: float = 10.0
    ping: float = 10.0
    silence: float = 60.0
    first_wait: float = 0.5
    longest_wait: float = 30.0
    slow: float = 60.0
    linger: float = 10.0
    finish: float = 3.0


@dataclass(slots=True)
class SocketMode:
    """Holds `connections` sockets open and answers what comes over them; Slack uses one of them for each."""

    app: AsyncApp
    app_token: str
    client: AsyncWebClient
    alarm: Alarm | None = None
    connections: int = 2
    patience: Patience = field(default_factory=Patience)
    beat: Beat = nothing
    _links: set[Link] = field(default_factory=set)
    _answering: set[asyncio.Task[None]] = field(default_factory=set)
    _runner: asyncio.Task[Any] | None = None

    @property
    def connected(self) -> int:
        """How many sockets are open and talk."""
        return sum(not link.ended.is_set() for link in self._links)

    async def run(self) -> None:
        """Stay connected until cancelled or stopped; what was begun is still answered."""
        self._runner = asyncio.current_task()
        patience = ClientTimeout(total=None, sock_connect=self.patience.connect)
        async with ClientSession(timeout=patience) as session:
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(self.connections):
                        group.create_task(self._keep(session, group))
            finally:
                self._runner = None
                await self._finish()

    async def stop(self) -> None:
        """Hear nothing more, answer what was heard, close."""
        runner = self._runner
        if runner is not None:
            runner.cancel()
            await asyncio.wait([runner])

    async def _keep(self, session: ClientSession, group: asyncio.TaskGroup) -> None:
        """One place among the sockets: the next one is there before the old one is closed."""
        old: Link | None = None
        while True:
            link = await self._connect(session)
            self._links.add(link)
            if old is not None:
                group.create_task(self._leave(old))
            await link.ended.wait()
            old = link
            await asyncio.sleep(self.patience.first_wait)  # one that ends at once must not be a tight circle

    async def _connect(self, session: ClientSession) -> Link:
        """A socket that has said hello, however long that takes."""
        wait = self.patience.first_wait
        while True:
            try:
                return await self._open(session)
            except PROBLEMS as problem:
                remedy = remedy_for(problem)
            log.warning("no socket to Slack: %s", remedy.code)
            await asyncio.sleep(await self._seconds(remedy, wait))
            wait = min(wait * 2, self.patience.longest_wait)

    async def _seconds(self, remedy: Remedy, wait: float) -> float:
        if remedy.kind is Kind.STOP:
            if self.alarm is not None:
                await self.alarm(remedy.code, None)
            return self.patience.slow
        return max(wait, remedy.seconds if remedy.kind is Kind.WAIT and "limited" in remedy.code else 0.0)

    async def _open(self, session: ClientSession) -> Link:
        said = await self.client.apps_connections_open(app_token=self.app_token)
        async with asyncio.timeout(self.patience.connect):
            socket = await session.ws_connect(str(said["url"]), autoping=False)
            link = Link(socket, self._heard, self.patience.ping, self.patience.silence, self.beat)
            await link.greet()
        return link

    def _heard(self, link: Link, envelope: Mapping[str, Any]) -> None:
        task = asyncio.ensure_future(self._answer(link, envelope))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, link: Link, envelope: Mapping[str, Any]) -> None:
        payload = envelope.get("payload")
        retry = {"X-Slack-Retry-Num": str(envelope.get("retry_attempt") or ""), "X-Slack-Retry-Reason": ""}
        headers = retry if retry["X-Slack-Retry-Num"] else {}
        said = await answer(self.app, payload if isinstance(payload, dict) else None, headers)
        if said.status == 200:
            ack: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
            if said.body and envelope.get("accepts_response_payload"):
                ack["payload"] = _payload(said)
            await self._acknowledge(link, ack)

    async def _acknowledge(self, link: Link, ack: Mapping[str, Any]) -> None:
        """Over the same socket, or over another where that one has gone meanwhile."""
        for one in [link, *(self._links - {link})]:
            if await one.send(ack):
                return
        log.warning("an acknowledgement found no socket")

    async def _leave(self, link: Link) -> None:
        """Hear what is still under way on a socket that has a successor, then close it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.patience.linger):
                await link.over.wait()
        self._links.discard(link)
        await link.close()

    async def _finish(self) -> None:
        for link in self._links:
            link.deafen()
        if self._answering:
            await asyncio.wait(self._answering, timeout=self.patience.finish)
        await asyncio.gather(*(link.close() for link in self._links))
        self._links.clear()


def _payload(said: BoltResponse) -> Any:
    kind = said.headers.get("content-type", [""])[0]
    return json.loads(said.body) if kind.startswith("application/json") else {"text": said.body}
