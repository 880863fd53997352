"""One of several replicas, in a story that all of them share; or, as the control, one that asks nobody."""

import asyncio
import os
from typing import Any

import jobs.scheduling
from bot.app import _at_work, dispatcher_of, running
from bot.cli.common import settings
from bot.clock import Clock
from bot.slack.lease import Lease
from bot.slack.outbound import Rates, Tempo

NO_RATES = Rates(posts_a_second=0, changes_a_minute=0)


async def serve(clock: Clock, ttl: float) -> None:
    """Serve until killed."""
    ready = settings().for_serving()
    async with running(ready, clock, "web") as app:
        tempo = Tempo(grace=2.0, tick=0.1, lease=ttl, rates=NO_RATES)
        app.dispatcher = dispatcher_of(app.kit, app.client, app.listeners.directory, tempo)
        async with _at_work(ready, app):
            await asyncio.Event().wait()


async def at_once(lease: Lease) -> bool:
    """The control's lease: everybody has it."""
    return True


async def for_ever(lease: Lease) -> None:
    """Nobody takes it away."""
    await asyncio.Event().wait()


async def unfenced(lease: Lease, service: Any, *args: Any, **kwargs: Any) -> Any:
    """Whoever writes, writes."""
    return await lease._store.write(service, lease._story(), *args, **kwargs)


def never(lease: Lease) -> None:
    """It never runs out."""


def run(environment: dict[str, str], clock: Clock, ttl: float, alone: bool) -> None:
    """A process of its own: three of them share two cores, so that none ticks too often."""
    os.environ.update(environment)
    jobs.scheduling.SHORTEST = 0.8
    if alone:
        Lease.take, Lease.keep, Lease.mark, Lease.check = at_once, for_ever, unfenced, never
    asyncio.run(serve(clock, ttl))
