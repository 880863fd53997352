"""Rates, and everything that can be made to go wrong."""

from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import connected, new_app
from workspace.click import Workspace

CARMS = "#bcu-carmarthenshire"
POST = {"channel": "C0CARMS", "text": "Hello"}
BROKEN = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)


async def texts(workspace: Workspace) -> list[str]:
    """Read what stands in the channel."""
    return [message.text for message in await workspace.person("Morgan").messages(CARMS)]


async def test_one_channel_takes_a_short_burst_and_then_one_a_second(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    await workspace.faults(rates=1)
    for _ in range(4):
        await client.chat_postMessage(**POST)
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(**POST)
    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["Retry-After"] == "1"
    assert (await client.chat_postMessage(channel="C0CIH", text="Another channel"))["ok"]


async def test_updates_have_a_limit_a_minute(workspace: Workspace, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(**POST))["ts"]
    await workspace.faults(rates=1)
    for _ in range(52):
        with suppress(SlackApiError):
            await client.chat_update(channel="C0CARMS", ts=ts, text="again")
    errors = [call["error"] for call in await workspace.calls("chat.update")]
    assert errors[:50] == [None] * 50
    assert errors[-1] == "ratelimited"


async def test_a_429_on_demand_names_its_seconds(workspace: Workspace, client: AsyncWebClient) -> None:
    await workspace.faults({"method": "chat.postMessage", "kind": "429", "seconds": 7, "times": 1})
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(**POST)
    assert caught.value.response.headers["Retry-After"] == "7"
    assert (await client.chat_postMessage(**POST))["ok"]


@pytest.mark.parametrize(
    ("kind", "left"), [("drop_before", []), ("drop_after", ["Hello"]), ("500", []), ("500_after", ["Hello"])]
)
async def test_a_lost_answer_leaves_it_unknown_whether_it_was_posted(
    workspace: Workspace, client: AsyncWebClient, kind: str, left: list[str]
) -> None:
    await workspace.faults({"method": "chat.postMessage", "kind": kind, "times": 1})
    with pytest.raises((*BROKEN, SlackApiError)):
        await client.chat_postMessage(**POST)
    assert await texts(workspace) == left


async def test_a_client_that_blindly_tries_again_posts_twice(workspace: Workspace) -> None:
    await workspace.faults({"method": "chat.postMessage", "kind": "drop_after", "times": 1})
    retry = [AsyncConnectionErrorRetryHandler(max_retry_count=1)]
    client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url, retry_handlers=retry)
    await client.chat_postMessage(**POST)
    assert await texts(workspace) == ["Hello", "Hello"]


async def test_any_error_of_slack_can_be_had(workspace: Workspace, client: AsyncWebClient) -> None:
    await workspace.faults({"method": "*", "kind": "error", "error": "fatal_error", "channel": "C0CARMS"})
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.chat_postMessage(**POST)
    assert (await client.chat_postMessage(channel="C0CIH", text="x"))["ok"]


async def test_the_same_seed_strikes_the_same_calls(workspace: Workspace, client: AsyncWebClient) -> None:
    runs = []
    for _ in range(2):
        await workspace.faults({"method": "auth.test", "kind": "500", "probability": 0.5}, seed=7)
        answers = [await _worked(client) for _ in range(20)]
        runs.append(answers)
    assert runs[0] == runs[1]
    assert 0 < sum(runs[0]) < 20


async def _worked(client: AsyncWebClient) -> bool:
    try:
        return bool((await client.auth_test())["ok"])
    except SlackApiError:
        return False


async def test_a_command_may_be_delivered_twice(workspace: Workspace, transport: str) -> None:
    seen: list[dict[str, Any]] = []
    app = new_app(workspace)

    @app.command("/echo")
    async def echo(ack: Any, body: dict[str, Any]) -> None:
        seen.append(body)
        await ack("Once")

    async with connected(workspace, app, transport):
        await workspace.faults({"method": "slash_commands", "kind": "duplicate"})
        await workspace.person("Morgan").command(CARMS, "/echo x")
        await workspace.until(lambda: len(seen) == 2)
    assert seen[0]["trigger_id"] == seen[1]["trigger_id"]
    assert await texts(workspace) == ["Once"]


async def test_a_delivery_may_be_lost(workspace: Workspace, transport: str) -> None:
    app = new_app(workspace)
    async with connected(workspace, app, transport):
        await workspace.faults({"method": "slash_commands", "kind": "lost", "times": 1})
        assert (await workspace.person("Morgan").command(CARMS, "/echo x")).error == "operation_timeout"


async def test_a_refreshed_socket_loses_no_command(workspace: Workspace) -> None:
    app = new_app(workspace)

    @app.command("/echo")
    async def echo(ack: Any, body: dict[str, Any]) -> None:
        await ack(body["text"])

    async with connected(workspace, app, "socket"):
        await workspace.refresh_sockets()
        await workspace.connected(1)
        assert "still here" in await workspace.person("Morgan").command(CARMS, "/echo still here")
    assert len(await workspace.calls("apps.connections.open")) == 2


def _counting(workspace: Workspace, number: int, seen: list[int]) -> Any:
    app = new_app(workspace)

    @app.command("/echo")
    async def echo(ack: Any) -> None:
        seen.append(number)
        await ack("x")

    return app


async def test_two_sockets_take_turns(workspace: Workspace) -> None:
    seen: list[int] = []
    apps = [_counting(workspace, number, seen) for number in range(2)]
    async with connected(workspace, apps[0], "socket"), connected(workspace, apps[1], "socket"):
        await workspace.connected(2)
        for _ in range(4):
            await workspace.person("Morgan").command(CARMS, "/echo x")
    assert sorted(seen) == [0, 0, 1, 1]


async def test_an_address_opens_one_socket_only(workspace: Workspace) -> None:
    client = AsyncWebClient(token=workspace.app_token, base_url=workspace.api_url)
    url = (await client.apps_connections_open(app_token=workspace.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url, autoping=False) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            await socket.ping(b"sdk-ping-pong:1.5")
            assert (await socket.receive()).data == b"sdk-ping-pong:1.5"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
