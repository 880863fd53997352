"""The Web API: one HTTP address a method, its tokens, scopes, rates and faults."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from workspace import arguments
from workspace.call import Call, Method
from workspace.faults import BEFORE, Faults, Rule
from workspace.files import Files
from workspace.kinds import Json, SlackError
from workspace.limits import Limits
from workspace.methods.table import METHODS
from workspace.recorder import Recorder
from workspace.tickets import Tickets
from workspace.views import Views
from workspace.world import World


@dataclass
class Tokens:
    """The secrets that this workspace gave to the app."""

    bot: str
    app: str
    scopes: frozenset[str]
    revoked: bool = False

    def check(self, token: str, method: Method) -> None:
        """Refuse a token that is missing, unknown, revoked, or of the wrong kind."""
        if not token:
            raise SlackError("not_authed")
        if token not in (self.bot, self.app):
            raise SlackError("invalid_auth")
        if self.revoked:
            raise SlackError("token_revoked")
        if (token == self.app) != method.app_level:
            raise SlackError("not_allowed_token_type")


@dataclass
class WebApi:
    """Answers `/api/{method}`."""

    world: World
    views: Views
    tickets: Tickets
    files: Files
    tokens: Tokens
    limits: Limits
    faults: Faults
    recorder: Recorder
    base_url: Callable[[], str]
    socket_ticket: Callable[[], str]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or let it go wrong where a fault says so."""
        name = request.match_info["method"]
        method = METHODS.get(name)
        if method is None:
            return web.json_response({"ok": False, "error": "unknown_method"})
        try:
            token, args = await arguments.read(request, method.takes_json)
        except SlackError as refusal:
            return web.json_response(refused(refusal))
        rule = self._struck(name, args.get("channel") or args.get("channel_id"))
        if rule is not None:
            return await self._with_fault(request, rule, name, token, args)
        return self._answer(name, token, args)

    def _struck(self, name: str, channel: str | None) -> Rule | None:
        """What goes wrong with a call; where a file is not ready at once, anything else may go wrong too."""
        rule = self.faults.web(name, channel)
        self.files.slowness = rule.seconds if rule is not None and rule.kind == "unready" else 0.0
        return self.faults.web(name, channel) if self.files.slowness else rule

    def _answer(self, name: str, token: str, args: Json) -> web.Response:
        entry = self.recorder.keep(name, args)
        wait = self.limits.retry_after(name, METHODS[name].tier, args.get("channel"))
        if wait:
            entry |= {"ok": False, "error": "ratelimited"}
            return too_many(wait)
        said = self._run(name, token, args)
        entry |= {"ok": said["ok"], "error": said.get("error")}
        self.world.hints.moved()
        scopes = ",".join(sorted(self.tokens.scopes))
        return web.json_response(said, headers={"x-oauth-scopes": scopes})

    def _run(self, name: str, token: str, args: Json) -> Json:
        method = METHODS[name]
        parts = (self.world, self.views, self.tickets, self.files, self.tokens.scopes)
        call = Call(name, args, *parts, base_url=self.base_url(), socket_ticket=self.socket_ticket)
        try:
            self.tokens.check(token, method)
            call.needs(*method.needs)
            _nothing_missing(method, args)
            return {"ok": True} | method.run(call)
        except SlackError as refusal:
            return refused(refusal)

    async def _with_fault(
        self, request: web.Request, rule: Rule, name: str, token: str, args: Json
    ) -> web.StreamResponse:
        if rule.kind == "slow":
            await asyncio.sleep(rule.seconds)
        answer = web.Response() if rule.kind in BEFORE else self._answer(name, token, args)
        if rule.kind == "error":
            return web.json_response({"ok": False, "error": rule.error})
        if rule.kind == "429":
            return too_many(rule.seconds)
        if rule.kind.startswith("500"):
            return web.Response(status=500, text="internal error")
        if rule.kind.startswith("drop") and request.transport is not None:
            request.transport.close()
        return answer


def refused(refusal: SlackError) -> Json:
    """Write a refusal as Slack does."""
    return {"ok": False, "error": refusal.error, **refusal.more}


def too_many(seconds: float) -> web.Response:
    """Say how long to wait."""
    headers = {"Retry-After": str(math.ceil(seconds))}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def _nothing_missing(method: Method, args: Json) -> None:
    missing = [name for name in method.required if args.get(name) in (None, "")]
    if missing:
        said = [f"[ERROR] missing required field: {name}" for name in missing]
        raise SlackError("invalid_arguments", response_metadata={"messages": said})
