"""What the browser page and the click language read and do, as JSON over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from workspace import forms, gestures, pictures
from workspace.gestures import Desk
from workspace.kinds import Json, SlackError

Query = Callable[[Json], Json]
Deed = Callable[[Json], Awaitable[Json]]
LONGEST_WAIT = 30.0


@dataclass
class PageApi:
    """Reads for GET, deeds for POST; an error is told as Slack would tell it."""

    desk: Desk
    watching: set[web.WebSocketResponse] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        reads: dict[str, Query] = {
            "cast": lambda _: pictures.cast(self.desk),
            "channels": lambda asked: pictures.channels(self.desk.world, asked["as"]),
            "messages": self._messages,
            "home": self._home,
            "views": lambda asked: {"stack": forms.stack(self.desk, asked["as"])},
            "followed": self._followed,
        }
        made = [web.get(f"/ui/api/{name}", reading(read)) for name, read in reads.items()]
        made += [web.post(f"/ui/api/{name}", doing(deed)) for name, deed in self._deeds().items()]
        return [*made, web.get("/ui/api/wait", self._wait), web.get("/ui/events", self._events)]

    def _deeds(self) -> dict[str, Deed]:
        return {
            "say": self._say,
            "press": self._press,
            "submit": self._submit,
            "close": lambda body: forms.close(self.desk, body["as"], body["view_id"]),
            "suggest": self._suggest,
            "shortcut": self._shortcut,
            "open_home": self._open_home,
        }

    def _messages(self, asked: Json) -> Json:
        world = self.desk.world
        last = int(asked.get("limit", 0))
        return pictures.messages(world, asked["as"], asked["channel"], asked.get("thread"), last)

    def _home(self, asked: Json) -> Json:
        home = self.desk.world.homes.get(asked["as"])
        return {"view": home.body if home else None}

    def _followed(self, asked: Json) -> Json:
        return {"followed": self.desk.tickets.followed.get(asked["gesture"], [])}

    async def _say(self, body: Json) -> Json:
        thread = body.get("thread_ts")
        return await gestures.say(self.desk, body["as"], body["channel"], body["text"], thread)

    async def _press(self, body: Json) -> Json:
        values = body.get("values") or {}
        return await gestures.press(self.desk, body["as"], body["container"], body, values)

    async def _submit(self, body: Json) -> Json:
        return await forms.submit(self.desk, body["as"], body["view_id"], body.get("values") or {})

    async def _suggest(self, body: Json) -> Json:
        container = body.get("container") or {"view_id": body["view_id"]}
        return await forms.suggest(self.desk, body["as"], container, body)

    async def _shortcut(self, body: Json) -> Json:
        channel, ts = body.get("channel", ""), body.get("ts", "")
        return await gestures.shortcut(self.desk, body["as"], body["callback_id"], channel, ts)

    async def _open_home(self, body: Json) -> Json:
        return gestures.open_home(self.desk, body["as"])

    async def _wait(self, request: web.Request) -> web.Response:
        """Answer as soon as there was a change after `since`."""
        since = int(request.query.get("since", "0"))
        patience = min(float(request.query.get("timeout", "5")), LONGEST_WAIT)
        return web.json_response({"version": await self.desk.world.hints.beyond(since, patience)})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Tell a page when to read again."""
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        queue = self.desk.world.hints.watch(request.query.get("as", ""))
        teller = asyncio.create_task(_tell(socket, queue))
        self.watching.add(socket)
        async for _ in socket:
            pass  # a page says nothing; this only notices that it left
        teller.cancel()
        self.watching.discard(socket)
        self.desk.world.hints.leave(queue)
        return socket

    async def close(self) -> None:
        """Let every page go that watches."""
        for socket in list(self.watching):
            await socket.close()


async def _tell(socket: web.WebSocketResponse, queue: asyncio.Queue[Json]) -> None:
    with suppress(ConnectionError):
        while True:
            await socket.send_json(await queue.get())


def reading(read: Query) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make a reader into an address."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(read(dict(request.query)))
        except (SlackError, KeyError) as problem:
            return web.json_response(_told(problem), status=400)

    return handle


def doing(deed: Deed) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make a deed into an address."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response(await deed(await request.json()))
        except (SlackError, KeyError) as problem:
            return web.json_response(_told(problem))

    return handle


def _told(problem: SlackError | KeyError) -> Json:
    if isinstance(problem, SlackError):
        return {"ok": False, "error": problem.error, **problem.more}
    return {"ok": False, "error": "invalid_arguments", "missing": str(problem)}
