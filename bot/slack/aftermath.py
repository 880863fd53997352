"""Taking back a message that another process posted too, while this one was frozen in the act of sending."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.lease import LeaseLost
from bot.slack.recovery import PROBLEMS, Trouble
from bot.store import outbox
from bot.store.outbox import Message
from bot.store.store import Store

LOOKS = 40
BETWEEN_SECONDS = 0.25


class Aftermath:
    """Sees to posts that were under way when the right to post was lost."""

    def __init__(self, store: Store, client: AsyncWebClient, story: Callable[[], datetime]) -> None:
        self._store, self._client, self._story = store, client, story
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, message: Message, posting: Awaitable[Any]) -> None:
        """See to one, beside whatever goes on."""
        task = asyncio.ensure_future(self._see_to(message, posting))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self, seconds: float) -> None:
        """Wait for those that are being seen to."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def _see_to(self, message: Message, posting: Awaitable[Any]) -> None:
        """Ours stays where it is the one that counts, or where whoever is at work now will find it."""
        with suppress(Trouble, LeaseLost, *PROBLEMS):  # with its lease lost before it left, it is nowhere
            said = await posting
            for _ in range(LOOKS):
                row = await self._store.read(outbox.by_key, self._story(), message.key)
                if row is None or row.ts == said["ts"]:
                    return
                if row.ts is not None:
                    await self._client.chat_delete(channel=said["channel"], ts=said["ts"])
                    return
                await asyncio.sleep(BETWEEN_SECONDS)
