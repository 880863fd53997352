"""A small real Bolt app that notes what reaches it, served as ours is."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from re import compile as pattern
from typing import Any

from aiohttp import ClientSession, web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.signature import signature_of
from bot.slack.transports import http_app

SECRET = "a-secret-of-the-tests"
FORM = "application/x-www-form-urlencoded"
ANYTHING = pattern(".*")


def machine() -> datetime:
    return datetime.now(UTC)


async def _authorized(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T0FORCE", bot_token="xoxb-tests")


@dataclass
class Heard:
    """What the app's listeners were given."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    then: Callable[[dict[str, Any]], Awaitable[None]] | None = None

    async def __call__(self, ack: Any, body: dict[str, Any]) -> None:
        self.bodies.append(body)
        if self.then:
            await self.then(body)
        await ack(text=f"heard {body.get('text')}") if "command" in body else await ack()


def small_app(heard: Heard) -> AsyncApp:
    """An app that listens to everything."""
    app = AsyncApp(
        authorize=_authorized, signing_secret=SECRET, process_before_response=True,
        ignoring_self_events_enabled=False,
    )  # fmt: skip
    app.command(ANYTHING)(heard)
    app.action(ANYTHING)(heard)
    app.view(ANYTHING)(heard)
    app.view_closed(ANYTHING)(heard)
    app.shortcut(ANYTHING)(heard)
    app.options(ANYTHING)(heard)
    app.event(ANYTHING)(heard)
    return app


@asynccontextmanager
async def served(application: web.Application) -> AsyncIterator[str]:
    """The address at which an application is served."""
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass
class Caller:
    """Calls one address as Slack does."""

    url: str
    session: ClientSession

    async def post(
        self, body: bytes | str, content_type: str = FORM, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        raw = body.encode() if isinstance(body, str) else body
        sent = headers if headers is not None else signed(raw)
        async with self.session.post(
            f"{self.url}/slack/events", data=raw, headers={"Content-Type": content_type, **sent}
        ) as said:
            return said.status, await said.text()


def signed(raw: bytes, seconds_ago: float = 0) -> dict[str, str]:
    """The headers with which Slack signs a body."""
    stamp = str(int(machine().timestamp() - seconds_ago))
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature_of(SECRET, stamp, raw),
    }


@asynccontextmanager
async def calling(heard: Heard) -> AsyncIterator[Caller]:
    """A caller of a small app over our HTTP transport."""
    async with served(http_app(small_app(heard), SECRET, machine)) as url, ClientSession() as session:
        yield Caller(url, session)
