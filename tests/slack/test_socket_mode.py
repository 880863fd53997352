"""Slack over web sockets: two of them, replaced before they go, given up when they are silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from bot.slack.client import slack_client
from bot.slack.transports import Patience, SocketMode
from tests.slack.rig import MANIFEST
from tests.slack.small_app import Heard, served, small_app
from workspace.click import Workspace, started

COMMANDS = [{"command": "/queue", "description": "The queue", "usage_hint": "unit"}]
APP = {**MANIFEST, "features": {**MANIFEST["features"], "slash_commands": COMMANDS}}
QUICK = Patience(connect=1, ping=0.05, silence=0.4, first_wait=0.05, longest_wait=0.2, slow=0.2, linger=0.3)


@pytest.fixture
async def office() -> AsyncIterator[Workspace]:
    async with started(APP, here=True) as running:
        yield running


@asynccontextmanager
async def connected(api_url: str, heard: Heard, **more: Any) -> AsyncIterator[SocketMode]:
    """Our end of the sockets, running."""
    async with slack_client("xoxb-demo-cofnod", api_url) as client:
        sockets = SocketMode(small_app(heard), "xapp-demo-cofnod", client, patience=QUICK, **more)
        running = asyncio.ensure_future(sockets.run())
        yield sockets
        await sockets.stop()
        assert running.done()


async def test_two_sockets_answer_each_command_once(office: Workspace) -> None:
    heard = Heard()
    async with connected(office.api_url, heard):
        await office.connected(2)
        for n in range(6):
            said = await office.person("Morgan").command("#bcu-carmarthenshire", f"/queue {n} payload")
            assert said.text == f"heard {n} payload"
    assert [body["text"] for body in heard.bodies] == [f"{n} payload" for n in range(6)]


async def test_no_command_is_lost_while_sockets_are_replaced(office: Workspace) -> None:
    heard = Heard()
    async with connected(office.api_url, heard):
        await office.connected(2)
        for n in range(8):
            await office.refresh_sockets("all" if n % 4 == 2 else "one")
            await office.connected(1)
            said = await office.person("Morgan").command("#bcu-carmarthenshire", f"/queue {n}")
            assert said.text == f"heard {n}"
    assert len(heard.bodies) == 8


async def test_every_connecting_asks_for_a_new_address(office: Workspace) -> None:
    async with connected(office.api_url, Heard()):
        await office.connected(2)
        await office.refresh_sockets("all")
        await office.until(lambda: _opened(office, 4), 5)
        await office.connected(2)


async def _opened(office: Workspace, times: int) -> bool:
    return len(await office.calls("apps.connections.open")) >= times


async def test_stopping_answers_what_was_heard(office: Workspace) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(_: dict[str, Any]) -> None:
        begun.set()
        await go_on.wait()

    async with connected(office.api_url, Heard(then=slowly)) as sockets:
        await office.connected(2)
        asked = asyncio.ensure_future(office.person("Morgan").command("#bcu-carmarthenshire", "/queue now"))
        await begun.wait()
        stopping = asyncio.ensure_future(sockets.stop())
        go_on.set()
        assert (await asked).text == "heard now"
        await stopping
    assert (await office.state())["sockets"] == 0


async def test_a_refused_app_token_is_told_and_tried_again(office: Workspace) -> None:
    alarms: list[str] = []

    async def alarm(code: str, _: object) -> None:
        alarms.append(code)

    await office.faults(token_revoked=True)
    async with connected(office.api_url, Heard(), alarm=alarm):
        await office.until(lambda: alarms, 3)
        await office.faults()
        await office.faults(token_revoked=False)
        await office.connected(2)
    assert set(alarms) == {"token_revoked"}


class Mute:
    """A server whose sockets say hello and then nothing, not even a pong; each address is for one use."""

    def __init__(self, says_hello: bool = True) -> None:
        self.says_hello, self.opened, self.refused, self.url = says_hello, 0, 0, ""
        self.used: set[str] = set()
        self.third = asyncio.Event()

    async def open(self, _: web.Request) -> web.Response:
        self.opened += 1
        if self.opened == 3:
            self.third.set()
        address = f"{self.url.replace('http', 'ws')}/socket?ticket={self.opened}"
        return web.json_response({"ok": True, "url": address})

    async def socket(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query["ticket"]
        if ticket in self.used:
            self.refused += 1
            raise web.HTTPForbidden
        self.used.add(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        if self.says_hello:
            await socket.send_json({"type": "hello"})
        while (await socket.receive()).type in (WSMsgType.PING, WSMsgType.TEXT):
            pass
        return socket


@pytest.mark.parametrize("says_hello", [True, False])
async def test_a_silent_socket_is_given_up_and_its_address_never_used_again(says_hello: bool) -> None:
    mute, application = Mute(says_hello), web.Application()
    application.add_routes(
        [web.post("/api/apps.connections.open", mute.open), web.get("/socket", mute.socket)]
    )
    async with served(application) as url, asyncio.timeout(15):
        mute.url = url
        async with connected(f"{url}/api/", Heard(), connections=1):
            await mute.third.wait()
    assert mute.refused == 0
