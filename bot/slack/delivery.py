"""One message's try: composed from the newest state, posted or changed, and marked as shown."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack import lookup
from bot.slack.aftermath import Aftermath
from bot.slack.guard import looking
from bot.slack.lease import Lease, LeaseLost
from bot.slack.pace import Pace
from bot.slack.recovery import PROBLEMS, Kind, Remedy, Trouble, remedy_for, while_looking
from bot.store import outbox
from bot.store.leases import Fenced
from bot.store.outbox import Message
from bot.store.store import Store
from bot.store.work import Work

T = TypeVar("T")
SKEW = timedelta(hours=2)  # how far Slack's clock and ours may be apart
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Composed:
    """What a message says now: a real sentence for those who cannot see blocks, and the blocks."""

    text: str
    blocks: Sequence[Mapping[str, Any]] = ()
    language: str = ""


class Channels(Protocol):
    """Knows Slack's ids by our names: `bcu-powys`, or `@842` for a person."""

    async def id_of(self, name: str) -> str | None:
        """The id of a channel, or of the conversation with a person; None where there is none."""

    def forget(self, name: str) -> None:
        """Look it up anew next time."""


Compose = Callable[[Message], Awaitable[Composed | None]]
Accepted = Callable[[Work, Message, str], None]
Method = Callable[..., Awaitable[AsyncSlackResponse]]


@dataclass(slots=True)
class Delivery:
    """Brings Slack up to date with one message; raises Trouble when that failed."""

    store: Store
    client: AsyncWebClient
    compose: Compose
    channels: Channels
    story: Callable[[], datetime]
    machine: Callable[[], datetime]
    accepted: Accepted
    pace: Pace
    lease: Lease
    aftermath: Aftermath
    _said: dict[str, int] = field(default_factory=dict)

    async def deliver(self, message: Message) -> None:
        """Look for it where an earlier try may have taken effect; then change it, or post it."""
        if message.ts is not None:
            await self._change(message)
        elif message.unknown_since is None or not await self._found(message):
            await self._post(message)

    async def _found(self, message: Message) -> bool:
        channel_id = await self._channel_id(message, looking=True)
        root = await self.root_of(message)
        oldest = await self._oldest(message, channel_id)
        looking = lookup.find(self.client, message.uid, channel_id, root.ts if root else None, oldest)
        found = await _known(looking, looking=True)
        if found:
            await self._shown(message, found.version, found.ts, channel_id)
        return found is not None

    async def _oldest(self, message: Message, channel_id: str) -> str:
        """Slack's own stamp of what we last posted there, so that our clock does not matter; or a guess."""
        newest = await self.store.read(outbox.newest_ts, self.story(), channel_id)
        began = (message.unknown_since or message.put_at) - SKEW
        return max(newest or "", f"{began.timestamp():017.6f}")

    async def _post(self, message: Message) -> None:
        channel_id = await self._channel_id(message)
        await self.pace.posts(channel_id).take()
        composed = await self._composed(message)
        if composed is None:
            await self.lease.mark(outbox.nothing_to_show, message, message.wanted)
            return
        root = await self.root_of(message)
        where = {"channel": channel_id, "thread_ts": root.ts if root else None}
        await self.lease.mark(outbox.trying, message, self.machine())
        await self._post_and_mark(message, composed, where)

    async def _post_and_mark(
        self, message: Message, composed: Composed, where: Mapping[str, str | None]
    ) -> None:
        args = {**where, **_payload(message, composed), "unfurl_links": False, "unfurl_media": False}
        posting = asyncio.ensure_future(self._sent(self.client.chat_postMessage, **args))
        try:
            ts = str((await asyncio.shield(posting))["ts"])
            self._remember(message, composed)
            await self._shown(message, message.wanted, ts, str(where["channel"]))
        except (Fenced, LeaseLost, asyncio.CancelledError):
            self.aftermath.begin(message, posting)
            raise

    async def _change(self, message: Message) -> None:
        await self.pace.changes.take()
        composed = await self._composed(message)
        where = {"channel": str(message.channel_id), "ts": str(message.ts)}
        if composed is None:
            await self._take_down(message, where)
        elif self._said.get(message.key) == _digest(composed):
            await self.lease.mark(outbox.unchanged, message, message.wanted)
        elif await self._channel_id(message) != message.channel_id:
            raise Trouble(Remedy(Kind.POST_ANEW, "channel_moved"), known=True)
        else:
            await self._sent(self.client.chat_update, **where, **_payload(message, composed))
            self._remember(message, composed)
            await self._shown(message, message.wanted, where["ts"], where["channel"])

    async def _take_down(self, message: Message, where: Mapping[str, str]) -> None:
        try:
            await self._sent(self.client.chat_delete, **where)
        except Trouble as trouble:
            if trouble.remedy.kind is not Kind.POST_ANEW:  # it is gone already: just as well
                raise
        self.forget(message)
        await self.lease.mark(outbox.nothing_to_show, message, message.wanted)

    async def _sent(self, method: Method, **args: Any) -> AsyncSlackResponse:
        self.lease.check()
        try:
            with looking(self.lease.check):
                return await method(**args)
        except PROBLEMS as problem:
            remedy = remedy_for(problem)
            raise Trouble(remedy, known=remedy.kind is not Kind.UNKNOWN) from problem

    async def _channel_id(self, message: Message, looking: bool = False) -> str:
        known = message.unknown_since is None
        found = await _known(self.channels.id_of(message.channel), known, looking)
        if found is None:
            raise Trouble(Remedy(Kind.GIVE_UP, "channel_not_found"), known)
        return found

    async def _composed(self, message: Message) -> Composed | None:
        """A message that cannot be composed must not stop the others, whatever is the matter with it."""
        [made] = await asyncio.gather(self.compose(message), return_exceptions=True)
        if isinstance(made, BaseException):
            raise Trouble(Remedy(Kind.PUZZLED, "cannot_compose"), known=True) from made
        return made

    async def root_of(self, message: Message) -> Message | None:
        """The message whose thread this one joins, if that stands in Slack or still may."""
        if message.thread_of is None:
            return None
        root = await self.store.read(outbox.by_key, self.story(), message.thread_of)
        if root is None or (root.ts is None and (root.failed or root.shown >= root.wanted)):
            return None
        return root

    async def _shown(self, message: Message, version: int, ts: str, channel_id: str) -> None:
        await self.lease.mark(_note_shown, self.accepted, message, version, ts, channel_id)

    def _remember(self, message: Message, composed: Composed) -> None:
        if len(self._said) >= REMEMBERED:
            self._said.clear()
        self._said[message.key] = _digest(composed)

    def forget(self, message: Message) -> None:
        """Forget what stands in Slack for this message."""
        self._said.pop(message.key, None)


def _note_shown(
    work: Work, accepted: Accepted, message: Message, version: int, ts: str, channel_id: str
) -> None:
    outbox.shown(work, message, version, ts, channel_id)
    accepted(work, message, ts)


async def _known(call: Awaitable[T], known: bool = False, looking: bool = False) -> T:
    """What a question to Slack answers; such a question changes nothing there."""
    try:
        return await call
    except PROBLEMS as problem:
        remedy = remedy_for(problem)
        raise Trouble(while_looking(remedy) if looking else remedy, known) from problem


def _payload(message: Message, composed: Composed) -> dict[str, Any]:
    return {
        "text": composed.text,
        "blocks": list(composed.blocks),
        "metadata": lookup.metadata(message.uid, message.wanted),
    }


def _digest(composed: Composed) -> int:
    return hash(json.dumps([composed.text, list(composed.blocks)], sort_keys=True))
