"""Puts the workspace together and serves it."""

import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from workspace import cast as casting
from workspace.answers import Answers
from workspace.control_api import ControlApi
from workspace.events import Events
from workspace.faults import Faults
from workspace.files import Files
from workspace.gestures import Desk
from workspace.http_mode import HttpMode
from workspace.kinds import SlackError
from workspace.limits import Limits
from workspace.manifest import Manifest
from workspace.page_api import PageApi
from workspace.recorder import Recorder
from workspace.socket_mode import SocketMode
from workspace.tickets import Tickets
from workspace.transport import Transport
from workspace.views import Views
from workspace.web_api import Tokens, WebApi
from workspace.world import World

PAGE = Path(__file__).parent / "page"
LARGEST = 64 * 1024 * 1024


@dataclass
class Settings:
    """What one workspace is started with."""

    cast: casting.Cast
    manifest: Manifest
    port: int = 0
    record: Path | None = None
    request_url: str | None = None
    rates: float = 1.0
    bot_token: str = "xoxb-demo-cofnod"
    app_token: str = "xapp-demo-cofnod"
    signing_secret: str = "demo-signing-secret"


@dataclass
class Served:
    """A workspace that runs in this process."""

    settings: Settings
    url: str = ""
    http_mode: HttpMode | None = None
    faults: Faults = field(default_factory=Faults)
    _runner: web.AppRunner | None = None
    _session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Begin to serve."""
        self._session = aiohttp.ClientSession()
        self._build()
        self.deliver_to(self.settings.request_url)
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.settings.port)
        await site.start()
        server: Any = site._server
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"

    async def stop(self) -> None:
        """Let everything go."""
        await self.events.close()
        await self.page_api.close()
        await self.socket_mode.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()
        self.web_api.recorder.close()

    def deliver_to(self, url: str | None) -> None:
        """Deliver over signed HTTP to this address from now on, or (None) over Socket Mode."""
        assert self._session is not None
        secret = self.settings.signing_secret
        self.http_mode = HttpMode(url, secret, self.faults, self._session) if url else None

    def _transport(self) -> Transport:
        return self.http_mode or self.socket_mode

    def _base(self) -> str:
        return self.url

    def _build(self) -> None:
        """Make all parts; the order is that of who knows whom."""
        made = self.settings
        casting.add_app(made.cast, made.manifest.name)
        world, tickets = World(made.cast), Tickets()
        views, files = Views(world), Files()
        self.socket_mode = SocketMode(self.faults, self._base)
        self.events = Events(world, made.manifest, self._transport)
        self.answers = Answers(world, tickets)
        tokens = Tokens(made.bot_token, made.app_token, made.manifest.scopes)
        limits, recorder = Limits(made.rates), Recorder(made.record)
        parts = (world, views, tickets, files, tokens, limits, self.faults, recorder)
        self.web_api = WebApi(*parts, base_url=self._base, socket_ticket=self.socket_mode.ticket)
        desk_parts = (world, views, tickets, self.answers, self.events, made.manifest)
        self.page_api = PageApi(Desk(*desk_parts, transport=self._transport, base_url=self._base))
        control_parts = (self.web_api, self.socket_mode, self.events)
        self.control_api = ControlApi(*control_parts, transport=self._transport, deliver_to=self.deliver_to)

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST)
        application.add_routes([*self.page_api.routes(), *self.control_api.routes(), *self._routes()])
        return application

    def _routes(self) -> list[web.AbstractRouteDef]:
        return [
            web.route("*", "/api/{method}", self.web_api.handle),
            web.get("/socket/", self.socket_mode.handle),
            web.post("/response/{token}", self._respond),
            web.post("/upload/{file}", self._upload),
            web.get("/files/{file}", self._file),
            web.get("/files/{file}/{name}", self._file),
            web.get("/", _index),
            web.static("/ui/static", PAGE),
        ]

    async def _respond(self, request: web.Request) -> web.Response:
        """Take an answer at a response url."""
        try:
            self.answers.respond(request.match_info["token"], await request.json())
        except SlackError as refusal:
            gone = refusal.error in ("used_url", "expired_url")
            body = {"ok": False, "error": refusal.error, **refusal.more}
            return web.json_response(body, status=404 if gone else 400)
        return web.json_response({"ok": True})

    async def _upload(self, request: web.Request) -> web.Response:
        """Take a file's bytes."""
        upload = self.web_api.files.by_id.get(request.match_info["file"])
        if upload is None:
            raise web.HTTPNotFound
        content = await _content(request)
        if rule := self.faults.web("upload"):
            raise web.HTTPTooManyRequests if rule.kind == "429" else web.HTTPInternalServerError
        if len(content) != upload.length:
            raise web.HTTPBadRequest(text="the length is not what was announced")
        upload.content = content
        return web.Response(text=f"OK - {upload.length}")

    async def _file(self, request: web.Request) -> web.Response:
        """Give a file's bytes."""
        upload = self.web_api.files.by_id.get(request.match_info["file"])
        if upload is None or upload.content is None:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        return web.Response(body=upload.content, content_type=kind)


async def _content(request: web.Request) -> bytes:
    """Give the bytes of an upload, sent bare or as a form's file."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    part = next(iter((await request.post()).values()))
    return part.file.read() if isinstance(part, web.FileField) else str(part).encode()


async def _index(_: web.Request) -> web.StreamResponse:
    if not (PAGE / "index.html").exists():
        raise web.HTTPNotFound(text="the page is not installed")
    return web.FileResponse(PAGE / "index.html")
