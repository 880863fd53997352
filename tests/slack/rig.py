"""A dispatcher on a real store, with the local workspace as its Slack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.config import SHIPPED_FORCE
from bot.domain.people import Roster
from bot.force import load_force
from bot.slack.client import slack_client
from bot.slack.files import Attachment
from bot.slack.outbound import Composed, Dispatcher, Rates, Tempo
from bot.store import outbox
from bot.store.outbox import Message
from bot.store.store import Store
from bot.store.work import Work
from workspace.click import Workspace

SCOPES = "chat:write channels:read channels:history channels:join groups:read groups:history"
SCOPES += " im:read im:history im:write users:read files:write"
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Cofnod"},
    "features": {"bot_user": {"display_name": "Cofnod"}},
    "oauth_config": {"scopes": {"bot": SCOPES.split()}},
}
FORCE = load_force(SHIPPED_FORCE)
POWYS, PEMBS = "C0POWYS", "C0PEMBS"
NO_RATES = Rates(posts_a_second=0, changes_a_minute=0)
QUICK = Tempo(grace=0.1, tick=0.05, lease=2.0, slow=0.2, rates=NO_RATES)


def machine() -> datetime:
    """The machine's present."""
    return datetime.now(UTC)


class SameClock:
    """Story time that is machine time."""

    def story(self) -> datetime:
        return machine()


def said(text: str) -> Composed:
    """A text as a message of one block."""
    return Composed(text, [{"type": "section", "text": {"type": "plain_text", "text": text}}])


def with_files(made: Composed, files: list[Attachment]) -> Composed:
    """The same message with its files, and a block for each picture."""
    pictures = [
        {"type": "image", "slack_file": {"id": f"attach:{file.name}"}, "alt_text": file.alt}
        for file in files
        if file.inline
    ]
    return replace(made, blocks=[*made.blocks, *pictures], attachments=files)


async def as_told(message: Message) -> Composed | None:
    """A message that says its subject."""
    return said(message.subject)


@dataclass
class Channels:
    """Our names are Slack's ids, or `@` and a person's; some names mean nothing."""

    client: AsyncWebClient
    known: dict[str, str] = field(default_factory=dict)
    forgotten: list[str] = field(default_factory=list)

    async def id_of(self, name: str) -> str | None:
        if name.startswith("@"):
            return str((await self.client.conversations_open(users=name[1:]))["channel"]["id"])
        return self.known.get(name, name)

    def forget(self, name: str) -> None:
        self.forgotten.append(name)
        self.known.pop(name, None)


@dataclass
class Rig:
    """Everything that a test of the dispatcher touches."""

    store: Store
    client: AsyncWebClient
    workspace: Workspace
    channels: Channels
    tempo: Tempo = QUICK
    says: dict[str, str | None] = field(default_factory=dict)
    files: dict[str, list[Attachment]] = field(default_factory=dict)
    accepted: list[tuple[str, str, bool]] = field(default_factory=list)
    alarms: list[tuple[str, str]] = field(default_factory=list)

    async def compose(self, message: Message) -> Composed | None:
        text = self.says.get(message.key, message.subject)
        return None if text is None else with_files(said(text), self.files.get(message.key, []))

    def note(self, work: Work, message: Message, ts: str) -> None:
        self.accepted.append((message.key, ts, message.ts is None))

    async def alarm(self, code: str, message: Message | None) -> None:
        self.alarms.append((code, message.key if message else ""))

    def dispatcher(self, **other: Any) -> Dispatcher:
        parts: dict[str, Any] = {
            "store": self.store,
            "client": self.client,
            "compose": self.compose,
            "channels": self.channels,
            "clock": SameClock(),
            "accepted": self.note,
            "alarm": self.alarm,
            "machine": machine,
            "tempo": self.tempo,
        }
        made = Dispatcher(**(parts | other))
        self.store.on_put(made.wake)
        return made

    async def settle(self, patience: float = 0.0, **other: Any) -> None:
        async with asyncio.timeout(20):
            await self.dispatcher(**other).settle(patience)

    async def put(self, key: str, channel: str = POWYS, says: str = "", thread_of: str | None = None) -> None:
        await self.store.write(outbox.put, machine(), key, channel, "test", says or key, thread_of)

    async def row(self, key: str) -> Message:
        found = await self.store.read(outbox.by_key, machine(), key)
        assert found is not None
        return found

    async def texts(self, channel: str = POWYS, thread: str | None = None) -> list[str]:
        return [m["text"] for m in await self.messages(channel, thread)]

    async def messages(self, channel: str = POWYS, thread: str | None = None) -> list[dict[str, Any]]:
        asked = {"as_": "U0PUGH", "channel": channel, "thread": thread}
        return list((await self.workspace.link.get("messages", **asked))["messages"])

    async def calls(self, method: str) -> list[dict[str, Any]]:
        return await self.workspace.calls(method)


@asynccontextmanager
async def rigged(url: str, workspace: Workspace, seconds: float = 2.0) -> AsyncIterator[Rig]:
    """A store, a client with a short patience, and no dispatcher yet."""
    store = Store(url, FORCE, Roster(()))
    async with slack_client(workspace.bot_token, workspace.api_url, seconds) as client:
        try:
            yield Rig(store, client, workspace, Channels(client))
        finally:
            store.close()
