"""The whole bot as `cofnod serve` runs it, at a brisker tempo; or, as the control, as one writes it first."""

import asyncio
import sys
from contextlib import suppress
from typing import Any

from bot.app import _at_work, dispatcher_of, running
from bot.cli.common import settings
from bot.clock import Clock
from bot.kit import Ask
from bot.listeners import Listeners
from bot.slack.delivery import Delivery
from bot.slack.outbound import Rates, Tempo
from bot.slack.story import Part
from bot.store import inbox
from bot.store.inbox import Repeated
from bot.store.outbox import Message
from bot.store.work import Work

BRISK = Tempo(grace=0.6, tick=0.05, lease=1.0, rates=Rates(posts_a_second=0, changes_a_minute=0))
QUEUED = 0.02  # seconds: as long as a background queue takes to begin with what it was given
IN_TURN = asyncio.Lock()


async def serve() -> None:
    """Serve until killed."""
    ready = settings().for_serving()
    async with running(ready, Clock(), "web") as app:
        app.dispatcher = dispatcher_of(app.kit, app.client, app.listeners.directory, BRISK)
        async with _at_work(ready, app):
            await asyncio.Event().wait()


async def ack_first(listeners: Listeners, ack: Any, body: Any, ask: Ask, part: Part) -> None:
    """The control's listener: Slack hears at once that all is well, and the work is done afterwards."""

    async def afterwards() -> None:
        async with IN_TURN:
            await asyncio.sleep(QUEUED)
            with suppress(Repeated):
                await part(ask)

    await ack()
    listeners._later(afterwards())


async def not_looked_for(delivery: Delivery, message: Message) -> bool:
    """The control's dispatcher: what may have been sent is simply sent again."""
    return False


def not_claimed(work: Work, key: str) -> None:
    """The control's inbox: whatever comes again takes effect again."""


if __name__ == "__main__":
    if "carelessly" in sys.argv:
        Listeners._respond, Delivery._found = ack_first, not_looked_for
    if "forgetfully" in sys.argv:
        inbox.claim = not_claimed
    asyncio.run(serve())
