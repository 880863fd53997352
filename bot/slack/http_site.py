"""Slack over signed HTTP: what is not signed as Slack signs it goes no further than here."""

import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

log = logging.getLogger("cofnod.http")
LARGEST = 64 * 1024  # bytes; Slack's own payloads stay well below
STALE_SECONDS = 300  # https://docs.slack.dev/authentication/verifying-requests-from-slack


class Unsigned(Exception):
    """A request that Slack did not sign, or signed too long ago."""


def verify(secret: str, timestamp: str, signature: str, body: bytes, at: datetime) -> None:
    """Check a signature (`v0`, HMAC-SHA256 over version, time and body); raises Unsigned.

    `at` is machine time (UTC): a request may be five minutes old or ahead, so that none is replayed later.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise Unsigned
    if abs(at.timestamp() - int(timestamp)) > STALE_SECONDS:
        raise Unsigned
    told = b"v0:" + timestamp.encode() + b":" + body
    wanted = "v0=" + hmac.new(secret.encode(), told, sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace")):
        raise Unsigned


def read_body(body: bytes, content_type: str) -> dict[str, Any]:
    """What Slack sent, by its keys: JSON, a form, or a form whose key `payload` holds JSON.

    Bolt looks for the word "payload" anywhere in the body, and so loses commands that contain it.
    Raises ValueError for anything else.
    """
    text = body.decode()
    if content_type == "application/json":
        found = json.loads(text)
    else:
        form = dict(parse_qsl(text, keep_blank_values=True))
        found = json.loads(form["payload"]) if "payload" in form else form
    if not isinstance(found, dict):
        raise ValueError("a body is an object")
    return found


@dataclass(frozen=True, slots=True)
class Door:
    """The one endpoint that Slack calls."""

    bolt: AsyncApp
    secret: str
    machine: Callable[[], datetime]

    async def hear(self, request: web.Request) -> web.Response:
        """Answer one request of Slack: 401 where it is not Slack's, 413 where it is too long."""
        body = await request.read()
        headers = request.headers
        timestamp, signature = (
            headers.get(f"X-Slack-{name}", "") for name in ("Request-Timestamp", "Signature")
        )
        try:
            verify(self.secret, timestamp, signature, body, self.machine())
        except Unsigned:
            log.warning("refused a request that Slack did not sign")  # and never what it said
            return web.Response(status=401)
        try:
            said = read_body(body, request.content_type)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        return await self._answer(said, request)

    async def _answer(self, said: dict[str, Any], request: web.Request) -> web.Response:
        if said.get("type") == "url_verification":
            return web.json_response({"challenge": str(said.get("challenge", ""))})
        # as a socket's envelope: parsed already, and checked more strictly than Bolt would
        headers: dict[str, Any] = {name: [value] for name, value in request.headers.items()}
        asked = AsyncBoltRequest(mode="socket_mode", body=said, headers=headers)
        told = await self.bolt.async_dispatch(asked)
        content_type = told.headers.get("content-type", ["text/plain"])[0].partition(";")[0]
        return web.Response(status=told.status, text=told.body or "", content_type=content_type)


async def _healthy(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True})


@asynccontextmanager
async def http_site(
    bolt: AsyncApp, secret: str, machine: Callable[[], datetime], port: int, host: str = "0.0.0.0"
) -> AsyncIterator[str]:
    """Listen for Slack while the block runs; gives the address. Port 0 is any free one."""
    app = web.Application(client_max_size=LARGEST)
    app.router.add_post("/slack/events", Door(bolt, secret, machine).hear)
    app.router.add_get("/healthz", _healthy)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
