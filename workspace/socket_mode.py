"""Socket Mode: single-use addresses, envelopes over up to ten sockets in turn, acks from any of them."""

import asyncio
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from workspace.cast import APP_ID
from workspace.faults import Faults
from workspace.kinds import Json
from workspace.transport import ACK_SECONDS, COMMAND, EVENT, INTERACTION, Ack, Retry, undergo

MOST = 10
GRACE_SECONDS = 2.0
HEARTBEAT_SECONDS = 20.0
CONNECTED_FOR = 18_060


@dataclass
class SocketMode:
    """The app's open sockets, and the envelopes that wait for an ack."""

    faults: Faults
    base_url: Callable[[], str]
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _turn: int = 0
    _closing: set[asyncio.Task[None]] = field(default_factory=set)

    def ticket(self) -> str:
        """Give an address that opens one socket."""
        ticket = secrets.token_urlsafe(16)
        self.tickets.add(ticket)
        address = self.base_url().replace("http", "ws", 1)
        return f"{address}socket/?ticket={ticket}&app_id={APP_ID}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Hold one socket open for as long as the app wants it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            raise web.HTTPForbidden(text="this address was used or never given")
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await socket.prepare(request)
        if len(self.sockets) < MOST:
            await self._talk(socket)
        else:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
        return socket

    async def deliver(self, kind: str, payload: Json, retry: Retry | None = None) -> Ack:
        """Send one envelope and wait for its ack."""
        fault = self.faults.delivery(kind)
        if await undergo(fault):
            return Ack("operation_timeout")
        envelope = _envelope(kind, payload, retry)
        answered = self._waiting[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        try:
            if not await self._send(envelope):
                return Ack("dispatch_failed")
            if fault is not None and fault.kind == "duplicate":
                await self._send(envelope)
            return Ack(body=await asyncio.wait_for(answered, ACK_SECONDS))
        except TimeoutError:
            return Ack("operation_timeout")
        finally:
            del self._waiting[envelope["envelope_id"]]

    async def warn(self) -> None:
        """Tell every socket that it will be refreshed soon, as Slack does some seconds before."""
        for socket in list(self.sockets):
            await socket.send_json(_disconnect("warning"))

    async def refresh(self, every: bool = True) -> None:
        """Ask the app to come again on a new address, as Slack does every few hours."""
        chosen = list(self.sockets) if every else self.sockets[:1]
        self.sockets = [one for one in self.sockets if one not in chosen]
        for socket in chosen:
            await socket.send_json(_disconnect("refresh_requested"))
            task = asyncio.create_task(_close_soon(socket))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def cut(self) -> None:
        """Close every socket without a word."""
        for socket in list(self.sockets):
            await socket.close()

    async def close(self) -> None:
        """Stop altogether."""
        for task in list(self._closing):
            task.cancel()
        await self.cut()

    async def _talk(self, socket: web.WebSocketResponse) -> None:
        self.sockets.append(socket)
        try:
            hello = {"type": "hello", "num_connections": len(self.sockets), "debug_info": _debug()}
            await socket.send_json(hello | {"connection_info": {"app_id": APP_ID}})
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acked(frame.data)
        finally:
            self.sockets = [one for one in self.sockets if one is not socket]

    def _acked(self, text: str) -> None:
        try:
            ack = json.loads(text)
            waiting = self._waiting.get(ack["envelope_id"])
        except (ValueError, KeyError, TypeError):
            return
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload"))

    async def _send(self, envelope: Json) -> bool:
        """Send over the next socket in turn that takes it."""
        for _ in range(len(self.sockets)):
            self._turn += 1
            socket = self.sockets[self._turn % len(self.sockets)]
            try:
                await socket.send_json(envelope)
                return True
            except (ConnectionError, RuntimeError):
                self.sockets = [one for one in self.sockets if one is not socket]
        return False


def _envelope(kind: str, payload: Json, retry: Retry | None) -> Json:
    envelope: Json = {"envelope_id": str(uuid.uuid4()), "type": kind, "payload": payload}
    envelope["accepts_response_payload"] = kind in (COMMAND, INTERACTION)
    if kind == EVENT:
        envelope["retry_attempt"] = retry.number if retry else 0
        envelope["retry_reason"] = retry.reason if retry else ""
    return envelope


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": _debug()}


def _debug() -> Json:
    return {"host": "local", "build_number": 1, "approximate_connection_time": CONNECTED_FOR}


async def _close_soon(socket: web.WebSocketResponse) -> None:
    await asyncio.sleep(GRACE_SECONDS)
    await socket.close()
