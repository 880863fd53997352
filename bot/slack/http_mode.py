"""Slack reaches us by signed HTTP: one address for everything, and one that says that we listen."""

import logging
from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.pulse import Pulse
from bot.slack.health import health_route
from bot.slack.requests import answer, read_body
from bot.slack.signature import is_slacks

LARGEST_BODY = 64 * 1024
PASSED_ON = ("X-Slack-Retry-Num", "X-Slack-Retry-Reason")
log = logging.getLogger(__name__)


def http_app(
    bolt: AsyncApp,
    signing_secret: str,
    machine: Callable[[], datetime],
    pulse: Pulse | None = None,
) -> web.Application:
    """A web application with `POST /slack/events` and `GET /healthz`; `machine` is the machine's clock."""

    async def events(request: web.Request) -> web.Response:
        if (request.content_length or 0) > LARGEST_BODY:
            return web.Response(status=413)
        if request.headers.get("Content-Encoding", "identity") != "identity":
            return _compressed()
        raw = await request.read()
        if not is_slacks(signing_secret, request.headers, raw, machine()):
            log.warning("refused a request that Slack did not sign")
            return web.Response(status=401)
        return await _answered(bolt, request, raw)

    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes([web.post("/slack/events", events), health_route(pulse or Pulse())])
    return app


def _compressed() -> web.Response:
    """Slack compresses nothing; to inflate what others did may fail, here and in whatever follows it."""
    said = web.Response(status=415)
    said.force_close()
    return said


async def _answered(bolt: AsyncApp, request: web.Request, raw: bytes) -> web.Response:
    body = read_body(raw, request.content_type)
    if body is not None and body.get("type") == "url_verification":
        return web.json_response({"challenge": str(body.get("challenge") or "")})
    if body is not None and body.get("ssl_check") == "1":
        return web.Response()
    headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
    said = await answer(bolt, body, headers)
    made = web.Response(status=said.status, text=said.body or "")
    for name, values in said.headers.items():
        made.headers[name] = values[0]
    return made
