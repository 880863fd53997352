"""One message's try: composed from the newest state, posted or changed, and marked as shown."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack import lookup
from bot.slack.aftermath import Aftermath
from bot.slack.calls import Method, asked, sent
from bot.slack.files import Attachment, Files
from bot.slack.lease import Lease, LeaseLost
from bot.slack.pace import Pace
from bot.slack.recovery import Kind, Remedy, Trouble
from bot.store import outbox
from bot.store.homes import HOME
from bot.store.leases import Fenced
from bot.store.outbox import Message
from bot.store.store import Store
from bot.store.work import Work

SKEW = timedelta(hours=2)  # how far Slack's clock and ours may be apart
REMEMBERED = 20_000
NO_UNFURLING = {"unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True, slots=True)
class Composed:
    """What a message says now: a real sentence for those who cannot see blocks, the blocks, its files."""

    text: str
    blocks: Sequence[Mapping[str, Any]] = ()
    language: str = ""
    attachments: Sequence[Attachment] = ()

    @property
    def owes(self) -> bool:
        """Whether a file is to stand in its thread, which can only be done once the message stands."""
        return any(not file.inline for file in self.attachments)


class Channels(Protocol):
    """Knows Slack's ids by our names: `bcu-powys`, or `@842` for a person."""

    async def id_of(self, name: str) -> str | None:
        """The id of a channel, or of the conversation with a person; None where there is none."""

    def forget(self, name: str) -> None:
        """Look it up anew next time."""


