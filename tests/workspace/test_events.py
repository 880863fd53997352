"""Events: signed, wrapped, delivered again where nobody acked."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.workspace.bolt_app import connected, new_app
from workspace.click import Workspace

CARMS = "#bcu-carmarthenshire"


class Listener:
    """Takes whatever is posted, and answers as it is told."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.requests: list[tuple[dict[str, str], str]] = []

    async def take(self, request: web.BaseRequest) -> web.Response:
        self.requests.append((dict(request.headers), await request.text()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200, text="heard")


@asynccontextmanager
async def listening(workspace: Workspace, *statuses: int) -> AsyncIterator[Listener]:
    listener = Listener(*statuses)
    runner = web.ServerRunner(web.Server(listener.take))
    await runner.setup()
    await (site := web.TCPSite(runner, "127.0.0.1", 0)).start()
    await workspace.deliver_to(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/slack/events")
    yield listener
    await runner.cleanup()


async def test_a_request_is_signed_as_slack_signs_it(workspace: Workspace) -> None:
    async with listening(workspace) as listener:
        await workspace.deliver("url_verification")
    headers, body = listener.requests[0]
    base = f"v0:{headers['X-Slack-Request-Timestamp']}:{body}".encode()
    expected = hmac.new(workspace.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert headers["X-Slack-Signature"] == f"v0={expected}"
    assert headers["Content-Type"] == "application/json"


async def test_bolt_answers_the_verification_of_its_address(workspace: Workspace) -> None:
    async with connected(workspace, new_app(workspace), "http"):
        said = await workspace.deliver("url_verification")
    assert said["body"]["challenge"] == "challenge-of-the-local-workspace"


async def test_an_event_that_nobody_acked_comes_again(workspace: Workspace) -> None:
    await workspace.faults(retry_delays=[0.01, 0.01, 0.01])
    async with listening(workspace, 500, 404, 200) as listener:
        await workspace.person("Morgan").say(CARMS, "Hello")
        await workspace.until(lambda: len(listener.requests) == 3)
    numbers = [headers.get("X-Slack-Retry-Num") for headers, _ in listener.requests]
    assert numbers == [None, "1", "2"]
    assert listener.requests[1][0]["X-Slack-Retry-Reason"] == "http_error"
    assert len({json.loads(body)["event_id"] for _, body in listener.requests}) == 1


async def test_an_event_is_given_up_after_three_more_tries(workspace: Workspace) -> None:
    await workspace.faults(retry_delays=[0.01, 0.01, 0.01])
    async with listening(workspace, *[500] * 9) as listener:
        await workspace.person("Morgan").say(CARMS, "Hello")

        async def given_up() -> bool:
            return bool((await workspace.state())["undelivered"])

        await workspace.until(given_up)
    assert len(listener.requests) == 4


def hearing(workspace: Workspace, seen: list[dict[str, Any]]) -> Any:
    app = new_app(workspace)

    @app.event("message")
    async def message(event: dict[str, Any]) -> None:
        seen.append(event)

    @app.event("app_mention")
    async def mention(event: dict[str, Any], say: Any) -> None:
        seen.append(event)
        await say("Yes?", thread_ts=event["ts"])

    return app


async def test_messages_and_mentions_reach_the_app(workspace: Workspace, transport: str) -> None:
    seen: list[dict[str, Any]] = []
    morgan = workspace.person("Morgan")
    async with connected(workspace, hearing(workspace, seen), transport):
        await morgan.say(CARMS, "Hello @tester & all, see https://example.org/a?b=1&c")
        parent = await morgan.expect_message(CARMS, "Hello")
        await morgan.expect_message(CARMS, "Yes?", thread=parent)
        await workspace.until(lambda: len(seen) == 2)
    assert {event["type"] for event in seen} == {"message", "app_mention"}
    text = "Hello <@U0APPBOT> &amp; all, see <https://example.org/a?b=1&amp;c>"
    assert [event["text"] for event in seen] == [text, text]


async def test_what_the_app_did_not_ask_for_is_not_sent(workspace: Workspace) -> None:
    async with listening(workspace) as listener:
        await workspace.person("Hughes").say("#restricted-incidents", "A private word")
        await workspace.person("Morgan").say("#general", "Where the app is not")
        await workspace.change_channel("C0CIH", archived=True)
        await workspace.until(lambda: bool(listener.requests))
    assert [json.loads(body)["event"]["type"] for _, body in listener.requests] == ["channel_archive"]


async def test_any_payload_can_be_delivered_as_it_is(workspace: Workspace) -> None:
    async with listening(workspace) as listener:
        await workspace.deliver("events_api", {"type": "event_callback", "event": {"type": "goodbye"}})
        await workspace.deliver("interactive", {"type": "shortcut"})
        said = await workspace.deliver_raw("token=x&command=%2Fecho")
    bodies = [body for _, body in listener.requests]
    assert json.loads(bodies[0])["event"] == {"type": "goodbye"}
    assert bodies[1] == "payload=%7B%22type%22%3A+%22shortcut%22%7D"
    assert bodies[2] == "token=x&command=%2Fecho"
    assert said == {"ok": True, "error": None, "status": 200, "body": "heard"}
