"""A small real Bolt app, on either transport, for the workspace's own tests to talk to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from workspace.click import Workspace

SCOPES = "chat:write commands channels:read channels:history groups:read groups:history im:read im:history"
SCOPES += " im:write users:read users:read.email files:write reactions:write usergroups:read channels:join"
COMMANDS = ("/echo", "/form", "/slow", "/silent", "/later", "/loud", "/ill")
EVENTS = ["app_home_opened", "app_mention", "message.channels", "channel_archive", "channel_shared"]
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Tester"},
    "features": {
        "bot_user": {"display_name": "Tester"},
        "slash_commands": [
            {
                "command": name,
                "description": name[1:],
                "usage_hint": "words",
                "should_escape": name == "/echo",
            }
            for name in COMMANDS
        ],
        "shortcuts": [
            {"name": "Find it", "type": "message", "callback_id": "find", "description": "Finds it"},
            {"name": "Begin", "type": "global", "callback_id": "begin", "description": "Begins"},
        ],
    },
    "oauth_config": {"scopes": {"bot": SCOPES.split()}},
    "settings": {"event_subscriptions": {"bot_events": EVENTS}},
}


def plain(text: str) -> dict[str, Any]:
    """Write a plain text."""
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    """Write a section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def buttons(*labels: str) -> dict[str, Any]:
    """Write a row of buttons, each with its label as its action id."""
    made = [{"type": "button", "text": plain(label), "action_id": label, "value": label} for label in labels]
    return {"type": "actions", "elements": made}


def field(label: str, **element: Any) -> dict[str, Any]:
    """Write an input; its label in small letters is its block id."""
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": element}


def form(*blocks: dict[str, Any], title: str = "A form", **more: Any) -> dict[str, Any]:
    """Write a form."""
    view = {"type": "modal", "callback_id": "form", "title": plain(title), "submit": plain("Send")}
    return {**view, "blocks": list(blocks), **more}


def new_app(workspace: Workspace) -> AsyncApp:
    """Make an app that listens to nothing yet."""
    client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url, retry_handlers=[])
    secret = workspace.signing_secret
    return AsyncApp(client=client, signing_secret=secret, process_before_response=True)


@asynccontextmanager
async def connected(workspace: Workspace, app: AsyncApp, transport: str) -> AsyncIterator[None]:
    """Hold an app connected over `socket` or `http`."""
    hold = _over_http if transport == "http" else _over_socket
    async with hold(workspace, app):
        yield


@asynccontextmanager
async def _over_socket(workspace: Workspace, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, workspace.app_token)
    await handler.connect_async()
    await workspace.connected(1)
    try:
        yield
    finally:
        await handler.close_async()


@asynccontextmanager
async def _over_http(workspace: Workspace, app: AsyncApp) -> AsyncIterator[None]:
    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    served = web.Application()
    served.add_routes([web.post("/slack/events", answer)])
    runner = web.AppRunner(served, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server: Any = site._server
    port = server.sockets[0].getsockname()[1]
    await workspace.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    try:
        yield
    finally:
        await runner.cleanup()