Compose = Callable[[Message], Awaitable[Composed | None]]
Accepted = Callable[[Work, Message, str], None]


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
    files: Files = field(init=False)
    _said: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.files = Files(self.store, self.client, self.lease, self.pace, self.story, self.machine)

    async def deliver(self, message: Message) -> None:
        """Look for it where an earlier try may have taken effect; then change it, or post it."""
        if message.bulletin == HOME:
            await self._publish(message)
        elif message.ts is not None:
            await self._change(message)
        elif message.unknown_since is None or not await self._found(message):
            await self._post(message)

    async def _found(self, message: Message) -> bool:
        channel_id = await self._channel_id(message, looking=True)
        root = await self.root_of(message)
        oldest = await self._oldest(message, channel_id)
        looking = lookup.find(self.client, message.uid, channel_id, root.ts if root else None, oldest)
        found = await asked(looking, looking=True)
        if found:
            await self._shown(message, found.version, found.ts, channel_id, found.owes)
        return found is not None

    async def _oldest(self, message: Message, channel_id: str) -> str:
        """Before it was first tried: by our clock, or by Slack's own stamp of what we last posted if older.

        The stamp alone would be too late where what was put earlier, but committed later, went before it.
        """
        newest = await self.store.read(outbox.newest_ts, self.story(), channel_id)
        began = f"{((message.unknown_since or message.put_at) - SKEW).timestamp():017.6f}"
        return min(newest or began, began)

    async def _post(self, message: Message) -> None:
        channel_id = await self._channel_id(message)
        await self.pace.posts(channel_id).take()
        if message.channel.startswith("@"):  # what a channel must see at once does not wait behind them
            await self.pace.people.take()
        composed = await self._composed(message)
        if composed is None:
            await self.lease.mark(outbox.nothing_to_show, message, message.wanted)
            return
        root = await self.root_of(message)
        where = {"channel": channel_id, "thread_ts": root.ts if root else None}
        payload = await self._payload(message, composed, composed.owes)
        await self.lease.mark(outbox.trying, message, self.machine())
        await self._post_and_mark(message, composed, {**where, **payload, **NO_UNFURLING})

    async def _post_and_mark(self, message: Message, composed: Composed, args: Mapping[str, Any]) -> None:
        posting = asyncio.ensure_future(self._say(self.client.chat_postMessage, message, composed, args))
        try:
            ts = str((await asyncio.shield(posting))["ts"])
            self._remember(message, composed)
            self.files.begun(message)
            await self._shown(message, message.wanted, ts, str(args["channel"]), composed.owes)
        except (Fenced, LeaseLost, asyncio.CancelledError):
            self.aftermath.begin(message, posting)
            raise

    async def _change(self, message: Message) -> None:
        """What says what it said already costs nothing of Slack's pace."""
        composed = await self._composed(message)
        where = {"channel": str(message.channel_id), "ts": str(message.ts)}
        if composed is None:
            await self._take_down(message, where)
        elif self._said.get(message.key) == _digest(composed):
            await self._share(message, composed)
            await self.lease.mark(outbox.unchanged, message, message.wanted)
        elif await self._channel_id(message) != message.channel_id:
            raise Trouble(Remedy(Kind.POST_ANEW, "channel_moved"), known=True)
        else:
            await self._change_and_mark(message, composed, where)

    async def _change_and_mark(self, message: Message, composed: Composed, where: Mapping[str, str]) -> None:
        await self.pace.changes.take()
        payload = await self._payload(message, composed)
        await self._say(self.client.chat_update, message, composed, {**where, **payload})
        self._remember(message, composed)
        await self._share(message, composed)
        await self._shown(message, message.wanted, where["ts"], where["channel"])

    async def _share(self, message: Message, composed: Composed) -> None:
        """Its files stand in its thread, or beside it in the thread in which it stands itself."""
        root = await self.root_of(message) if composed.owes else None
        thread_ts = (root.ts if root else None) or str(message.ts)
        await self.files.share(message, composed.attachments, str(message.channel_id), thread_ts)

    async def _publish(self, message: Message) -> None:
        """Show a Home tab: to show it twice does no harm, so that nothing is looked for."""
        composed = await self._composed(message)
        if composed is None or self._said.get(message.key) == _digest(composed):
            await self.lease.mark(outbox.unchanged, message, message.wanted)
            return
        await self.pace.homes.take()
        channel_id = await self._channel_id(message)
        view = {"type": "home", "blocks": list(composed.blocks)}
        await sent(self.lease, self.client.views_publish, user_id=message.subject, view=view)
        self._remember(message, composed)
        await self._shown(message, message.wanted, HOME, channel_id)

    async def _take_down(self, message: Message, where: Mapping[str, str]) -> None:
        await self.pace.changes.take()
        try:
            await sent(self.lease, self.client.chat_delete, **where)
        except Trouble as trouble:
            if trouble.remedy.kind is not Kind.POST_ANEW:  # it is gone already: just as well
                raise
        await self.files.take_down(message)
        self.forget(message)
        await self.lease.mark(outbox.nothing_to_show, message, message.wanted)

    async def _payload(self, message: Message, composed: Composed, owes: bool = False) -> dict[str, Any]:
        blocks = await self.files.dressed(message, composed.blocks, composed.attachments)
        marks = lookup.metadata(message.uid, message.wanted, owes)
        return {"text": composed.text, "blocks": blocks, "metadata": marks}

    async def _say(
        self, method: Method, message: Message, composed: Composed, args: Mapping[str, Any]
    ) -> AsyncSlackResponse:
        try:
            return await sent(self.lease, method, **args)
        except Trouble as trouble:
            self.files.heard(message, composed.attachments, trouble)
            raise

    async def _channel_id(self, message: Message, looking: bool = False) -> str:
        known = message.unknown_since is None
        found = await asked(self.channels.id_of(message.channel), known, looking)
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

    async def _shown(
        self, message: Message, version: int, ts: str, channel_id: str, owes: bool = False
    ) -> None:
        self.files.well(message)
        await self.lease.mark(_note_shown, self.accepted, message, version, (ts, channel_id), owes)

    def _remember(self, message: Message, composed: Composed) -> None:
        if len(self._said) >= REMEMBERED:
            self._said.clear()
        self._said[message.key] = _digest(composed)

    def forget(self, message: Message) -> None:
        """Forget what stands in Slack for this message."""
        self._said.pop(message.key, None)
        self.files.forget(message)


def _note_shown(
    work: Work, accepted: Accepted, message: Message, version: int, where: tuple[str, str], owes: bool
) -> None:
    outbox.shown(work, message, version, *where)
    accepted(work, message, where[0])
    if owes:
        outbox.freshen(work, [message.key])  # Slack stays behind until its files stand there too


def _digest(composed: Composed) -> int:
    pictures = [file.marked for file in composed.attachments if file.inline]
    return hash(json.dumps([composed.text, list(composed.blocks), pictures], sort_keys=True))
