"""Polling a source: what it says goes in batch by batch, what cannot be read waits in quarantine."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.kit import Kit
from bot.services import intake, polls
from bot.services.intake import Taken
from bot.sources.fetched import Batch, Fetch, FeedFailed, Source, in_batches
from bot.sources.watching import judged
from bot.store.polls import Poll, Quarantined


@dataclass(slots=True)
class Brought:
    """What one poll brought so far."""

    taken: Taken = Taken()
    bad: list[Quarantined] = field(default_factory=list)


async def poll(kit: Kit, source: Source) -> Poll:
    """Poll once, take everything in, and keep the count; a feed that fails is an alarm, never an end."""
    at = kit.clock.story()
    try:
        fetch = await source.fetch(at)
        brought = await _take_in(kit, fetch, at)
    except FeedFailed as failed:
        return await _finish(kit, Poll(source.name, at, 0, 0, 0, 0, 0, 0, (failed.reason,)), [])
    fetch.taken()
    tally, taken = fetch.tally, brought.taken
    count = Poll(
        source.name, at, tally.seen, tally.good, tally.bad, tally.filtered, taken.fresh, taken.changed,
        await judged(kit.store, source, fetch, at),
    )  # fmt: skip
    return await _finish(kit, count, brought.bad)


async def _finish(kit: Kit, count: Poll, bad: list[Quarantined]) -> Poll:
    await kit.store.write(polls.finish, count.at, count, bad, sorted({b.file for b in bad}))
    return count


async def _take_in(kit: Kit, fetch: Fetch, at: datetime) -> Brought:
    brought = Brought()
    batches: Iterator[Batch] = in_batches(fetch.reports)
    while batch := await asyncio.to_thread(next, batches, None):
        brought.taken += await kit.store.write(intake.take, at, fetch.source, batch.reports)
        brought.bad += [Quarantined(b.file, b.line, b.column, b.reason, b.raw_time) for b in batch.bad]
    return brought
