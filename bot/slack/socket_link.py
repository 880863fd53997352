"""One web socket to Slack: it says hello, carries envelopes, and is watched for silence."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Protocol

from aiohttp import ClientConnectionError, ClientWebSocketResponse, WSMessage, WSMsgType

from bot.pulse import Beat, nothing

OVER = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)


class Hear(Protocol):
    """Takes each envelope, and does not wait for what becomes of it."""

    def __call__(self, link: "Link", envelope: Mapping[str, Any], /) -> None:
        """Take one."""


class Link:
    """`ended` is set when the socket is to be replaced: told so by Slack, closed, or silent for too long.

    `over` is set when nothing more comes; `beat` is called for whatever is heard, a mere pong too.
    """

    def __init__(
        self,
        socket: ClientWebSocketResponse,
        hear: Hear,
        ping: float,
        silence: float,
        beat: Beat = nothing,
    ) -> None:
        self._beat = beat
        self.ended, self.over = asyncio.Event(), asyncio.Event()
        self._socket, self._hear, self._ping, self._silence = socket, hear, ping, silence
        self._heard_at = self._now()
        self._tasks: list[asyncio.Task[None]] = []

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    async def greet(self) -> None:
        """Wait for Slack's hello, then begin to listen; raises ConnectionError where none comes."""
        frame = await self._socket.receive()
        if _read(frame).get("type") != "hello":
            await self._socket.close()
            raise ConnectionError("no hello")
        self._tasks = [asyncio.ensure_future(self._listen()), asyncio.ensure_future(self._pulse())]

    async def send(self, frame: Mapping[str, Any]) -> bool:
        """Send one frame; False where the socket has gone."""
        try:
            await self._socket.send_json(frame)
        except (ClientConnectionError, ConnectionError, RuntimeError):
            return False
        return True

    def deafen(self) -> None:
        """Hear nothing more, but stay able to send."""
        for task in self._tasks:
            task.cancel()
        self.ended.set()

    async def close(self) -> None:
        """Close it."""
        self.deafen()
        await self._socket.close()

    async def _listen(self) -> None:
        try:
            while (frame := await self._socket.receive()).type not in OVER:
                self._heard_at = self._now()
                self._beat()
                await self._take(frame)
        finally:
            self.ended.set()
            self.over.set()

    async def _take(self, frame: WSMessage) -> None:
        if frame.type is WSMsgType.PING:
            await self._socket.pong(frame.data)
            return
        said = _read(frame)
        if said.get("type") == "disconnect":
            self.ended.set()  # go on listening: what was sent before still comes
        elif said.get("envelope_id"):
            self._hear(self, said)

    async def _pulse(self) -> None:
        """Ask for a sign of life; a socket that gives none for too long is dead, whatever TCP believes."""
        try:
            while self._now() - self._heard_at < self._silence:
                await self._socket.ping(f"sdk-ping-pong:{self._now():.3f}".encode())
                await asyncio.sleep(self._ping)
        except (ClientConnectionError, ConnectionError, RuntimeError):
            pass
        finally:
            self.ended.set()


def _read(frame: WSMessage) -> dict[str, Any]:
    if frame.type is not WSMsgType.TEXT:
        return {}
    try:
        said = json.loads(frame.data)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
