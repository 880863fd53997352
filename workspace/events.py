"""Events: wrapped as Slack wraps them, delivered again three times where nobody acked."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from workspace import clock
from workspace.cast import APP_ID, BOT_USER
from workspace.kinds import Channel, Json, Message
from workspace.manifest import Manifest
from workspace.transport import EVENT, Ack, Retry, Transport
from workspace.world import World

SUBSCRIPTIONS = {"channel": "message.channels", "private": "message.groups", "im": "message.im"}
CHANNEL_TYPES = {"channel": "channel", "private": "group", "im": "im"}
REASONS = {"operation_timeout": "http_timeout", "dispatch_failed": "http_error"}


@dataclass
class Events:
    """Tells the app what happens, if it subscribed to it."""

    world: World
    manifest: Manifest
    transport: Callable[[], Transport]
    delays: list[float] = field(default_factory=lambda: [0.5, 60.0, 300.0])
    undelivered: list[Json] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def tell(self, subscription: str, event: Json, channel: Channel | None = None) -> None:
        """Send an event, in the background."""
        if subscription in self.manifest.events:
            task = asyncio.create_task(self._deliver(self.wrapped(event, channel)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def message(self, message: Message, channel: Channel) -> None:
        """Tell of a message, and that the app was mentioned in it."""
        if not channel.app_member and not channel.im:
            return
        event: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
        event |= {"channel": channel.id, "event_ts": message.ts, "team": self.world.team["id"]}
        event |= {"blocks": message.blocks} if message.blocks else {}
        event |= {"thread_ts": message.thread_ts} if message.thread_ts else {}
        typed = event | {"channel_type": CHANNEL_TYPES[channel.kind]}
        self.tell(SUBSCRIPTIONS[channel.kind], typed, channel)
        if f"<@{BOT_USER}" in message.text and not channel.im:
            self.tell("app_mention", event | {"type": "app_mention"}, channel)

    def wrapped(self, event: Json, channel: Channel | None = None) -> Json:
        """Put an event into its outer payload."""
        team = self.world.team["id"]
        who = {"enterprise_id": None, "team_id": team, "user_id": BOT_USER}
        return {
            "token": "local",
            "team_id": team,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(clock.now()),
            "authorizations": [who | {"is_bot": True, "is_enterprise_install": False}],
            "is_ext_shared_channel": bool(channel and channel.shared),
            "event_context": secrets.token_hex(12),
        }

    async def close(self) -> None:
        """Give up what is still to be delivered."""
        for task in list(self._tasks):
            task.cancel()

    async def _deliver(self, payload: Json) -> None:
        ack = await self.transport().deliver(EVENT, payload)
        for number, delay in enumerate(self.delays, 1):
            if ack.error is None:
                return
            await asyncio.sleep(delay)
            ack = await self.transport().deliver(EVENT, payload, Retry(number, _reason(ack)))
        if ack.error is not None:
            self.undelivered.append(payload)


def _reason(ack: Ack) -> str:
    return REASONS.get(ack.error or "", "http_error")
