"""What tests turn and look at: faults, rates, channels and people, recorded calls, raw deliveries."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from workspace.events import Events
from workspace.http_mode import FORM, HttpMode
from workspace.kinds import Json
from workspace.page_api import doing, reading
from workspace.socket_mode import SocketMode
from workspace.transport import Ack, Transport
from workspace.web_api import WebApi

VERIFICATION = {"type": "url_verification", "token": "local", "challenge": "challenge-of-the-local-workspace"}


@dataclass
class ControlApi:
    """The same JSON over HTTP, for those who stand behind the scenes."""

    web_api: WebApi
    socket_mode: SocketMode
    events: Events
    transport: Callable[[], Transport]
    deliver_to: Callable[[str | None], None]

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        return [
            web.get("/ui/api/calls", reading(lambda _: {"calls": self.web_api.recorder.calls})),
            web.get("/ui/api/state", reading(self._state)),
            web.post("/ui/api/faults", doing(self._faults)),
            web.post("/ui/api/world", doing(self._world)),
            web.post("/ui/api/deliver", doing(self._deliver)),
        ]

    def _state(self, _: Json) -> Json:
        rules = [vars(rule) for rule in self.web_api.faults.rules]
        return {
            "version": self.web_api.world.hints.version,
            "sockets": len(self.socket_mode.sockets),
            "rates": self.web_api.limits.factor,
            "rules": rules,
            "undelivered": len(self.events.undelivered),
        }

    async def _faults(self, body: Json) -> Json:
        """Set rules and rates; refresh sockets."""
        if "rules" in body:
            self.web_api.faults.set(body["rules"], body.get("seed"))
        if "rates" in body:
            self.web_api.limits.set(float(body["rates"]))
        if "retry_delays" in body:
            self.events.delays = [float(delay) for delay in body["retry_delays"]]
        if "token_revoked" in body:
            self.web_api.tokens.revoked = bool(body["token_revoked"])
        if "trigger_seconds" in body:
            self.web_api.tickets.trigger_seconds = float(body["trigger_seconds"])
        await self._refresh(body.get("refresh"))
        return {"ok": True}

    async def _refresh(self, which: str | None) -> None:
        """Disturb the sockets, as Slack and the network do."""
        match which:
            case "warning":
                await self.socket_mode.warn()
            case "cut":
                await self.socket_mode.cut()
            case "all" | "one":
                await self.socket_mode.refresh(every=which == "all")

    async def _world(self, body: Json) -> Json:
        """Change a channel, a person, the time that people go by, or where deliveries go."""
        world = self.web_api.world
        if "channel" in body:
            self._change_channel(dict(body["channel"]))
        if "person" in body:
            changed = dict(body["person"])
            _set(world.person(changed.pop("id")), changed)
        if "dial" in body:
            world.dial.turn(float(body["dial"]["at"]), float(body["dial"]["speed"]))
            world.hints.tell(list(world.people), type="dial")
        if "request_url" in body:
            self.deliver_to(body["request_url"])
        world.hints.tell(list(world.people), type="channels")
        return {"ok": True}

    def _change_channel(self, changed: Json) -> None:
        channel = self.web_api.world.channel(changed.pop("id"))
        _set(channel, changed)
        at = self.web_api.world.stamps.next()
        for name, event in (("archived", "channel_archive"), ("shared", "channel_shared")):
            if changed.get(name):
                self.events.tell(event, {"type": event, "channel": channel.id, "event_ts": at}, channel)

    async def _deliver(self, body: Json) -> Json:
        """Deliver whatever the test made up."""
        if "raw" in body:
            return _told(await self._raw(body["raw"], body.get("content_type", FORM)))
        kind = body.get("type", "events_api")
        if kind == "url_verification":
            return _told(await self.transport().deliver("events_api", body.get("body") or VERIFICATION))
        if kind == "event":
            return _told(await self.transport().deliver("events_api", self.events.wrapped(body["body"])))
        return _told(await self.transport().deliver(kind, body["body"]))

    async def _raw(self, raw: str, content_type: str) -> Ack:
        transport = self.transport()
        if not isinstance(transport, HttpMode):
            return Ack("raw bodies need a request url")
        return await transport.post(raw.encode(), content_type)


def _told(ack: Ack) -> Json:
    return {"ok": ack.error is None, "error": ack.error, "status": ack.status, "body": ack.body}


def _set(thing: Any, changed: Json) -> None:
    for name, value in changed.items():
        if not hasattr(thing, name):
            raise KeyError(name)
        setattr(thing, name, value)
